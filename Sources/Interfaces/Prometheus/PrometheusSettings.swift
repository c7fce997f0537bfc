// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Limits of the query API of Prometheus; each has a default.
public struct PrometheusSettings: Sendable {
  /// How old a reading may be to count as the value of its series at an instant.
  public var lookback = Duration.seconds(300)
  /// Points of one series in one answer.
  public var points = 11_000
  /// Series that one selector may choose.
  public var series = 50_000
  /// Values that one selector may make: its series times the points of each.
  public var values = 10_000_000
  /// Readings that one selector may decode.
  public var samples = 100_000_000
  /// How long one question may take.
  public var timeout = Duration.seconds(60)

  public init() {}
}
