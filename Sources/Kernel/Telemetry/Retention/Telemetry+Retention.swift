// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

extension Telemetry {
  /// Makes the rules of a class, or gives it others. They count for what is there as for what comes.
  /// - Throws: `Problem` of code `invalid`.
  public func define(_ retention: RetentionClass, tenant: Tenant, in transaction: Transaction) throws {
    try retention.check()
    try transaction.execute(
      """
      INSERT INTO telemetry_class (tenant, code, keep) VALUES (?, ?, ?)
      ON CONFLICT (tenant, code) DO UPDATE SET keep = excluded.keep
      """, tenant, retention.code, retention.keep?.wholeMilliseconds)
    try transaction.execute("DELETE FROM telemetry_downsampling WHERE tenant = ? AND class = ?", tenant, retention.code)
    for rule in retention.downsampling {
      try transaction.execute(
        "INSERT INTO telemetry_downsampling (tenant, class, after, step, function) VALUES (?, ?, ?, ?, ?)", tenant,
        retention.code, rule.after.wholeMilliseconds, rule.step.wholeMilliseconds, rule.function.rawValue)
    }
  }

  /// The classes that have rules.
  public func retentionClasses(tenant: Tenant, in transaction: Transaction) throws -> [RetentionClass] {
    try transaction.rows("SELECT code, keep FROM telemetry_class WHERE tenant = ? ORDER BY code", tenant).map { row in
      let code: String = row[0]
      let keep: Int64? = row[1]
      let rules = try transaction.rows(
        "SELECT after, step, function FROM telemetry_downsampling WHERE tenant = ? AND class = ? ORDER BY after",
        tenant, code)
      return RetentionClass(
        code: code, keep: keep.map { .milliseconds($0) },
        downsampling: rules.map {
          RetentionClass.Downsampling(
            after: .milliseconds($0[0] as Int64), step: .milliseconds($0[1] as Int64),
            function: RetentionClass.Downsampling.Function(rawValue: $0[2]) ?? .last)
        })
    }
  }

  /// Takes away what is past its age, and makes coarse what is old, class by class. Readings of other classes and
  /// tenants are not touched, whatever the rules.
  ///
  /// - Parameter isDryRun: only count what would go. The log is sealed in any case: what would go of it, its segments say.
  @discardableResult
  public func enforceRetention(tenant: Tenant, isDryRun: Bool = false) async throws -> [RetentionReport] {
    try await seal()
    let now = time.now()
    let (classes, shards) = try await database.read { transaction in
      let classes = try self.retentionClasses(tenant: tenant, in: transaction)
      let shards = try classes.map { retention -> [Int64] in
        try transaction.rows(
          "SELECT shard FROM telemetry_shard WHERE tenant = ? AND retention_class = ? ORDER BY shard", tenant,
          retention.code
        ).map { $0[0] }
      }
      return (classes, shards)
    }
    var reports: [RetentionReport] = []
    for (retention, shards) in zip(classes, shards) {
      var report = RetentionReport(retentionClass: retention.code)
      for shard in shards {
        let retiring = ShardRetention(
          store: store, shard: shard, tenant: tenant, retention: retention, now: now, isDryRun: isDryRun)
        let its =
          isDryRun
          ? try await database.read { try retiring.run(in: $0) } : try await database.write { try retiring.run(in: $0) }
        report.expired += its.expired
        report.coarsened += its.coarsened
        report.made += its.made
      }
      if !isDryRun, report.expired + report.coarsened > 0 {
        try await database.write { [report] in try Self.journal(report, at: now, tenant: tenant, in: $0) }
      }
      reports.append(report)
    }
    return reports
  }

  private static func journal(
    _ report: RetentionReport, at now: Instant, tenant: Tenant, in transaction: Transaction
  ) throws {
    try Journal().append(
      NewEvent(
        "ReadingsRetired", subjectKind: "retentionClass", subject: report.retentionClass,
        payload: .object([
          "expired": .integer(Int64(report.expired)), "coarsened": .integer(Int64(report.coarsened)),
          "made": .integer(Int64(report.made)),
        ])), by: .system(tenant), at: now, in: transaction)
  }
}

/// The rules of a class on one of its shards.
struct ShardRetention: Sendable {
  let store: SegmentStore
  let shard: Int64
  let tenant: Tenant
  let retention: RetentionClass
  let now: Instant
  let isDryRun: Bool

  /// A segment as it is stored, or, with readings of its own, as a dry run would have left it.
  private struct Piece {
    var row: SegmentStore.SegmentRow
    var runs: ReadingRuns?
  }

  func run(in transaction: Transaction) throws -> RetentionReport {
    var report = RetentionReport(retentionClass: retention.code)
    // What a dry run takes away, and puts in its place, is in this list only: later rules see what earlier ones left.
    var left: [Piece]? =
      isDryRun
      ? try store.segments(of: shard, from: .min, to: .max, in: transaction).map { Piece(row: $0) } : nil
    if let keep = retention.keep {
      report.expired = try expire(before: (now - keep).milliseconds, &left, in: transaction)
    }
    for rule in retention.downsampling.reversed() {
      let (taken, made) = try coarsen(rule, &left, in: transaction)
      report.coarsened += taken
      report.made += made
    }
    return report
  }

  /// The segments that begin before an instant, the oldest position first.
  private func pieces(before end: Int64, of left: [Piece]?, in transaction: Transaction) throws -> [Piece] {
    if let left { return left.filter { $0.row.start < end } }
    return try store.segments(of: shard, from: .min, to: end, in: transaction).map { Piece(row: $0) }
  }

