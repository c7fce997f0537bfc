// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import Vocabulary

/// The order in which readers of a language look people up: case does not count, numbers stand by their value, and Chinese
/// names by pinyin. A database has the order of code points alone, which is the same on both engines.
struct PeopleOrder {
  /// More people than this come in the order of the database: whoever has so many looks for one by name.
  static let most = 500

  private let messages: Messages
  private let locale: Locale

  init(_ messages: Messages) {
    self.messages = messages
    locale = Locale(identifier: messages.language.tag)
  }

  func isBefore(_ one: AccountCursor, _ other: AccountCursor) -> Bool {
    // As they are shown: a name that is kept in both scripts in the reader's.
    let (left, right) = (messages.name(one.name), messages.name(other.name))
    switch left.compare(right, options: [.caseInsensitive, .numeric], locale: locale) {
    case .orderedAscending: return true
    case .orderedDescending: return false
    case .orderedSame: return (one.name, one.id) < (other.name, other.id)
    }
  }

  /// As many accounts as `limit`, of those that come after the cursor.
  func page(
    of accounts: [Account], after cursor: AccountCursor?, limit: Int
  ) -> (accounts: [Account], next: AccountCursor?) {
    let sorted = accounts.sorted { isBefore($0.cursor, $1.cursor) }
    let rest = cursor.map { cursor in sorted.drop { !isBefore(cursor, $0.cursor) } } ?? sorted[...]
    return (Array(rest.prefix(limit)), rest.count > limit ? rest.prefix(limit).last?.cursor : nil)
  }
}

extension Access {
  /// A page of the accounts that somebody may see, in the order of the reader's language.
  func people(
    _ query: AccountQuery, by principal: Principal, _ messages: Messages
  ) async throws(Problem) -> (accounts: [Account], next: AccountCursor?) {
    var all = query
    all.after = nil
    all.limit = PeopleOrder.most
    let found = try await accounts(all, by: principal)
    guard found.next != nil else {
      return PeopleOrder(messages).page(of: found.accounts, after: query.after, limit: query.limit)
    }
    let page = try await accounts(query, by: principal)
    return (page.accounts, page.next)
  }
}

extension Account {
  fileprivate var cursor: AccountCursor { AccountCursor(name: name, id: id) }
}
