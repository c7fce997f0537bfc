// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

/// A change of one reading that is there.
public enum ReadingChange: Hashable, Sendable {
  /// - Parameter decimals: those with which the number was written, where that was with more than it needs.
  case correct(ReadingValue, decimals: Int? = nil)
  case delete
  /// It says what no reading of the series can, and is kept elsewhere from now on.
  case setAside(JSON)
}

extension Telemetry {
  /// Corrects or deletes one reading, and journals what it said before.
  ///
  /// - Parameters:
  ///   - sequence: its number among the readings of the instant; 0 where the series keeps one only.
  ///   - principal: who does it; the reading is of that principal's tenant.
  /// - Returns: the reading as it was.
  /// - Throws: `Problem` of code `notFound` when there is no such reading, `invalid` for a value that the series cannot
  ///   hold, `conflict` for one that another reading of the instant says.
  @discardableResult
  public func change(
    _ series: Identifier, at: Instant, sequence: Int = 0, _ change: ReadingChange, by principal: Principal,
    in transaction: Transaction
  ) throws -> Reading {
    let tenant = principal.tenant
    let now = time.now()
    guard let known = try catalogue.series(series, tenant: tenant, in: transaction) else {
      throw Problem(.notFound, "There is no series \(series).", "没有序列 \(series)。")
    }
    if case .correct(let value, _) = change {
      var check = ReadingCheck(settings, now: now)
      check.check(NewReading(series: known.code, at: at, value: value), 0)
      check.check(value.kind, of: known.code, holding: known.kind, 0)
      try check.finishOne()
    }
    // What is asked for was looked at a moment ago: by whom it is changed at the same time, waits.
    try store.lock([series.rawValue], in: transaction)
    let before = try store.change(
      known, at: at.milliseconds, sequence: sequence, change, tenant: tenant, now: now, in: transaction)
    guard let before else {
      throw Problem(
        .notFound, "Series \(known.code) has no reading \(sequence) at \(at).",
        "序列 \(known.code) 在 \(at) 没有第 \(sequence) 条读数。")
    }
    let after: JSON? =
      switch change {
      case .correct(let value, _): value.json
      case .setAside(let value): value
      case .delete: nil
      }
    try journal(
      changeOf: known, at: at, sequence: sequence, before: before.value.json, after: after, by: principal,
      in: transaction)
    return before
  }

  /// Journals that a reading was corrected or deleted. `change` does; whoever keeps a reading elsewhere calls it.
  ///
  /// - Parameter after: what it says now; `nil` when it is gone.
  public func journal(
    changeOf series: Series, at: Instant, sequence: Int, before: JSON, after: JSON?, by principal: Principal,
    in transaction: Transaction
  ) throws {
    var payload: [String: JSON] = [
      "series": .string(series.code), "at": .string(at.description), "sequence": .integer(Int64(sequence)),
      "before": before,
    ]
    payload["after"] = after
    try Journal().append(
      NewEvent(
        after == nil ? "ReadingDeleted" : "ReadingCorrected", subjectKind: "series", subject: series.id.description,
        payload: .object(payload)), by: principal, at: time.now(), in: transaction)
  }
}

extension SegmentStore {
  /// Where a reading of the instant is kept.
  private struct Place {
    var row: LogRow?
    var segment: SegmentRow?
    var runs: ReadingRuns
    var index: Int
  }

  /// Changes a reading wherever it is kept. Returns it as it was, `nil` when there is none.
  func change(
    _ series: Series, at: Int64, sequence: Int, _ change: ReadingChange, tenant: Tenant, now: Instant,
    in transaction: Transaction
  ) throws -> Reading? {
    let places = try places(series.id.rawValue, at: at, tenant: tenant, in: transaction)
    let chosen = Self.chosen(places, series)
    var position = sequence
    if series.policy == .keepAll {
      let retired =
        try retired(of: series.id.rawValue, from: at, through: at, tenant: tenant, in: transaction)[at] ?? []
      guard !retired.contains(sequence) else { return nil }
      position -= retired.prefix { $0 < sequence }.count
    }
    guard chosen.indices.contains(position) else { return nil }
    let wanted = chosen[position]
    let place = places[wanted]
    guard let run = place.runs.runs.first(where: { $0.series == series.id.rawValue }) else { return nil }
    let before = place.runs.reading(place.index, of: run, sequence: sequence)
    let corrected: ReadingRuns? =
      if case .correct(let value, let decimals) = change {
        ReadingRuns(corrected: value, decimals: decimals, at: at)
      } else { nil }
    if let corrected {
      // The same value twice is one reading: the number of one of them would be lost.
      let isTwice = chosen.contains {
        $0 != wanted && corrected.says(0, sameAs: places[$0].runs, places[$0].index, kind: series.kind)
      }
      guard !isTwice else {
        throw Problem(
          .conflict, "Another reading of series \(series.code) at the same time says that already: delete this one.",
          "序列 \(series.code) 同一时刻已有另一条相同的读数：请删除这一条。")
      }
    } else if series.policy == .keepAll {
      try retire(sequence, of: series.id.rawValue, at: at, tenant: tenant, in: transaction)
    }
    // Where one of several values counts, those that it hides must not come back.
    let affected = places.indices.filter { index in
      index == wanted || series.policy != .keepAll
        || places[index].runs.says(places[index].index, sameAs: place.runs, place.index, kind: series.kind)
    }
    var kept: [Int64: ReadingRuns] = [:]
    for number in affected.sorted(by: { places[$0].index > places[$1].index }) {
      let place = places[number]
      let key = place.row?.id ?? place.segment?.id ?? 0
      kept[key] = (kept[key] ?? place.runs).replacing(
        place.index, of: series.id.rawValue, by: number == wanted ? corrected : nil)
    }
    for (key, runs) in kept {
      guard let place = places.first(where: { $0.row?.id == key || $0.segment?.id == key }) else { continue }
      if let row = place.row {
        try replace(row, by: runs, at: now, tenant: tenant, in: transaction)
      } else if let segment = place.segment {
        try replace([segment], by: runs, at: now, in: transaction)
      }
    }
    try renewLatest(of: series, at: at, tenant: tenant, in: transaction)
    return before
  }

