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
  }

  /// The bytes of a unit.
  struct Load: Sendable {
    var unit: Unit
    var segments: [(id: Int64, data: [UInt8])] = []
    var log: [LogRow] = []
    var policies: [Int64: Series.Policy] = [:]
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
      var units: [[Int64]: [Int64]] = [:]
      for (member, its) in shards { units[its.sorted(), default: []].append(member) }
      return units.map { Unit(shards: $0, series: $1.sorted()) }
        .sorted { ($0.shards.first ?? 0, $0.series[0]) < ($1.shards.first ?? 0, $1.series[0]) }
    }
  }

  func load(_ units: [Unit], _ needs: Needs, _ database: Database) async throws -> [Load] {
    try await database.read { transaction in
      // The log first: what is sealed in between is then seen twice, not missed.
      let log = try store.log(tenant, in: transaction).filter { $0.start < to && $0.end >= from }
      return try units.map { unit in
        var load = Load(unit: unit, log: log)
        load.policies = try store.policies(unit.series, tenant: tenant, in: transaction)
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

  /// A stretch of readings of one series, not decoded yet.
  private enum Stretch {
    case block(Block, SegmentReader, segment: Int64)
    case run(RunMerge.Part)

    var start: Int64 {
      switch self {
      case .block(let block, _, _): block.start
      case .run(let part): part.source.instants[part.range.lowerBound]
      }
    }

    var count: Int {
      switch self {
      case .block(let block, _, _): block.count
      case .run(let part): part.range.count
      }
    }

    var end: Int64 {
      switch self {
      case .block(let block, _, _): block.end
      case .run(let part): part.source.instants[part.range.upperBound - 1]
      }
    }
  }

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
    var stretches: [Stretch] = []
    for (id, reader) in readers {
      guard let block = reader.block(of: series), block.start < to, block.end >= from else { continue }
      stretches.append(.block(block, reader, segment: id))
    }
    for row in load.log {
      guard let run = row.runs.run(of: series) else { continue }
      let range = row.runs.slice(of: run, from: from, to: to)
      if !range.isEmpty { stretches.append(.run(RunMerge.Part(source: row.runs, range: range))) }
    }
    if bins.needs.order || !query.excluding.isEmpty || !Self.follows(stretches) {
      try gatherMerged(series, stretches, load, group, &bins)
    } else {
      if bins.needs.isOrdered { stretches.sort { $0.start < $1.start } }
      for stretch in stretches { try gather(stretch, group, &bins, decoder) }
    }
  }

  /// Whether no two stretches are of the same time.
  private static func follows(_ stretches: [Stretch]) -> Bool {
    if stretches.count < 2 { return true }
    let ordered = stretches.sorted { $0.start < $1.start }
    return zip(ordered, ordered.dropFirst()).allSatisfy { $0.end < $1.start }
  }

  private func gather(
    _ stretch: Stretch, _ group: Int, _ bins: inout Bins, _ decoder: BlockDecoder
  ) throws {
    switch stretch {
    case .block(let block, let reader, let segment):
      if bins.needs.isSummary, block.start >= from, block.end < to, bins.add(block, group: group) { return }
      try Self.requireNumbers(block.kind, block.series)
      try budget?.take(block.count)
      do { try decoder.decode(block, reader, from: from, to: to) { bins.add($0, $1, group: group) } } catch {
        throw SegmentStore.broken(block.series, in: segment, error)
      }
    case .run(let part):
      guard let run = part.source.runs.first(where: { $0.range.contains(part.range.lowerBound) }) else { return }
      try Self.requireNumbers(run.kind, run.series)
      try budget?.take(part.range.count)
      decoder.decode(part, run.kind) { bins.add($0, $1, group: group) }
    }
  }

  /// Gathers in order of time, one reading for each instant where the policy says so.
  private func gatherMerged(
    _ series: Int64, _ stretches: [Stretch], _ load: Load, _ group: Int, _ bins: inout Bins
  ) throws {
    var kind = Series.Kind.number
    try budget?.take(stretches.reduce(0) { $0 + $1.count })
    let parts = try stretches.compactMap { stretch -> RunMerge.Part? in
      switch stretch {
      case .run(let part):
        kind = part.source.runs.first { $0.series == series }?.kind ?? kind
        return part
      case .block(let block, let reader, let segment):
        kind = block.kind
        return try SegmentStore.part(of: series, from: from, to: to, in: reader, segment: segment)
      }
    }
    var runs = ReadingRuns()
    RunMerge.append(parts, series: series, kind: kind, policy: load.policies[series] ?? .lastWins, to: &runs)
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

/// Decodes blocks into memory that is used again and again.
final class BlockDecoder {
  let codec = SectionCodec()
  private let instants = Scratch<Int64>()
  private let integers = Scratch<Int64>()
  private let numbers = Scratch<Double>()

  /// The readings of a block with `from` ≤ instant < `to`.
  func decode(
    _ block: Block, _ reader: SegmentReader, from: Int64, to: Int64,
    _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Int64>) -> Void
  ) throws(SegmentError) {
    let instants = self.instants.room(block.count)
    let integers = self.integers.room(block.count)
    let numbers = self.numbers.room(block.count)
    reader.instants(of: block, into: instants)
    try reader.integers(of: block, into: integers)
    block.scale.decode(integers, count: block.count, into: numbers)
    var first = 0
    var end = block.count
    if block.start < from { while first < end, instants[first] < from { first += 1 } }
    if block.end >= to { while end > first, instants[end - 1] >= to { end -= 1 } }
    body(
      UnsafeBufferPointer(start: numbers + first, count: end - first),
      UnsafeBufferPointer(start: instants + first, count: end - first))
  }

  func decode(
    _ part: RunMerge.Part, _ kind: Series.Kind,
    _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Int64>) -> Void
  ) {
    let count = part.range.count
    let numbers = self.numbers.room(count)
    for (index, place) in part.range.enumerated() {
      let value = part.source.values[place]
      numbers[index] = kind == .boolean ? Double(value) : Double(bitPattern: value)
    }
    part.source.instants.withUnsafeBufferPointer { instants in
      body(
        UnsafeBufferPointer(start: numbers, count: count), UnsafeBufferPointer(rebasing: instants[part.range]))
    }
  }
}
