// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Gathers the bins of one question.
struct Aggregation: Sendable {
  let store: SegmentStore
  let query: AggregateQuery
  let edges: [Int64]
  let tenant: Tenant
  /// Until when the last value of a series stands.
  let standing: Int64
  private var from: Int64 { query.from.milliseconds }
  private var to: Int64 { query.to.milliseconds }

  init(store: SegmentStore, query: AggregateQuery, edges: [Int64], tenant: Tenant, standing: Int64) {
    self.store = store
    self.query = query
    self.edges = edges
    self.tenant = tenant
    self.standing = standing
  }

  /// Counts the readings that are decoded, where their number is limited.
  var budget: ReadingBudget?

  /// Series whose readings are in the same shards.
  struct Unit: Sendable {
    var shards: [Int64]
    var series: [Int64]
    /// Of those that do not have the usual one.
    var policies: [Int64: Series.Policy] = [:]
  }

  /// The bytes of a unit.
  struct Load: Sendable {
    var unit: Unit
    var segments: [(id: Int64, data: [UInt8])] = []
    var log: [LogRow] = []
    /// The reading before `from` of each series, where it is needed.
    var before: [Int64: Reading] = [:]
  }

  func run(_ database: Database) async throws -> Bins {
    var groups: [Int64: Int] = [:]
    for (group, series) in query.groups.enumerated() { for id in series { groups[id.rawValue] = group } }
    let needs = Needs(query.functions)
    let units = try await units(Array(groups.keys), database)
    var result = Bins(groups: query.groups.count, edges: edges, needs: needs)
    // Some are read while those before are decoded.
    try await withThrowingTaskGroup(of: Bins?.self) { [groups, self] tasks in
      var running = 0
      var next = 0
      while next < units.count {
        let some = units[next..<min(units.count, next + Self.unitsAtOnce)]
        next += some.count
        let loads = try await load(Array(some), needs, database)
        tasks.addTask {
          var bins = Bins(groups: self.query.groups.count, edges: self.edges, needs: needs)
          let decoder = BlockDecoder()
          for load in loads { try self.gather(load, groups, &bins, decoder) }
          return bins
        }
        running += 1
        if running > Self.tasksAtOnce, let bins = try await tasks.next() ?? nil {
          result.add(bins)
          running -= 1
        }
      }
      for try await bins in tasks { if let bins { result.add(bins) } }
    }
    return result
  }

  func units(_ series: [Int64], _ database: Database) async throws -> [Unit] {
    try await database.read { [store, tenant] transaction in
      var shards: [Int64: [Int64]] = Dictionary(uniqueKeysWithValues: series.map { ($0, []) })
      for (shard, members) in try store.shards(of: series, tenant: tenant, in: transaction) {
        for member in members { shards[member]?.append(shard) }
      }
      let policies = try store.policies(series, tenant: tenant, in: transaction)
      var units: [[Int64]: [Int64]] = [:]
      for (member, its) in shards { units[its.sorted(), default: []].append(member) }
      return units.map { shards, members in
        Unit(
          shards: shards, series: members.sorted(),
          policies: policies.isEmpty ? [:] : policies.filter { members.contains($0.key) })
      }
      .sorted { ($0.shards.first ?? 0, $0.series[0]) < ($1.shards.first ?? 0, $1.series[0]) }
    }
  }

  func load(_ units: [Unit], _ needs: Needs, _ database: Database) async throws -> [Load] {
    try await database.read { transaction in
      // The log first: what is sealed in between is then seen twice, not missed.
      let log = try store.log(tenant, in: transaction).filter { $0.start < to && $0.end >= from }
      return try units.map { unit in
        var load = Load(unit: unit, log: log)
        var rows = try unit.shards.flatMap { try store.segments(of: $0, from: from, to: to, in: transaction) }
        rows.sort { $0.position < $1.position }
        for row in rows {
          let data: [UInt8]? = try transaction.row("SELECT data FROM telemetry_segment WHERE id = ?", row.id)?[0]
          if let data { load.segments.append((row.id, data)) }
        }
        if needs.order {
          for series in unit.series {
            load.before[series] = try store.page(
              of: series, from: .min, to: from, order: .newestFirst, after: nil, limit: 1, tenant: tenant,
              in: transaction
            ).first
          }
        }
        return load
      }
    }
  }

  // MARK: - One unit

  private func gather(_ load: Load, _ groups: [Int64: Int], _ bins: inout Bins, _ decoder: BlockDecoder) throws {
    let readers = try readers(load, decoder)
    for series in load.unit.series {
      if let group = groups[series] { try gather(series, load, readers, group, &bins, decoder) }
    }
  }

  typealias Reader = (id: Int64, reader: SegmentReader)

  func readers(_ load: Load, _ decoder: BlockDecoder) throws -> [Reader] {
    try load.segments.map { ($0.id, try SegmentStore.reader($0.data, id: $0.id, codec: decoder.codec)) }
  }

