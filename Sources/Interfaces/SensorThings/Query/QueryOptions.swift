// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The system query options of a request (OGC 18-088 §9.3.3) or of an expansion, read and checked.
struct QueryOptions: Hashable, Sendable {
  /// What `$select` names; `nil` for everything.
  var select: [Selection]?
  var expand: [Expansion] = []
  var filter: Expression?
  var orderBy: [Ordering] = []
  var top: Int?
  var skip: Int?
  /// Where the page before ended; made by `SkipToken`.
  var skipToken: String?
  var count: Bool?
  var resultFormat: ResultFormat?
  /// What was written for each option, decoded: `$filter` → `name eq 'x'`.
  var written: [String: String] = [:]

  init() {}

  /// The options as they were written, decoded and joined by `&`, without those that say which page: for the address of another
  /// page.
  var text: String {
    written.filter { !["$top", "$skip", "$skiptoken", "$count"].contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
  }
}

/// A property, a part of one, or a navigation, of which `$select` asks for the link alone.
enum Selection: Hashable, Sendable {
  case property(Property, inner: [JSONStep])
  case navigation(Navigation)
}

/// Related entities that are shown in place. `A/B` is `A` with an expansion of `B` in its options.
struct Expansion: Hashable, Sendable {
  var navigation: Navigation
  var options: QueryOptions
}

struct Ordering: Hashable, Sendable {
  var expression: Expression
  var isDescending: Bool
}

enum ResultFormat: String, CaseIterable, Hashable, Sendable {
  case dataArray
}
