// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads with large stacks, so that deep recursion ends at its limit and not with the stack of a small thread.
enum DeepStack {
  /// How much of a caller's stack is used before going elsewhere.
  private static let shareOfCaller: UInt = 96 * 1024
  /// The stack of a new thread; memory is taken as it is touched.
  private static let size = 16 * 1024 * 1024
  /// What is left for calls that do not look at the limit.
  private static let reserve: UInt = 512 * 1024

  /// About where the stack is now; it grows downwards.
  @inline(__always)
  static func address() -> UInt {
    var here: UInt8 = 0
    return withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
  }

  static func limitOfCaller() -> UInt {
    let address = address()
    return address > shareOfCaller ? address - shareOfCaller : 0
  }

  /// Runs the body on a thread with a stack of its own, waiting for it.
  ///
  /// The body gets the address below which the new stack is nearly used up.
  static func run<Result>(_ body: (_ limit: UInt) throws -> Result) throws -> Result {
    try withoutActuallyEscaping(body) { body in
      let job = Job(body)
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, size)
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let started = pthread_create(
        &thread, &attributes,
        { pointer in
          #if canImport(Darwin)
            let job = Unmanaged<AnyJob>.fromOpaque(pointer).takeUnretainedValue()
          #else
            guard let pointer else { return nil }
            let job = Unmanaged<AnyJob>.fromOpaque(pointer).takeUnretainedValue()
          #endif
          job.run()
          return nil
        }, Unmanaged<AnyJob>.passUnretained(job).toOpaque())
      guard started == 0 else { throw LimitExceeded(.depth, allowed: 0) }
      #if canImport(Darwin)
        if let thread { pthread_join(thread, nil) }
      #else
        pthread_join(thread, nil)
      #endif
      guard let result = job.result else { throw LimitExceeded(.depth, allowed: 0) }
      return try result.get()
    }
  }

  private class AnyJob {
    func run() {}
  }

  private final class Job<Value>: AnyJob {
    private let body: (UInt) throws -> Value
    var result: Result<Value, any Error>?

    init(_ body: @escaping (UInt) throws -> Value) { self.body = body }

    override func run() {
      let top = DeepStack.address()
      result = Result { try body(top - UInt(DeepStack.size) + DeepStack.reserve) }
    }
  }
}