  /// Gathers the readings of one series of a unit.
  func gather(
    _ series: Int64, _ load: Load, _ readers: [Reader], _ group: Int, _ bins: inout Bins, _ decoder: BlockDecoder
  ) throws {
    var stretches = stretches(of: series, load, readers)
    let policy = load.unit.policies[series] ?? .lastWins
    // What needs each reading with its quality, or the one before it, takes them all at once.
    if bins.needs.order || !query.excluding.isEmpty {
      return try gatherMerged(series, stretches[...], policy, load, readers, group, &bins)
    }
    stretches.sort { $0.start < $1.start }
    var next = 0
    while next < stretches.count {
      // Those of the same time belong together, what came later after what came earlier.
      let first = next
      var end = stretches[first].end
      next += 1
      while next < stretches.count, stretches[next].start <= end {
        end = max(end, stretches[next].end)
        next += 1
      }
      if next == first + 1 {
        try gather(series, stretches[first], readers, group, &bins, decoder)
        continue
      }
      stretches[first..<next].sort { $0.position < $1.position }
      if policy == .keepAll {
        try gatherMerged(series, stretches[first..<next], policy, load, readers, group, &bins)
      } else {
        for index in first..<next {
          try decode(series, stretches[index], readers, decoder) {
            decoder.merge($0, $1, isFirst: index == first, policy)
          }
        }
        decoder.merged { bins.add($0, $1, group: group) }
      }
    }
  }

  private func stretches(of series: Int64, _ load: Load, _ readers: [Reader]) -> [Stretch] {
    var stretches: [Stretch] = []
    for (number, (_, reader)) in readers.enumerated() {
      guard let index = reader.index(of: series) else { continue }
      let stretch = Stretch(reader.blocks[index], at: index, segment: number, position: stretches.count)
      if stretch.start < to, stretch.end >= from { stretches.append(stretch) }
    }
    for row in load.log {
      guard let run = row.runs.run(of: series) else { continue }
      let range = row.runs.slice(of: run, from: from, to: to)
      if !range.isEmpty {
        stretches.append(
          Stretch(RunMerge.Part(source: row.runs, range: range), of: run.kind, position: stretches.count))
      }
    }
    return stretches
  }

  private func gather(
    _ series: Int64, _ stretch: Stretch, _ readers: [Reader], _ group: Int, _ bins: inout Bins, _ decoder: BlockDecoder
  ) throws {
    if case .block(let index, let segment) = stretch.source, bins.needs.isSummary, stretch.start >= from,
      stretch.end < to, bins.add(readers[segment].reader.blocks[index], group: group)
    {
      return
    }
    try decode(series, stretch, readers, decoder) { bins.add($0, $1, group: group) }
  }

  private func decode(
    _ series: Int64, _ stretch: Stretch, _ readers: [Reader], _ decoder: BlockDecoder, _ body: BlockDecoder.Body
  ) throws {
    switch stretch.source {
    case .block(let index, let segment):
      let (id, reader) = readers[segment]
      try Self.requireNumbers(stretch.kind, series)
      try budget?.take(stretch.count)
      do { try decoder.decode(reader.blocks[index], reader, from: from, to: to, body) } catch {
        throw SegmentStore.broken(series, in: id, error)
      }
    case .run(let part):
      try Self.requireNumbers(stretch.kind, series)
      try budget?.take(stretch.count)
      decoder.decode(part, stretch.kind, body)
    }
  }

  /// Gathers in order of time, one reading for each instant where the policy says so.
  private func gatherMerged(
    _ series: Int64, _ stretches: ArraySlice<Stretch>, _ policy: Series.Policy, _ load: Load, _ readers: [Reader],
    _ group: Int, _ bins: inout Bins
  ) throws {
    try budget?.take(stretches.reduce(0) { $0 + $1.count })
    let kind = stretches.last?.kind ?? .number
    let parts = try stretches.compactMap { stretch -> RunMerge.Part? in
      switch stretch.source {
      case .run(let part): return part
      case .block(_, let segment):
        let (id, reader) = readers[segment]
        return try SegmentStore.part(of: series, from: from, to: to, in: reader, segment: id)
      }
    }
    var runs = ReadingRuns()
    RunMerge.append(parts, series: series, kind: kind, policy: policy, to: &runs)
    if runs.count > 0 { try Self.requireNumbers(kind, series) }
    let excluding = query.excluding.rawValue
    if excluding != 0, !runs.quality.isEmpty {
      let kept = runs.instants.indices.filter { runs.quality[$0] & excluding == 0 }
      runs.instants = kept.map { runs.instants[$0] }
      runs.values = kept.map { runs.values[$0] }
    }
    let instants = runs.instants
    let numbers = runs.values.map { kind == .boolean ? Double($0) : Double(bitPattern: $0) }
    numbers.withUnsafeBufferPointer { numbers in
      instants.withUnsafeBufferPointer { bins.add(numbers, $0, group: group) }
    }
    guard bins.needs.order else { return }
    let before = load.before[series].flatMap { reading in
      Self.number(reading).map { (at: reading.at.milliseconds, number: $0) }
    }
    bins.addTimes(numbers, instants, before: before, end: standing, group: group)
  }

  private static func number(_ reading: Reading) -> Double? {
    switch reading.value {
    case .number(let number): number
    case .bool(let flag): flag ? 1 : 0
    case .text, .document: nil
    }
  }

  private static func requireNumbers(_ kind: Series.Kind, _ series: Int64) throws {
    guard kind == .number || kind == .boolean else {
      throw Problem.invalid(
        "series",
        "\(Identifier(rawValue: series)) holds readings of kind \(kind.rawValue), of which nothing can be computed",
        "\(Identifier(rawValue: series)) 的读数类型为 \(kind.rawValue)，无法计算")
    }
  }

  static let unitsAtOnce = 16
  static let tasksAtOnce = 3
}
