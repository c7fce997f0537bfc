// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Telemetry
import Vocabulary

/// Which Observations a list is of, and how it is to be gone through.
private struct ObservationPlan {
  var streams: [EntityRow]
  /// Only those of this feature.
  var feature: Int64?
  var bounds: TimeBounds
  /// Between which their results are, where they are numbers.
  var results: ResultBounds?
  /// What is left to be decided for each.
  var condition: Expression?
  var order = Order.identifier
  var orderBy: [Ordering]

  enum Order: Equatable {
    case identifier, time(ReadingOrder), other
  }

  init(streams: [EntityRow], feature: Int64?, condition: Expression?, orderBy: [Ordering]) {
    self.streams = streams
    self.feature = feature
    self.condition = condition
    self.orderBy = orderBy
    bounds = TimeBounds(condition)
    results = ResultBounds(condition)
    guard let first = orderBy.first else { return }
    // The identifier breaks ties in any case.
    if case .path(let path) = first.expression.node, path.navigations.isEmpty, path.property.name == "phenomenonTime" {
      let rest = orderBy.dropFirst().allSatisfy { Self.isIdentifier($0) && $0.isDescending == first.isDescending }
      order = rest ? .time(first.isDescending ? .newestFirst : .oldestFirst) : .other
    } else {
      order = .other
    }
  }

  private static func isIdentifier(_ order: Ordering) -> Bool {
    if case .path(let path) = order.expression.node {
      path.navigations.isEmpty && path.property.name == "id"
    } else {
      false
    }
  }
}

extension ReadSession {
  /// A page of Observations.
  func observations(_ source: ListSource, _ options: QueryOptions) throws -> Page {
    let limit = min(options.top ?? settings.pageSize, settings.largestPage)
    let plan = try plan(source, options)
    var page = Page()
    if options.count == true { page.count = try count(plan) }
    guard limit > 0 else { return page }
    let skip = options.skip ?? 0
    var token: ObservationID?
    if let text = options.skipToken {
      token = ObservationID(text)
      guard token != nil else {
        throw QueryFault(
          option: "$skiptoken", reason: "it is not of this list; follow @iot.nextLink as it stands",
          chinese: "不属于这一列表；请原样使用 @iot.nextLink"
        )
        .problem
      }
    }
    if plan.order == .other {
      var found: [Item] = []
      try forEach(plan, after: nil, chunk: 1000) { item in
        found.append(item)
        return true
      }
      try sort(&found, plan.orderBy)
      page.items = Array(found.dropFirst(skip).prefix(limit))
      if found.count > skip + limit { page.next = .skip(skip + limit) }
      return page
    }
    var skipped = 0
    try forEach(plan, after: token, chunk: limit + skip + 1) { item in
      if skipped < skip {
        skipped += 1
        return true
      }
      page.items.append(item)
      return page.items.count <= limit
    }
    if page.items.count > limit {
      page.items.removeLast()
      if case .observation(let last, _)? = page.items.last { page.next = .after(last.place.text) }
    }
    return page
  }

  private func plan(_ source: ListSource, _ options: QueryOptions) throws -> ObservationPlan {
    var condition = options.filter
    switch source {
    case .related(.entity(let row), _) where row.type.isStream:
      return ObservationPlan(streams: [row], feature: nil, condition: condition, orderBy: options.orderBy)
    case .related(.entity(let row), _):
      let streams: [Int64] = try transaction.rows(
        """
        SELECT datastream FROM sensorthings_features WHERE tenant = ? AND feature = ?
        UNION SELECT datastream FROM sensorthings_observations WHERE tenant = ? AND feature = ? ORDER BY datastream
        """, tenant, row.id, tenant, row.id
      ).map { $0[0] }
      return ObservationPlan(
        streams: try streams.compactMap { try entity($0) }, feature: row.id, condition: condition,
        orderBy: options.orderBy)
    default:
      var streams: [EntityRow] = []
      let chosen = try chooseStreams(&condition)
      for type in [EntityType.datastream, .multiDatastream] where chosen.types.contains(type) {
        var query = SetQuery(type, tenant: tenant, rights: rights)
        let rest = try narrow(&query, chosen.condition)
        for row in try transaction.rows(query.select(limit: 1_000_000), values: query.values) {
          let row = try EntityRow(row)
          if try rest == nil || matches(rest, .entity(row)) { streams.append(row) }
        }
      }
      streams.sort { $0.id < $1.id }
      return ObservationPlan(streams: streams, feature: nil, condition: condition, orderBy: options.orderBy)
    }
  }

