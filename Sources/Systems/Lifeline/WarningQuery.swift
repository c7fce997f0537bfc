// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Vocabulary

/// Which warnings; the newest first.
public struct WarningQuery: Sendable, Hashable {
  /// Only those that are on, or only those that are over.
  public var isActive: Bool?
  public var level: WarningLevel?
  /// Code of the series.
  public var series: String?
  /// Code of the threshold rule.
  public var rule: String?
  /// Code of an area of any level.
  public var area: String?
  /// The matter that deals with them.
  public var matter: Identifier?
  /// The last warning of the page before.
  public var after: Identifier?
  public var limit = 50

  public init() {}
}

/// A list's page.
public struct WarningPage: Sendable {
  public var warnings: [Warning]
  /// Where the next page begins; `nil` at the end.
  public var next: Identifier?
}
