// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Limits and habits of the door; every one has a default.
public struct LineProtocolSettings: Sendable {
  /// Most bytes of one body, as it comes and unpacked.
  public var bodyLimit = 32 << 20
  /// Most bytes of all bodies that are worked on at the same time.
  public var bodiesLimit = 256 << 20
  /// Readings in one transaction.
  public var batch = 500_000
  /// Makes series that are unknown, for senders who may.
  public var createsSeries = true
  public var rule = SeriesRule.standard

  public init() {}
}
