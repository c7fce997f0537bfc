// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A term of art with what it means; the template `help` shows it.
struct Help: Sendable {
  var term: String
  var meaning: String

  /// - Parameter code: as in `cell`; the messages are `term.cell` and `help.cell`.
  init(_ code: String, _ messages: Messages) {
    term = messages["term.\(code)"]
    meaning = messages["help.\(code)"]
  }
}

/// Nothing is there yet: what would be, and the one action that begins it. The template `empty` shows it.
struct EmptyState: Sendable {
  var emptyTitle: String
  var emptyText: String
  var emptyAddress: String?
  var emptyAction: String?
}
