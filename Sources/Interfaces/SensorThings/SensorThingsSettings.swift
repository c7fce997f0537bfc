// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Limits of the door; every one has a default.
public struct SensorThingsSettings: Sendable {
  /// Most bytes of one body.
  public var bodyLimit = 16 << 20
  /// Requests in one batch.
  public var batchRequests = 1000
  /// `$top` of a request that names none.
  public var pageSize = 100
  /// Largest page; what `$top` asks beyond is cut to it.
  public var largestPage = 1000
  /// Observations that are looked at for one page of a filtered or sorted list.
  public var scannedObservations = 2_000_000
  /// How much one address may ask for; its pages are those above.
  public var query = QueryLimits()

  /// Whether series that came by other doors are Datastreams too, from when somebody first reads here.
  public var showsSeries = true

  public init() {}

  var queryLimits: QueryLimits {
    var limits = query
    limits.defaultTop = pageSize
    limits.top = largestPage
    return limits
  }
}
