// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the conditions of a rule may ask for.
struct ThresholdInputs {
  let value: Double
  /// The reading before; `nil` for the first one.
  let previous: Double?
  /// Since the reading before, in milliseconds; more than 0.
  let elapsed: Int64
  /// The code of the series.
  let series: String
  /// Why the first condition that could not be told could not.
  var failure: Message?
  private var values: [FEELValue]?

  init(value: Double, previous: Double?, elapsed: Int64, series: String, failure: Message?) {
    self.value = value
    self.previous = previous
    self.elapsed = elapsed
    self.series = series
    self.failure = failure
  }

  /// The values of `ThresholdCondition.names`; made when the first condition asks for them.
  var feel: [FEELValue] {
    mutating get {
      if let values { return values }
      let number = FEELValue.number(Decimal128(reading: value))
      var all = [number, number, .null, .null, .null, .string(series)]
      if let previous {
        all[2] = .number(Decimal128(reading: previous))
        all[3] =
          DaysAndTimeDuration(nanoseconds: Int128(elapsed) * 1_000_000).map { .daysAndTimeDuration($0) } ?? .null
        all[4] = rate.map { .number($0) } ?? .null
      }
      values = all
      return all
    }
  }

  /// The change per hour since the reading before.
  private var rate: Decimal128? {
    guard let previous, elapsed > 0 else { return nil }
    return Decimal128(reading: value).subtracting(Decimal128(reading: previous))?
      .multiplied(by: Decimal128(3_600_000))?.divided(by: Decimal128(Int(elapsed)))
  }

  /// By name, as they are written down with a use.
  var json: [String: JSON] {
    mutating get {
      var inputs: [String: JSON] = [:]
      for (entry, value) in zip(ThresholdCondition.names.entries, feel) where entry.name != "?" && !value.isNull {
        inputs[entry.name] = value.json
      }
      return inputs
    }
  }
}
