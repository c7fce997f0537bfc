// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Storage
import Vocabulary

/// Which entities a list is of.
enum ListSource {
  case all(EntityType)
  case related(Item, Navigation)

  var type: EntityType {
    switch self {
    case .all(let type): type
    case .related(_, let navigation): navigation.target
    }
  }
}

/// Where the next page begins.
enum NextPage: Hashable {
  /// After the entity of this identifier, and so in constant time.
  case after(String)
  case skip(Int)

  /// The query of the next page, from that of this one without its beginning.
  func query(_ options: String) -> String {
    let own =
      switch self {
      case .after(let token): "$skiptoken=\(AddressCoding.encoded(token))"
      case .skip(let count): "$skip=\(count)"
      }
    return options.isEmpty ? own : "\(options)&\(own)"
  }
}

extension QueryOptions {
  /// The options as they stand in an address, without where the page begins.
  var address: String {
    written.filter { $0.key != "$skip" && $0.key != "$skiptoken" }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(AddressCoding.encoded($0.value))" }.joined(separator: "&")
  }
}

struct Page {
  var items: [Item] = []
  var next: NextPage?
  var count: Int?
}

extension ReadSession {
  /// A page of a list.
  func page(_ source: ListSource, _ options: QueryOptions) throws -> Page {
    if source.type == .observation { return try observations(source, options) }
    let type = source.type
    let limit = min(options.top ?? settings.pageSize, settings.largestPage)
    var query = SetQuery(type, tenant: tenant, rights: rights)
    if case .related(let item, let navigation) = source { query.add(condition(of: item, navigation)) }
    let rest = try narrow(&query, options.filter)
    guard rest == nil, let order = try order(options.orderBy) else {
      return try sortedPage(query, options, rest: rest, limit: limit)
    }
    var page = Page()
    if options.count == true { page.count = try transaction.row(query.count, values: query.values)?[0] ?? 0 }
    guard limit > 0 else { return page }
    let skip = options.skip ?? 0
    // The ObservedProperties of a MultiDatastream have an order of their own.
    let isOrdered = type == .observedProperty && options.orderBy.isEmpty && Self.isOfMulti(source)
    if let token = options.skipToken {
      query.add(try order.after(try SkipToken.values(token, count: order.keys.count)))
    }
    let (columns, clause) = (order.columns, order.clause)
    let rows = try transaction.rows(
      query.select(", " + columns.sql, orderBy: clause.sql, limit: limit + 1, offset: skip),
      values: columns.values + query.values + clause.values)
    page.items = try rows.prefix(limit).map { try Self.item(type, $0) }
    if rows.count > limit, let last = rows.prefix(limit).last {
      page.next = isOrdered ? .skip(skip + limit) : .after(SkipToken.text(Array(last.values.suffix(order.keys.count))))
    }
    if isOrdered { page.items = Self.ordered(page.items, as: source) }
    for case .entity(let row) in page.items { remember(row) }
    if type.isStream {
      // One question for all of them.
      _ = try latest(of: page.items.compactMap { if case .entity(let row) = $0 { row.series } else { nil } })
    }
    return page
  }

  /// A page of what cannot be sorted or chosen by the database: all candidates are looked at.
  private func sortedPage(
    _ query: SetQuery, _ options: QueryOptions, rest: Expression?, limit: Int
  ) throws -> Page {
    var found: [Item] = []
    var after: Int64 = .min
    while true {
      var some = query
      some.add(SQLText("t.id > ?", [.integer(after)]))
      let rows = try transaction.rows(some.select(limit: 1000), values: some.values)
      for row in rows {
        let item = try Self.item(query.type, row)
        after = item.id.integer ?? after
        if try matches(rest, item) { found.append(item) }
      }
      try spend(rows.count)
      if rows.count < 1000 { break }
    }
    try sort(&found, options.orderBy)
    let skip = options.skip ?? 0
    var page = Page()
    if options.count == true { page.count = found.count }
    page.items = Array(found.dropFirst(skip).prefix(limit))
    if found.count > skip + limit { page.next = .skip(skip + limit) }
    return page
  }

  /// - Throws: `Problem` of code `badRequest` where too much would have to be looked at.
  func spend(_ count: Int) throws {
    budget -= count
    guard budget >= 0 else {
      throw Problem(
        .badRequest,
        "$filter: more than \(settings.scannedObservations) entities would have to be looked at; narrow it, as by "
          + "phenomenonTime or by a Datastream in the address.",
        "$filter：需要查看的实体超过 \(settings.scannedObservations) 个；请缩小范围，例如限定 phenomenonTime，或在地址中指明 Datastream。")
    }
  }

  private static func isOfMulti(_ source: ListSource) -> Bool {
    if case .related(.entity(let row), _) = source { row.type == .multiDatastream } else { false }
  }

  private static func ordered(_ items: [Item], as source: ListSource) -> [Item] {
    guard case .related(.entity(let row), _) = source else { return items }
    let order = row.relationships["observedProperties"] ?? []
    func place(_ item: Item) -> Int {
      guard case .entity(let row) = item else { return 0 }
      return order.firstIndex(of: row.uri) ?? order.count
    }
    return items.sorted { place($0) < place($1) }
  }
}

/// Percent-encoding for queries, in which `$`, `(`, `,`, `/`, `:` and quotes stay as they are.
enum AddressCoding {
  static func encoded(_ text: String) -> String { PercentCoding.encoded(text, keeping: "$(),/:;@!*='") }
}
