// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
public import Matters
public import Spatial
public import Vocabulary

/// What a matter counts as in statistics: when it came in and ended, and whether that was in time.
///
/// A pure function of the matter and the city's time zone.
public struct MatterOutcome: Sendable, Hashable {
  /// How a matter ended.
  public enum Ending: String, CaseIterable, Sendable {
    /// Handled, checked and closed (结案).
    case closed
    /// Went on inside another matter, which counts for itself.
    case merged
    /// Rejected, withdrawn or cancelled: nothing was carried out.
    case dropped
  }

  /// Whether the total clock was stopped by its due date.
  public enum Verdict: String, CaseIterable, Sendable {
    /// Ended, no later than it was due.
    case onTime
    /// Ended after it was due.
    case late
    /// Not ended yet.
    case open
    /// Ended, and never had a due date.
    case undated
  }

  public var matter: Identifier
  /// The matter's revision from which this was worked out.
  public var revision: Int64
  public var type: String
  public var channel: String
  /// The department in charge, or the last one that was.
  public var department: String?
  public var areas: AreaPath
  public var owner: String?
  /// When the first total clock began to run; without one, when the matter was made.
  public var openedAt: Instant
  /// Of the total clock; `nil` while it stands still and when there is none.
  public var dueAt: Instant?
  public var endedAt: Instant?
  public var ending: Ending?
  public var verdict: Verdict

  /// `nil` for a draft, which is nobody's task yet.
  public init?(_ matter: Matter) {
    guard matter.state != .draft else { return nil }
    let totals = matter.clocks.filter { $0.kind == .total }
    self.matter = matter.id
    revision = matter.revision
    type = matter.type
    channel = matter.channel
    department = matter.department
    areas = matter.areas
    owner = matter.owner
    openedAt = totals.first?.startedAt ?? matter.createdAt
    let clock = totals.last
    dueAt = clock?.dueAt
    ending = Self.ending(of: matter)
    switch ending {
    case nil: endedAt = nil
    case .closed: endedAt = matter.closedAt
    case .merged, .dropped: endedAt = matter.clocks.compactMap(\.stoppedAt).max() ?? matter.updatedAt
    }
    guard let endedAt else {
      verdict = .open
      return
    }
    guard let dueAt else {
      verdict = .undated
      return
    }
    verdict = (clock?.stoppedAt ?? endedAt) <= dueAt ? .onTime : .late
  }

  private static func ending(of matter: Matter) -> Ending? {
    switch matter.state {
    case .closed: .closed
    case .archived: matter.closedAt == nil ? .dropped : .closed
    case .merged: .merged
    case .rejected, .withdrawn, .cancelled: .dropped
    default: nil
    }
  }
}

extension TimeZoneRules {
  /// The month that the city's calendars show: `2015-03`.
  func month(of instant: Instant) -> String { String(localTime(of: instant).date.description.dropLast(3)) }
}