  private func expire(before cutoff: Int64, _ left: inout [Piece]?, in transaction: Transaction) throws -> Int {
    var expired = 0
    for piece in try pieces(before: cutoff, of: left, in: transaction) {
      let row = piece.row
      if row.end < cutoff {
        expired += row.readings
        try replace([piece], by: [], &left, in: transaction)
      } else if cutoff - row.start >= (row.end - row.start) / 8 {
        // A segment of which only little is past its age waits until it is worth being written anew.
        let runs = try decode(piece, in: transaction)
        let kept = runs.kept(from: cutoff, to: .max)
        expired += runs.count - kept.count
        try replace([piece], by: [(kept, row.step)], &left, in: transaction)
      }
    }
    if !isDryRun {
      try transaction.execute(Self.expireLatest, tenant, cutoff, tenant, shard)
    }
    return expired
  }

  /// Puts readings, each with their step, in the place of segments.
  private func replace(
    _ pieces: [Piece], by parts: [(runs: ReadingRuns, step: Int64)], _ left: inout [Piece]?,
    in transaction: Transaction
  ) throws {
    guard var list = left else {
      return try store.replace(pieces.map(\.row), by: parts, at: now, in: transaction)
    }
    let gone = Set(pieces.map(\.row.id))
    list.removeAll { gone.contains($0.row.id) }
    for (runs, step) in parts {
      guard let start = runs.instants.min(), let end = runs.instants.max() else { continue }
      // Segments that are stored have identifiers above 0.
      let id = min(0, list.map(\.row.id).min() ?? 0) - 1
      let row = SegmentStore.SegmentRow(
        id: id, position: pieces.map(\.row.position).max() ?? 0, shard: shard, start: start, end: end,
        readings: runs.count, step: step)
      list.append(Piece(row: row, runs: runs))
    }
    list.sort { $0.row.position < $1.row.position }
    left = list
  }

  static let expireLatest = """
    DELETE FROM series_latest WHERE tenant = ? AND at < ?
      AND series IN (SELECT series FROM series_shard WHERE tenant = ? AND shard = ?)
    """

  private func decode(_ piece: Piece, in transaction: Transaction) throws -> ReadingRuns {
    if let runs = piece.runs { return runs }
    let id = piece.row.id
    guard let reader = try store.reader(id, codec: SectionCodec(), in: transaction) else { return ReadingRuns() }
    do { return try reader.runs() } catch {
      throw StorageError.corrupt("segment \(id) of telemetry_segment cannot be read: \(error)")
    }
  }

  /// Returns how many readings are taken, and how many made of them.
  private func coarsen(
    _ rule: RetentionClass.Downsampling, _ left: inout [Piece]?, in transaction: Transaction
  ) throws -> (Int, Int) {
    let step = rule.step.wholeMilliseconds
    let age = (now - rule.after).milliseconds
    // Steps are coarsened when all of them is old.
    let edge = age - (age % step + step) % step
    let pieces = try pieces(before: edge, of: left, in: transaction).filter { $0.row.step < step }
    guard pieces.contains(where: { $0.row.end < edge }) else { return (0, 0) }
    let sources = try pieces.map { try decode($0, in: transaction) }
    let series = Set(sources.flatMap { $0.runs.map(\.series) }).sorted()
    let policies = try store.policies(series, tenant: tenant, in: transaction)
    let all = SegmentStore.merged(sources, series, policies)
    let old = all.kept(from: .min, to: edge)
    let coarse = old.coarsened(step, rule.function)
    try replace(
      pieces, by: [(coarse, step), (all.kept(from: edge, to: .max), pieces.map(\.row.step).max() ?? 0)], &left,
      in: transaction)
    return (old.count, coarse.count)
  }
}

extension ReadingRuns {
  /// The readings of `from` ≤ instant < `to`.
  func kept(from: Int64, to: Int64) -> ReadingRuns {
    var kept = ReadingRuns()
    for run in runs {
      let range = slice(of: run, from: from, to: to)
      guard !range.isEmpty else { continue }
      kept.begin(run.series, run.kind)
      kept.add(range, of: self)
    }
    return kept
  }

  /// One reading for each step that has any, at the beginning of the step.
  func coarsened(_ step: Int64, _ function: RetentionClass.Downsampling.Function) -> ReadingRuns {
    var coarse = ReadingRuns()
    for run in runs {
      coarse.begin(run.series, run.kind)
      var first = run.range.lowerBound
      while first < run.range.upperBound {
        let start = instants[first] - (instants[first] % step + step) % step
        var end = first + 1
        while end < run.range.upperBound, instants[end] < start + step { end += 1 }
        let chosen = representative(first..<end, run.kind, function)
        coarse.add(chosen..<chosen + 1, of: self)
        coarse.instants[coarse.count - 1] = start
        if run.kind == .number, function == .mean {
          let sum = values[first..<end].reduce(0.0) { $0 + Double(bitPattern: $1) }
          coarse.values[coarse.count - 1] = (sum / Double(end - first)).bitPattern
          if !coarse.decimals.isEmpty { coarse.decimals[coarse.count - 1] = 0 }
        }
        first = end
      }
    }
    return coarse
  }

  private func representative(
    _ range: Range<Int>, _ kind: Series.Kind, _ function: RetentionClass.Downsampling.Function
  ) -> Int {
    let last = range.upperBound - 1
    switch (kind, function) {
    case (_, .first): return range.lowerBound
    case (.number, .min): return range.min { number($0) < number($1) } ?? last
    case (.number, .max): return range.max { number($0) < number($1) } ?? last
    default: return last
    }
  }

  private func number(_ index: Int) -> Double { Double(bitPattern: values[index]) }
}
