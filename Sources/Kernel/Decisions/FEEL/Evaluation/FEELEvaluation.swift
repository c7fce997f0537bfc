// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One run of expressions: what may still be used, why values became null, what time it is.
///
/// A run belongs to one thread at a time. Values of names live in frames on a stack of the run's own.
public final class FEELEvaluation {
  public let limits: FEELLimits
  /// The moment that `now()` and `today()` tell; without one they are null.
  public let now: FEELDateAndTime?
  public private(set) var warnings: [FEELWarning] = []
  /// How many warnings there were, kept or not.
  public private(set) var warningCount = 0
  /// What models note of the run.
  let trace = DecisionTrace()
  /// The text that is being evaluated.
  var source: FEELSource?
  let machine: UnsafeMutablePointer<Machine>
  private var stepsTaken = 0

  /// What the closures touch all the time, without the checks that the properties of a class have.
  struct Machine {
    /// Where the values of the current frame begin.
    var frame: UnsafeMutablePointer<FEELValue>
    var slots: UnsafeMutablePointer<FEELValue>
    var capacity: Int
    /// How many slots are in use.
    var top = 0
    /// Steps until the next look at the limit.
    var steps: Int
    var memory: Int
    /// Calls within calls.
    var depth = 0
    /// Expressions being evaluated.
    var entered = 0
    /// Below this address the thread's stack is nearly used up.
    var stackLimit: UInt = 0
    /// The depth from which on calls run on another stack, since this thread's was too small for deeper ones. Half of where it
    /// ended: a recursion that goes up and down there would start a thread at every other call.
    var edge = Int.max
    /// Whether this is another stack already, which has room for much more.
    var isElsewhere = false
    /// Where in the text the evaluation is.
    var site = 0

    /// The evaluation begins on the stack of whoever asks for it.
    mutating func enterStack() {
      stackLimit = DeepStack.limitOfCaller()
      edge = .max
      isElsewhere = false
    }
  }

  private static let stepsBetweenChecks = 1 << 16

  public init(limits: FEELLimits = .default, now: FEELDateAndTime? = nil) {
    self.limits = limits
    self.now = now
    let capacity = 256
    let slots = UnsafeMutablePointer<FEELValue>.allocate(capacity: capacity)
    slots.initialize(repeating: .null, count: capacity)
    machine = .allocate(capacity: 1)
    machine.initialize(
      to: Machine(
        frame: slots, slots: slots, capacity: capacity, steps: min(limits.steps, Self.stepsBetweenChecks),
        memory: limits.memory))
    stepsTaken = machine.pointee.steps
  }

  deinit {
    machine.pointee.slots.deinitialize(count: machine.pointee.capacity)
    machine.pointee.slots.deallocate()
    machine.deinitialize(count: 1)
    machine.deallocate()
  }

  /// Counts work that takes about as long as so many additions.
  @inline(__always)
  public func step(_ count: Int = 1) throws {
    machine.pointee.steps &-= count
    if machine.pointee.steps < 0 { try refill() }
  }

  @inline(never)
  private func refill() throws {
    let left = limits.steps - stepsTaken + machine.pointee.steps
    guard left >= 0 else { throw LimitExceeded(.steps, allowed: limits.steps) }
    guard !Task.isCancelled else { throw LimitExceeded(.cancelled, allowed: 0) }
    let next = min(left, Self.stepsBetweenChecks)
    stepsTaken = limits.steps - left + next
    machine.pointee.steps = next
  }

  /// Steps taken so far.
  public var stepsUsed: Int { stepsTaken - machine.pointee.steps }

  /// Whether nothing is left of the steps or of the memory: whatever is evaluated from now on ends at once.
  public var isSpent: Bool { stepsUsed > limits.steps || machine.pointee.memory < 0 }

  /// Counts bytes of a value that was made.
  @inline(__always)
  public func take(bytes: Int) throws {
    machine.pointee.memory &-= bytes
    if machine.pointee.memory < 0 { throw LimitExceeded(.memory, allowed: limits.memory) }
  }

  /// Adds a warning at the place that is being evaluated. Its text is made only if it is kept.
  public func warn(_ message: @autoclosure () -> Message) {
    warn(message(), at: machine.pointee.site)
  }

  /// Adds a warning at a line, counted from 1, of what is being evaluated; 0 where there is none.
  public func warn(_ message: @autoclosure () -> Message, line: Int, origin: Message? = nil) {
    warningCount += 1
    guard warnings.count < limits.warnings else { return }
    let position = line > 0 ? FEELPosition(line: line, column: 1, offset: 0) : nil
    warnings.append(FEELWarning(message(), at: position, origin: origin, isOfDocument: true))
  }

  func warn(_ message: @autoclosure () -> Message, at site: Int) {
    warningCount += 1
    guard warnings.count < limits.warnings else { return }
    warnings.append(FEELWarning(message(), at: source?.position(site), origin: source?.origin))
  }

  /// Null, with a warning that says why.
  public func null(_ message: @autoclosure () -> Message) -> FEELValue {
    warn(message())
    return .null
  }

  func null(_ message: @autoclosure () -> Message, at site: Int) -> FEELValue {
    warn(message(), at: site)
    return .null
  }

  /// A value that was made just now, if it is within the limits.
  func checked(_ value: FEELValue) throws -> FEELValue {
    switch value {
    case .list(let list):
      guard list.count <= limits.listSize else { throw LimitExceeded(.listSize, allowed: limits.listSize) }
      try checkSize(depth: list.depth, weight: list.weight)
      try take(bytes: 32 + list.count * MemoryLayout<FEELValue>.stride)
    case .context(let context):
      try checkSize(depth: context.depth, weight: context.weight)
      try take(bytes: 96 + context.count * MemoryLayout<FEELValue>.stride)
    case .string(let string):
      let size = string.utf8.count
      guard size <= limits.stringSize else { throw LimitExceeded(.stringSize, allowed: limits.stringSize) }
      if size > 15 { try take(bytes: size + 32) }
    case .range, .function:
      try checkSize(depth: Int32(value.depth), weight: value.weight)
      try take(bytes: 96)
    default: break
    }
    return value
  }

  @inline(__always)
  private func checkSize(depth: Int32, weight: UInt32) throws {
    guard depth <= limits.valueDepth else { throw LimitExceeded(.valueDepth, allowed: limits.valueDepth) }
    guard weight <= limits.valueParts else { throw LimitExceeded(.valueParts, allowed: limits.valueParts) }
  }

  /// Refuses a list of so many elements before it is made.
  func checkListSize(_ count: Int) throws {
    guard count <= limits.listSize else { throw LimitExceeded(.listSize, allowed: limits.listSize) }
  }
}
