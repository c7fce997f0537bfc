// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Packs
public import Storage
public import Telemetry
public import Vocabulary

/// Goes through readings that are kept by a rule that is not in force, and tells what would have been different. Nothing is
/// changed.
public struct ThresholdReview: Sendable {
  private let database: Database
  private let telemetry: Telemetry
  private let tenant: Tenant
  /// Most readings that one review looks at.
  private let limit: Int

  public init(database: Database, telemetry: Telemetry, tenant: Tenant, limit: Int) {
    self.database = database
    self.telemetry = telemetry
    self.tenant = tenant
    self.limit = limit
  }

  /// Of a city, with the limit of its settings.
  public init(_ city: City) {
    self.init(
      database: city.database, telemetry: city.telemetry, tenant: city.tenant, limit: city.settings.ruleWhatIfLimit)
  }

  /// What would have been different.
  ///
  /// The rule begins at the first reading of the span, without a memory: no warning is on, no condition has held before.
  /// - Parameters:
  ///   - rule: the other version, or a draft; it has the code of the one in force.
  ///   - current: the one in force, whose series count too.
  ///   - from: the first moment that counts; `to` is the first that does not.
  ///   - now: warnings that are on are compared where the span reaches it.
  ///   - examples: how many warnings are told one by one, of each kind.
  /// - Throws: `CancellationError` when nobody wants the answer any more.
  public func whatIf(
    _ rule: ThresholdRule, current: ThresholdRule, from: Instant, to: Instant, now: Instant, examples: Int = 20
  ) async throws -> ThresholdWhatIf {
    var result = ThresholdWhatIf()
    var rest = limit
    let isToday = to > now
    if isToday { result.today = ThresholdWhatIf.Today() }
    var after = ""
    listing: while true {
      let page = try await database.read { [telemetry, tenant, after] transaction in
        try telemetry.catalogue.list(after: after, limit: Self.seriesAtOnce, tenant: tenant, in: transaction)
      }
      for series in page where series.kind == .number {
        let isWatched = rule.watches(series.code)
        guard isWatched || current.watches(series.code) else { continue }
        guard rest > 0 else {
          result.lastSeries = result.lastSeries ?? series.code
          break listing
        }
        result.series += 1
        let stored = try await stored(series.code, rule.code, from: from, to: to)
        var comparison = WhatIfComparison(stored)
        var last: ThresholdWhatIf.Episode?
        if isWatched {
          var run = ThresholdRun(rule: rule, series: series.code)
          try await readings(of: series.id, from: from, to: to, rest: &rest) { reading in
            result.readings += 1
            guard let value = reading.value.number, let episode = run.take(value, at: reading.at) else { return }
            comparison.take(episode, into: &result, examples: examples)
          }
          last = run.current
          if let last { comparison.take(last, into: &result, examples: examples) }
          result.failures += run.state.failures
          result.failure = result.failure ?? run.failure
        }
        comparison.finish(last, isToday: isToday, into: &result, examples: examples)
        if rest < 0 { result.lastSeries = series.code }
      }
      guard let last = page.last, page.count == Self.seriesAtOnce else { break }
      after = last.code
    }
    result.goneExamples.sortNewestFirst(examples)
    result.addedExamples.sortNewestFirst(examples)
    result.goneToday.sortNewestFirst(examples)
    return result
  }

  /// In one look at the database, so that writers and the memory stay free.
  private static let seriesAtOnce = 1000
  private static let readingsAtOnce = 10_000

  /// Gives the readings one by one, the oldest first. `rest` is below zero where the limit was passed.
  private func readings(
    of series: Identifier, from: Instant, to: Instant, rest: inout Int, _ body: (Reading) -> Void
  ) async throws {
    var last: Reading?
    while true {
      try Task.checkCancellation()
      let some = try await telemetry.range(
        of: series, from: from, to: to, after: last?.at, sequence: last?.sequence,
        limit: min(rest + 1, Self.readingsAtOnce), tenant: tenant)
      for reading in some {
        rest -= 1
        guard rest >= 0 else { return }
        body(reading)
      }
      guard some.count == Self.readingsAtOnce else { return }
      last = some.last
    }
  }

  /// The warnings that were on in the span.
  private func stored(
    _ series: String, _ rule: String, from: Instant, to: Instant
  ) async throws -> [ThresholdWhatIf.Episode] {
    try await database.read { [tenant] transaction in
      try transaction.rows(Self.query, tenant, tenant, series, rule, to, from).compactMap { row in
        guard let peak = WarningLevel(rawValue: row[3]), let level = WarningLevel(rawValue: row[4]) else { return nil }
        return ThresholdWhatIf.Episode(
          series: series, raised: row[1], ended: row[2], peak: peak, level: level, extreme: row[5], warning: row[0],
          matter: row[6])
      }
    }
  }

  // The numbers first: without statistics SQLite goes through all warnings of the tenant otherwise.
  static let query = """
    SELECT id, raised_at, cleared_at, peak, level, extreme, matter FROM warnings
    WHERE tenant = ? AND id IN (SELECT id FROM warnings WHERE tenant = ? AND series = ? AND rule = ?) AND raised_at < ?
      AND (cleared_at IS NULL OR cleared_at >= ?)
    """
}

/// A rule stepped over the readings of one series.
private struct ThresholdRun {
  let rule: ThresholdRule
  let series: String
  private(set) var state = ThresholdState()
  /// Why the first condition that could not be told could not.
  private(set) var failure: Message?
  private var peak: WarningLevel?

  init(rule: ThresholdRule, series: String) {
    self.rule = rule
    self.series = series
  }

  /// - Returns: the warning that a reading ends.
  mutating func take(_ value: Double, at: Instant) -> ThresholdWhatIf.Episode? {
    let before = current
    let step = state.take(value, at: at, of: series, by: rule)
    failure = failure ?? step.failure
    guard let change = step.change else { return nil }
    switch change {
    case .raised(let level): peak = level
    case .moved(let level, _): peak = peak.map { max($0, level) }
    case .cleared:
      peak = nil
      guard var ended = before else { return nil }
      ended.ended = at
      ended.extreme = state.extreme ?? ended.extreme
      return ended
    }
    return nil
  }

  /// The warning that is on.
  var current: ThresholdWhatIf.Episode? {
    guard let level = state.level, let raised = state.raisedAt, let peak else { return nil }
    return ThresholdWhatIf.Episode(
      series: series, raised: raised, ended: nil, peak: peak, level: level, extreme: state.extreme ?? 0)
  }
}