  /// Takes out of a condition what chooses among streams alone, such as `Datastream/id eq 7`.
  private func chooseStreams(
    _ condition: inout Expression?
  ) throws -> (condition: Expression?, types: Set<EntityType>) {
    guard let parts = condition?.conjuncts, let first = parts.first else {
      return (nil, [.datastream, .multiDatastream])
    }
    for (name, type) in [("Datastream", EntityType.datastream), ("MultiDatastream", .multiDatastream)] {
      guard let navigation = EntityType.observation.navigation(name) else { continue }
      // A condition that holds for null holds where there is no stream of the type.
      let chosen = parts.compactMap { part -> Expression? in
        guard !part.paths.isEmpty, Self.isStrict(part) else { return nil }
        return part.stripped(of: navigation)
      }
      guard !chosen.isEmpty else { continue }
      let rest = parts.filter { !($0.stripped(of: navigation) != nil && !$0.paths.isEmpty && Self.isStrict($0)) }
      condition = rest.isEmpty ? nil : Self.joined(rest, like: first)
      return (Self.joined(chosen, like: first), [type])
    }
    return (nil, [.datastream, .multiDatastream])
  }

  private static func joined(_ parts: [Expression], like first: Expression) -> Expression {
    parts.count == 1 ? parts[0] : Expression(node: .logical(.and, parts), type: .boolean, position: first.position)
  }

  /// Whether it cannot be true of null: comparisons with constants that are not null, other than `ne`.
  private static func isStrict(_ part: Expression) -> Bool {
    switch part.node {
    case .comparison(let comparison, let left, let right):
      guard comparison != .notEqual else { return false }
      return ![left, right].contains { if case .literal(.null) = $0.node { true } else { false } }
    case .call: return true
    case .logical(_, let operands): return operands.allSatisfy(isStrict)
    case .member, .element: return true
    default: return false
    }
  }

  // MARK: - Going through them

  /// Hands over the Observations of a plan in its order until there are enough.
  ///
  /// - Parameter token: that before which the list begins.
  private func forEach(
    _ plan: ObservationPlan, after token: ObservationID?, chunk: Int, _ body: (Item) throws -> Bool
  ) throws {
    if case .time(let order) = plan.order {
      return try forEachByTime(plan, order, after: token, chunk: chunk, body)
    }
    for stream in plan.streams where token.map({ stream.id >= $0.stream }) ?? true {
      let from = token.map { $0.stream == stream.id ? max($0.at, plan.bounds.from) : plan.bounds.from }
      let cursor = StreamCursor(
        self, stream, in: try spans(of: stream, from ?? plan.bounds.from, plan.bounds.to, plan.results),
        chunk: min(chunk, 1000))
      while let observation = try cursor.next() {
        if let token, observation.place.stream == token.stream, observation.place <= token { continue }
        let item = Item.observation(observation, stream: stream)
        if try isMeant(item, observation, plan), try !body(item) { return }
      }
    }
  }