  /// All that is kept of the instant, what came first at the front.
  private func places(
    _ series: Int64, at: Int64, tenant: Tenant, in transaction: Transaction
  ) throws -> [Place] {
    let log = try log(tenant, in: transaction)
    var places: [Place] = []
    var rows: [SegmentRow] = []
    for shard in try shards(of: [series], tenant: tenant, in: transaction).keys {
      rows += try segments(of: shard, from: at, to: at &+ 1, in: transaction)
    }
    rows.sort { $0.position < $1.position }
    let codec = SectionCodec()
    for row in rows {
      guard let reader = try reader(row.id, codec: codec, in: transaction) else { continue }
      let runs: ReadingRuns
      do { runs = try reader.runs() } catch { throw Self.broken(series, in: row.id, error) }
      guard let run = runs.run(of: series) else { continue }
      places += runs.slice(of: run, from: at, to: at &+ 1).map { Place(segment: row, runs: runs, index: $0) }
    }
    for row in log {
      guard let run = row.runs.run(of: series) else { continue }
      places += row.runs.slice(of: run, from: at, to: at &+ 1).map { Place(row: row, runs: row.runs, index: $0) }
    }
    return places
  }

  /// Those that are seen, by their number.
  private static func chosen(_ places: [Place], _ series: Series) -> [Int] {
    guard !places.isEmpty else { return [] }
    switch series.policy {
    case .lastWins: return [places.count - 1]
    case .firstWins: return [0]
    case .keepAll:
      return places.indices.filter { index in
        !places[..<index].contains {
          places[index].runs.says(places[index].index, sameAs: $0.runs, $0.index, kind: series.kind)
        }
      }
    }
  }

  /// Writes a row of the log in the place of another.
  func replace(
    _ row: LogRow, by runs: ReadingRuns, at now: Instant, tenant: Tenant, in transaction: Transaction
  ) throws {
    let position: Int64? = try transaction.row("SELECT position FROM telemetry_log WHERE id = ?", row.id)?[0]
    try transaction.remove([row.id], from: "telemetry_log")
    guard runs.count > 0, let position else { return }
    try write(
      runs, encoded: SegmentEncoder().encode(runs, summarized: false), position: position, at: now, tenant: tenant,
      in: transaction)
  }

  /// The newest sealed reading may have been the one.
  private func renewLatest(of series: Series, at: Int64, tenant: Tenant, in transaction: Transaction) throws {
    let removed = try transaction.execute(
      "DELETE FROM series_latest WHERE tenant = ? AND series = ? AND at = ?", tenant, series.id, at)
    guard removed > 0 else { return }
    let runs = try run(
      of: series.id.rawValue, from: .min, to: .max, order: .newestFirst, limit: 1, policy: series.policy,
      tenant: tenant, in: transaction)
    if let run = runs.runs.first, !run.range.isEmpty { try writeLatest(runs, run, tenant, transaction) }
  }
}

extension ReadingRuns {
  /// The same with another reading in the place of one, or without it.
  func replacing(_ place: Int, of series: Int64, by other: ReadingRuns?) -> ReadingRuns {
    var result = ReadingRuns()
    for run in runs {
      result.begin(run.series, run.kind)
      if run.series == series {
        result.add(run.range.lowerBound..<place, of: self)
        if let other { result.add(0..<1, of: other) }
        result.add(place + 1..<run.range.upperBound, of: self)
      } else {
        result.add(run.range, of: self)
      }
      if result.runs[result.runs.count - 1].range.isEmpty { result.runs.removeLast() }
    }
    return result
  }

  /// One reading, as a person put it there.
  fileprivate init(corrected value: ReadingValue, decimals written: Int?, at instant: Int64) {
    begin(0, value.kind)
    instants = [instant]
    switch value {
    case .number(let number):
      values = [number.bitPattern]
      if let written { decimals = [DecimalMark.of(number, written: written)] }
    case .bool(let flag): values = [flag ? 1 : 0]
    case .text(let text), .document(let text):
      values = [0]
      texts = [text]
    }
    quality = [Quality.corrected.rawValue]
  }
}
