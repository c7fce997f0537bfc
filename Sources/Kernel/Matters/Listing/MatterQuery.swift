// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Vocabulary

/// Which matters, in which order.
public struct MatterQuery: Sendable, Hashable {
  public enum Order: String, Sendable, CaseIterable {
    /// The next due date, soonest first; what is never due comes last.
    case dueAt
    /// The newest first.
    case newest
    /// The oldest first.
    case oldest
  }

  /// The place in a list after which the next page begins.
  public struct Cursor: Sendable, Hashable {
    public var dueAt: Int64
    public var id: Identifier

    public init(dueAt: Int64, id: Identifier) {
      self.dueAt = dueAt
      self.id = id
    }
  }

  public var states: Set<MatterState> = []
  /// Code of a department that it involves.
  public var department: String?
  /// Code of an area of any level.
  public var area: String?
  public var type: String?
  public var priority: MatterPriority?
  public var owner: String?
  public var channel: String?
  public var box: BoundingBox?
  public var dueBefore: Instant?
  /// Words that number, title, text, place or type's name must have; see `MatterTexts`.
  public var text: String?
  /// Further lists in which a matter must be, such as a report's: each a query that gives identifiers as `id`.
  public var selections: [SQLCondition] = []
  public var order = Order.dueAt
  public var after: Cursor?
  public var limit = 50

  public init() {}
}

/// A list's page.
public struct MatterPage: Sendable {
  public var matters: [Matter]
  /// Where the next page begins; `nil` at the end.
  public var next: MatterQuery.Cursor?
}
