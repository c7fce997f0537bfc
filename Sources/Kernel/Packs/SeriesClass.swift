// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Telemetry

/// What series of one sort have in common, as a pack declares it.
public struct SeriesClass: Hashable, Sendable {
  /// `default` for the retention of all series that name no class.
  public var code: String
  /// How long readings are kept, and how coarse old ones become. Its code is empty for the class `default`.
  public var retention: RetentionClass
  /// What becomes of two values for one instant.
  public var policy: Series.Policy
  /// What readings are expected to be; `nil` for anything.
  public var quality: QualityRules?

  /// The class whose retention counts for series that name none.
  static let fallback = "default"
}
