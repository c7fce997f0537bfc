// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP

/// Limits of the interface; every one has a default.
public struct APISettings: Sendable {
  /// How many reports without an account one address may send, and how many things it may add to them.
  public var publicReports = RateLimit(perSecond: 0.2, burst: 20)
  /// How often one address may look at the progress of reports.
  public var publicLookUps = RateLimit(perSecond: 5, burst: 50)
  /// The largest evidence file, in bytes.
  public var evidenceLimit = 20 << 20
  /// The largest body of readings, in bytes.
  public var readingsLimit = 4 << 20
  /// Values in one answer of buckets; more would be megabytes that nobody looks at.
  public var bucketValues = 500_000
  /// The largest body with a draft of a decision, in bytes.
  public var draftLimit = 4 << 20
  /// How often a live stream looks whether its reader may still read.
  public var liveRecheck = Duration.seconds(30)

  /// What the city does by itself, for administrators.
  public var work = CityWork()

  public init() {}
}
