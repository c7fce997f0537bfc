// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

/// Looks at the clock while inputs are tried: one that takes too long is a fault, one that does not come back ends the
/// run with its text.
final class Watchdog: Sendable {
  /// How long one input may take. A build without optimisation is some ten times slower.
  #if DEBUG
    static let allowed = Duration.milliseconds(2_500)
  #else
    static let allowed = Duration.milliseconds(250)
  #endif
  private static let patience = Duration.seconds(60)

  private struct Attempt {
    var text = ""
    var start: ContinuousClock.Instant?
    var isOver = false
  }

  private let attempt = Mutex(Attempt())
  /// Where the input being tried is kept, to find the one at which the process ends.
  private let record: FileHandle?

  init() {
    if let path = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ_LAST"], !path.isEmpty {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      record = FileHandle(forWritingAtPath: path)
    } else {
      record = nil
    }
  }

  /// Runs the body with the watchdog looking on.
  static func watch(_ body: (Watchdog) throws -> Void) rethrows {
    let dog = Watchdog()
    let thread = Thread { dog.look() }
    thread.start()
    defer { dog.attempt.withLock { $0.isOver = true } }
    try body(dog)
  }

  /// Tries one input. A slow one is tried again: the machine may have been busy with something else.
  func attempt(_ text: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void) {
    if let record {
      try? record.truncate(atOffset: 0)
      try? record.write(contentsOf: Data(text.utf8))
    }
    var best: Duration?
    for _ in 0..<3 {
      let start = ContinuousClock.now
      attempt.withLock { ($0.text, $0.start) = (text, start) }
      do { try body() } catch { Issue.record("\(error): \(text)", sourceLocation: sourceLocation) }
      let duration = ContinuousClock.now - start
      best = min(best ?? duration, duration)
      if duration <= Self.allowed { break }
    }
    attempt.withLock { $0.start = nil }
    if let best, best > Self.allowed {
      Issue.record("took \(best): \(text.prefix(5_000))", sourceLocation: sourceLocation)
    }
  }

  private func look() {
    while true {
      Thread.sleep(forTimeInterval: 1)
      let (text, start, isOver) = attempt.withLock { ($0.text, $0.start, $0.isOver) }
      if isOver { return }
      if let start, ContinuousClock.now - start > Self.patience {
        fatalError("after \(Self.patience) still trying: \(text.prefix(5_000))")
      }
    }
  }
}
