// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Synchronization
public import Vocabulary

/// One thing that must work so that the program can do its work.
public struct HealthCheck: Sendable {
  /// What is wrong, in words that are ready, for whoever runs the city: they may name machines and files.
  public struct Failure: Error {
    public var words: LocalizedText

    public init(_ words: LocalizedText) { self.words = words }
  }

  /// As in `database`.
  public var name: String
  /// Whether the program is of no use without it.
  public var isCritical: Bool
  /// Whether what it returns is for whoever runs the city alone.
  public var isPrivate: Bool
  /// Returns what is worth telling, or throws what is wrong: a `Problem` where everybody may read it, as it is at `/health`.
  public var check: @Sendable () async throws -> String?

  public init(
    _ name: String, isCritical: Bool = true, isPrivate: Bool = false,
    check: @escaping @Sendable () async throws -> String?
  ) {
    self.name = name
    self.isCritical = isCritical
    self.isPrivate = isPrivate
    self.check = check
  }
}

/// Runs the checks, all at the same time, each within a limit; keeps the result for a moment, so that asking often
/// costs nothing.
public actor Health {
  /// What came out.
  public struct Report: Sendable {
    public var isHealthy: Bool
    /// For everybody.
    public var json: JSON
    /// What each check has to tell whoever runs the city, by its name.
    public var details: [String: LocalizedText]
  }

  private let checks: [HealthCheck]
  private let timeout: Duration
  private let freshness: Duration
  private var last: (report: Report, at: ContinuousClock.Instant)?
  private var running: Task<Report, Never>?

  public init(_ checks: [HealthCheck], timeout: Duration = .seconds(2), freshness: Duration = .seconds(1)) {
    self.checks = checks
    self.timeout = timeout
    self.freshness = freshness
  }

  public func report() async -> Report {
    if let last, .now - last.at < freshness { return last.report }
    if let running { return await running.value }
    let task = Task { [checks, timeout] in await Self.run(checks, timeout) }
    running = task
    let report = await task.value
    running = nil
    last = (report, .now)
    return report
  }

  private static func run(_ checks: [HealthCheck], _ timeout: Duration) async -> Report {
    await withTaskGroup(of: (HealthCheck, JSON, Outcome).self) { group in
      for check in checks {
        group.addTask {
          let started = ContinuousClock.now
          let outcome = await outcome(of: check, within: timeout)
          let (seconds, attoseconds) = (ContinuousClock.now - started).components
          var object: [String: JSON] = [
            "status": outcome.isHealthy ? "ok" : "failing", "critical": .bool(check.isCritical),
            "milliseconds": .integer(seconds * 1000 + attoseconds / 1_000_000_000_000_000),
          ]
          object["detail"] = outcome.publicDetail.map { .string($0) }
          return (check, .object(object), outcome)
        }
      }
      var results: [String: JSON] = [:]
      var details: [String: LocalizedText] = [:]
      var worst = "ok"
      for await (check, json, outcome) in group {
        results[check.name] = json
        details[check.name] = outcome.detail
        if !outcome.isHealthy { worst = check.isCritical ? "failing" : worst == "ok" ? "degraded" : worst }
      }
      return Report(
        isHealthy: worst != "failing", json: ["status": .string(worst), "checks": .object(results)],
        details: details)
    }
  }

  private struct Outcome: Sendable {
    var isHealthy = false
    var detail: LocalizedText?
    /// Whether everybody may read the detail.
    var isForAll = true

    var publicDetail: String? {
      if isForAll { return detail?.text(in: "en") }
      return isHealthy ? nil : "it does not work; the log says why"
    }
  }

  /// A check that hangs is left behind: it may not heed its cancellation.
  private static func outcome(of check: HealthCheck, within timeout: Duration) async -> Outcome {
    let (results, continuation) = AsyncStream<Outcome>.makeStream(bufferingPolicy: .bufferingOldest(1))
    let work = Task {
      do {
        continuation.yield(
          Outcome(
            isHealthy: true, detail: try await check.check().map { LocalizedText($0, $0) }, isForAll: !check.isPrivate))
      } catch {
        continuation.yield(Outcome(detail: words(of: error), isForAll: error is Problem))
      }
    }
    let watch = Task {
      try await Task.sleep(for: timeout)
      continuation.yield(
        Outcome(detail: LocalizedText("no answer within \(timeout)", "\(seconds(timeout))秒内没有回应")))
    }
    defer {
      work.cancel()
      watch.cancel()
    }
    for await result in results { return result }
    return Outcome(detail: LocalizedText("cancelled", "已取消"))
  }

  /// The title of a problem says less than its detail: the check is named beside it.
  private static func words(of error: any Error) -> LocalizedText {
    switch error {
    case let failure as HealthCheck.Failure: failure.words
    case let problem as Problem: problem.details ?? LocalizedText(problem.detail, problem.detail)
    default: LocalizedText(trouble: error)
    }
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
  }
}
