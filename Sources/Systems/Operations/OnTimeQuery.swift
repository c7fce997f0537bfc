// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What an on-time report counts, and by what it is broken down.
public struct OnTimeQuery: Sendable, Hashable {
  /// By what matters are counted apart.
  public enum Dimension: String, CaseIterable, Sendable {
    /// Matter type.
    case type
    /// The department in charge.
    case department
    /// The district.
    case area
    /// The street (街道).
    case street
    /// The month of the city's calendar, `2015-03`, in which the matter came in or ended: see `Basis`.
    case month
  }

  /// Which of its two dates puts a matter into a period and a month.
  public enum Basis: String, CaseIterable, Sendable {
    /// When it came in: what became of the matters of a period.
    case opened
    /// When it ended: what was done in a period. Matters that are open are not in it.
    case ended
  }

  /// In this order; none gives one line for all.
  public var dimensions: [Dimension] = []
  public var basis = Basis.opened
  /// From this instant on.
  public var from: Instant?
  /// Before this instant.
  public var to: Instant?
  public var type: String?
  /// Code of the department in charge.
  public var department: String?
  /// Code of an area of any level.
  public var area: String?
  public var channel: String?
  /// Only what has no value of this dimension, such as matters that no department is in charge of.
  public var without: Dimension?
  /// The endings that count. Those that were dropped were nobody's work, so by default they do not.
  public var endings: Set<MatterOutcome.Ending> = [.closed, .merged]

  public init() {}
}