  /// Where in a stream Observations may meet a condition on their results: by the statistics of blocks of readings.
  private func spans(
    of stream: EntityRow, _ from: Int64, _ to: Int64, _ results: ResultBounds?
  ) throws -> [Range<Int64>] {
    guard from < to else { return [] }
    guard let results, let series = stream.series else { return [from..<to] }
    let most = 1000
    let beside = try transaction.rows(
      """
      SELECT DISTINCT at FROM sensorthings_observations
      WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ? AND result IS NOT NULL ORDER BY at LIMIT ?
      """, tenant, stream.id, from, to, most)
    guard beside.count < most else { return [from..<to] }
    var spans = try city.telemetry.spans(
      of: series, from: Instant(milliseconds: from), to: Instant(milliseconds: to), between: results.low,
      and: results.high, tenant: tenant, in: transaction
    ).map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
    guard !beside.isEmpty else { return spans }
    spans += beside.map { row -> Range<Int64> in
      let at: Int64 = row[0]
      return at..<at + 1
    }
    spans.sort { $0.lowerBound < $1.lowerBound }
    return spans.reduce(into: []) { joined, span in
      if let last = joined.last, span.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
  }

  private func isMeant(_ item: Item, _ observation: Observation, _ plan: ObservationPlan) throws -> Bool {
    if let wanted = plan.feature, try feature(of: observation) != wanted { return false }
    guard plan.condition != nil else { return true }
    try spend(1)
    return try matches(plan.condition, item)
  }

  /// Merges the streams; only those that may have the next one are opened.
  private func forEachByTime(
    _ plan: ObservationPlan, _ order: ReadingOrder, after token: ObservationID?, chunk: Int,
    _ body: (Item) throws -> Bool
  ) throws {
    var (from, to) = (plan.bounds.from, plan.bounds.to)
    if let token {
      if order == .oldestFirst { from = max(from, token.at) } else { to = min(to, token.at &+ 1) }
    }
    // The best that a stream can have, as long as it is not opened.
    let ends = order == .newestFirst && plan.streams.count > 1 ? try newest(of: plan.streams) : [:]
    var heap = StreamHeap(order)
    for stream in plan.streams {
      let bound: Int64
      if order == .newestFirst, plan.streams.count > 1 {
        guard let end = ends[stream.id], end >= from else { continue }
        bound = min(end, to)
      } else {
        bound = order == .oldestFirst ? from : to
      }
      heap.push(StreamHeap.Entry(at: bound, stream: stream, cursor: nil))
    }
    let first = plan.streams.count == 1 ? min(chunk, 1000) : min(chunk, 16)
    while let top = heap.pop() {
      guard let cursor = top.cursor else {
        let cursor = StreamCursor(
          self, top.stream, in: try spans(of: top.stream, from, to, plan.results), order: order, chunk: first)
        if let head = try cursor.peek() {
          heap.push(StreamHeap.Entry(at: head.place.at, number: head.place.number, stream: top.stream, cursor: cursor))
        }
        continue
      }
      guard let observation = try cursor.next() else { continue }
      if let head = try cursor.peek() {
        heap.push(StreamHeap.Entry(at: head.place.at, number: head.place.number, stream: top.stream, cursor: cursor))
      }
      if let token {
        let (mine, its) = (
          (observation.place.at, observation.place.stream, observation.place.number),
          (token.at, token.stream, token.number)
        )
        if order == .oldestFirst ? mine <= its : mine >= its { continue }
      }
      let item = Item.observation(observation, stream: top.stream)
      if try isMeant(item, observation, plan), try !body(item) { return }
    }
  }

  /// The instant of the newest Observation of each stream that has any.
  private func newest(of streams: [EntityRow]) throws -> [Int64: Int64] {
    let latest = try latest(of: streams.compactMap(\.series))
    var found: [Int64: Int64] = [:]
    for stream in streams {
      if let series = stream.series, let reading = latest[series] { found[stream.id] = reading.at.milliseconds }
    }
    for row in try transaction.rows(
      "SELECT datastream, MAX(at) FROM sensorthings_observations WHERE tenant = ? GROUP BY datastream", tenant)
    {
      found[row[0]] = max(found[row[0]] ?? .min, row[1])
    }
    return found
  }

  // MARK: - Counting

  private func count(_ plan: ObservationPlan) throws -> Int {
    var total = 0
    for stream in plan.streams {
      if plan.feature == nil, plan.condition == nil || plan.bounds.isExact,
        try plan.condition == nil || !hasPeriods(stream)
      {
        total += try count(of: stream, plan.bounds)
        continue
      }
      let spans = try spans(of: stream, plan.bounds.from, plan.bounds.to, plan.results)
      let cursor = StreamCursor(self, stream, in: spans, chunk: 1000)
      while let observation = try cursor.next() {
        if try isMeant(.observation(observation, stream: stream), observation, plan) { total += 1 }
      }
    }
    return total
  }

  /// Without looking at them one by one.
  private func count(of stream: EntityRow, _ bounds: TimeBounds) throws -> Int {
    let beside: Int =
      try transaction.row(
        """
        SELECT COUNT(*) FROM sensorthings_observations
        WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ? AND result IS NOT NULL
        """, tenant, stream.id, bounds.from, bounds.to)?[0] ?? 0
    guard let series = stream.series else { return beside }
    return beside
      + (try city.telemetry.count(
        of: series, from: Instant(milliseconds: bounds.from), to: Instant(milliseconds: bounds.to), tenant: tenant,
        in: transaction))
  }

  private func hasPeriods(_ stream: EntityRow) throws -> Bool {
    try transaction.row(
      "SELECT 1 FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND end_at IS NOT NULL LIMIT 1",
      tenant, stream.id) != nil
  }
}

/// Streams by the time of what comes next of them.
private struct StreamHeap {
  struct Entry {
    var at: Int64
    var number = 0
    var stream: EntityRow
    var cursor: StreamCursor?
  }

  private var entries: [Entry] = []
  private let order: ReadingOrder

  init(_ order: ReadingOrder) { self.order = order }

  /// One that is not opened comes first: it may have something of the same instant.
  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    if left.at != right.at { return order == .oldestFirst ? left.at < right.at : left.at > right.at }
    if (left.cursor == nil) != (right.cursor == nil) { return left.cursor == nil }
    let (mine, its) = ((left.stream.id, left.number), (right.stream.id, right.number))
    return order == .oldestFirst ? mine < its : mine > its
  }

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0, precedes(entries[child], entries[(child - 1) / 2]) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Entry? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    if entries.isEmpty { return first }
    entries[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && precedes(entries[child], entries[best]) { best = child }
      if best == parent { return first }
      entries.swapAt(parent, best)
      parent = best
    }
  }
}
