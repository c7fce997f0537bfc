// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Synchronization
import Vocabulary

/// The rules of all series, as this process remembers them.
final class QualityBook: Sendable {
  private struct State {
    var version: Int64 = -1
    var rules: [Int64: QualityRules] = [:]
  }
  private let state = Mutex(State())

  /// The rules that are in force in the transaction, by series.
  func rules(in transaction: Transaction) throws -> [Int64: QualityRules] {
    let version: Int64 = try transaction.row("SELECT rules FROM telemetry_state WHERE id = 1")?[0] ?? 0
    if let known = state.withLock({ $0.version == version ? $0.rules : nil }) { return known }
    var rules: [Int64: QualityRules] = [:]
    try transaction.forEach(
      "SELECT series, low, high, change_per_second, flat_line, gap, clock_skew FROM series_quality"
    ) { row in rules[row[0]] = Self.rules(row) }
    state.withLock { state in
      state.version = version
      state.rules = rules
    }
    return rules
  }

  private static func rules(_ row: Row) -> QualityRules {
    let low: Double? = row[1]
    let high: Double? = row[2]
    func duration(_ index: Int) -> Duration? { (row[index] as Int64?).map { .milliseconds($0) } }
    return QualityRules(
      range: low.flatMap { low in high.map { low...max(low, $0) } }, changePerSecond: row[3], flatLine: duration(4),
      gap: duration(5), clockSkew: duration(6))
  }
}

extension SegmentStore {
  /// Marks what the rules find. Returns whether anything was marked.
  func mark(
    _ runs: inout ReadingRuns, _ rules: [Int64: QualityRules], at now: Instant, tenant: Tenant,
    in transaction: Transaction
  ) throws -> Bool {
    var marks: [Int: UInt8] = [:]
    for run in runs.runs {
      guard let rule = rules[run.series] else { continue }
      var judge = QualityJudge(rule, now: now.milliseconds)
      if rule.changePerSecond != nil || rule.gap != nil || rule.flatLine != nil {
        try remember(&judge, rule, before: runs.instants[run.range.lowerBound], run, tenant, transaction)
      }
      for index in run.range {
        let found = judge.judge(runs.instants[index], runs.judged(index, run.kind))
        if !found.isEmpty { marks[index] = found.rawValue }
      }
    }
    guard !marks.isEmpty else { return false }
    if runs.quality.isEmpty { runs.quality = [UInt8](repeating: 0, count: runs.count) }
    for (index, found) in marks { runs.quality[index] |= found }
    return true
  }

  /// Shows the judge what came before.
  private func remember(
    _ judge: inout QualityJudge, _ rule: QualityRules, before first: Int64, _ run: ReadingRuns.Run, _ tenant: Tenant,
    _ transaction: Transaction
  ) throws {
    // Twice the time that a value can rest is enough to see that it has.
    let from = rule.flatLine.map { first &- 2 &* $0.wholeMilliseconds } ?? first
    var known = try page(
      of: run.series, from: .min, to: from, order: .newestFirst, after: nil, limit: 1, tenant: tenant, in: transaction)
    if from < first {
      known += try page(
        of: run.series, from: from, to: first, order: .oldestFirst, after: nil, limit: 100_000, tenant: tenant,
        in: transaction)
    }
    for reading in known {
      let number: Double? =
        switch reading.value {
        case .number(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .text, .document: nil
        }
      _ = judge.judge(reading.at.milliseconds, number)
    }
  }
}

extension ReadingRuns {
  /// The number that rules look at; `nil` for texts.
  fileprivate func judged(_ index: Int, _ kind: Series.Kind) -> Double? {
    switch kind {
    case .number: Double(bitPattern: values[index])
    case .boolean: Double(values[index])
    case .text, .json: nil
    }
  }
}

/// Looks at the readings of one series in order of time.
struct QualityJudge {
  private let rules: QualityRules
  private let now: Int64
  private var last: (at: Int64, number: Double?)?
  /// Since when the value is what it is.
  private var since: Int64 = 0

  init(_ rules: QualityRules, now: Int64) {
    self.rules = rules
    self.now = now
  }

  mutating func judge(_ at: Int64, _ number: Double?) -> Quality {
    var found: Quality = []
    if let range = rules.range, let number, !range.contains(number) { found.insert(.range) }
    if let skew = rules.clockSkew?.wholeMilliseconds, abs(now - at) > skew { found.insert(.clockSkew) }
    if let last {
      if let gap = rules.gap?.wholeMilliseconds, at - last.at > gap { found.insert(.gap) }
      if let most = rules.changePerSecond, let number, let before = last.number, at > last.at,
        abs(number - before) * 1000 > most * Double(at - last.at)
      {
        found.insert(.step)
      }
    }
    if last == nil || last?.number != number { since = at }
    if let flat = rules.flatLine?.wholeMilliseconds, number != nil, at - since >= flat { found.insert(.flatLine) }
    last = (at, number)
    return found
  }
}
