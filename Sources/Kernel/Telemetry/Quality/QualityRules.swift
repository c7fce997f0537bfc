// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// What readings of a series are expected to be. What is not, is kept and marked.
public struct QualityRules: Hashable, Sendable {
  /// The values that the quantity can have, in the unit of the series.
  public var range: ClosedRange<Double>?
  /// How much the value can change in a second.
  public var changePerSecond: Double?
  /// How long the value can rest.
  public var flatLine: Duration?
  /// How long the series can be without a reading; three times as long, and its sensor is silent.
  public var gap: Duration?
  /// How far the instant of a reading can be from the moment at which it arrives.
  public var clockSkew: Duration?

  public init(
    range: ClosedRange<Double>? = nil, changePerSecond: Double? = nil, flatLine: Duration? = nil, gap: Duration? = nil,
    clockSkew: Duration? = nil
  ) {
    self.range = range
    self.changePerSecond = changePerSecond
    self.flatLine = flatLine
    self.gap = gap
    self.clockSkew = clockSkew
  }

  /// - Throws: `Problem` of code `invalid`.
  public func check() throws(Problem) {
    if let range, !range.lowerBound.isFinite || !range.upperBound.isFinite {
      throw .invalid("range", "has two finite ends", "两端须为有限的数")
    }
    if let changePerSecond, !(changePerSecond > 0 && changePerSecond.isFinite) {
      throw .invalid("changePerSecond", "must be more than 0", "须大于 0")
    }
    for (name, duration) in [("flatLine", flatLine), ("gap", gap), ("clockSkew", clockSkew)] {
      if let duration, duration <= .zero { throw .invalid(name, "must be longer than nothing", "时长须大于零") }
    }
  }
}

extension Telemetry {
  /// The rules of all series that have any.
  public func qualityRules(in transaction: Transaction) throws -> [Identifier: QualityRules] {
    let rules = try quality.rules(in: transaction)
    return Dictionary(uniqueKeysWithValues: rules.map { (Identifier(rawValue: $0), $1) })
  }

  /// Gives a series rules, or others; `nil` takes them away. They count for readings that arrive from then on.
  /// - Throws: `Problem` of code `invalid`.
  public func define(
    _ rules: QualityRules?, of series: Identifier, tenant: Tenant, in transaction: Transaction
  ) throws {
    try transaction.execute("DELETE FROM series_quality WHERE tenant = ? AND series = ?", tenant, series)
    if let rules {
      try rules.check()
      try transaction.execute(
        """
        INSERT INTO series_quality (tenant, series, low, high, change_per_second, flat_line, gap, clock_skew)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, tenant, series, rules.range?.lowerBound, rules.range?.upperBound, rules.changePerSecond,
        rules.flatLine?.wholeMilliseconds, rules.gap?.wholeMilliseconds, rules.clockSkew?.wholeMilliseconds)
    }
    // Tells all processes that what they remember is old. A number that was never there: one that counted up would come
    // again after a change that is undone.
    try transaction.execute(
      "UPDATE telemetry_state SET rules = ? WHERE id = 1", store.identifiers.next(at: time.now()))
  }
}
