// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Synchronization
import Vocabulary

/// Reports that took long to make, kept for a while.
///
/// A report counts each matter of its period, at about a microsecond each: of a few ten thousand it is made anew
/// whenever somebody asks, of a million it would take a second of everybody who looks. So one question is answered at
/// most for a fiftieth of the time, and those who ask the same at once wait for one answer.
final class KeptReports: Sendable {
  /// Says how long to keep what took so long; `nil` for not at all.
  typealias Span = @Sendable (Duration) -> Duration?

  private struct Kept {
    var report: OnTimeReport
    var until: ContinuousClock.Instant
  }

  private struct State {
    var kept = RecentValues<SQLCondition, Kept>(capacity: 200)
    var running: [SQLCondition: Task<OnTimeReport, any Error>] = [:]
  }

  private let state = Mutex(State())
  private let span: Span

  init(span: @escaping Span = KeptReports.usual) { self.span = span }

  /// What is made in no time is not kept: it is as fresh as can be.
  static func usual(_ taken: Duration) -> Duration? {
    taken < .milliseconds(50) ? nil : min(taken * 50, .seconds(60))
  }

  /// - Parameters:
  ///   - question: all that the answer depends on, but the time.
  ///   - isLarge: whether there is much to count; else it was the machine that was slow, and the next time is another.
  func report(
    _ question: SQLCondition, isLarge: @escaping @Sendable () async throws -> Bool,
    make: @escaping @Sendable () async throws -> OnTimeReport
  ) async throws -> OnTimeReport {
    let (known, task) = state.withLock { state -> (OnTimeReport?, Task<OnTimeReport, any Error>?) in
      if let kept = state.kept.use(question), .now < kept.until { return (kept.report, nil) }
      if let running = state.running[question] { return (nil, running) }
      let task = Task { try await self.made(question, isLarge, make) }
      state.running[question] = task
      return (nil, task)
    }
    if let known { return known }
    guard let task else { preconditionFailure("what is not known is being made") }
    return try await task.value
  }

  private func made(
    _ question: SQLCondition, _ isLarge: @Sendable () async throws -> Bool,
    _ make: @Sendable () async throws -> OnTimeReport
  ) async throws -> OnTimeReport {
    defer { state.withLock { $0.running[question] = nil } }
    let begun = ContinuousClock.now
    let report = try await make()
    if let span = span(ContinuousClock.now - begun), try await isLarge() {
      state.withLock { $0.kept.keep(Kept(report: report, until: .now + span), for: question) }
    }
    return report
  }
}
