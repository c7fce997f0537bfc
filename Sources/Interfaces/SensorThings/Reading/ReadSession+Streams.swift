// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Telemetry
import Vocabulary

extension ReadSession {
  /// An Observation by its identifier.
  func observation(_ id: ObservationID) throws -> Item? {
    guard let stream = try entity(id.stream), stream.type.isStream else { return nil }
    let moved = try transaction.row(
      """
      SELECT at, number FROM sensorthings_observations
      WHERE tenant = ? AND datastream = ? AND origin_at = ? AND origin_number = ?
      """, tenant, stream.id, id.at, id.number)
    let place = moved.map { ObservationID(stream: id.stream, at: $0[0], number: $0[1]) } ?? id
    let cursor = StreamCursor(self, stream, from: place.at, to: place.at &+ 1, chunk: 1000)
    while let found = try cursor.next(), found.place <= place {
      if found.place == place { return found.id == id ? .observation(found, stream: stream) : nil }
    }
    return nil
  }

  /// The times that a stream's Observations span.
  func times(of stream: EntityRow) throws -> (phenomenon: TimeInterval?, result: TimeInterval?) {
    let beside = try transaction.row(
      """
      SELECT MIN(at), MAX(CASE WHEN end_at > at THEN end_at ELSE at END), MIN(result_start), MAX(result_end)
      FROM sensorthings_observations WHERE tenant = ? AND datastream = ?
      """, tenant, stream.id)
    var first: Int64? = beside.flatMap { $0[0] }
    var last: Int64? = beside.flatMap { $0[1] }
    if let series = stream.series,
      let newest = try latest(of: [series])[series]
    {
      last = max(last ?? .min, newest.at.milliseconds)
      let oldest = try city.telemetry.range(
        of: series, from: Instant(milliseconds: .min), to: Instant(milliseconds: .max), limit: 1, tenant: tenant,
        in: transaction
      ).first
      first = min(first ?? .max, (oldest ?? newest).at.milliseconds)
    }
    let start: Int64? = beside.flatMap { $0[2] }
    let end: Int64? = beside.flatMap { $0[3] }
    return (Self.interval(first, last), Self.interval(start, end))
  }

  private static func interval(_ start: Int64?, _ end: Int64?) -> TimeInterval? {
    guard let start, let end else { return nil }
    return TimeInterval(start: Instant(milliseconds: start), end: Instant(milliseconds: end))
  }
}

/// Goes through the Observations of one stream, in order of time: readings, with what is kept beside them.
final class StreamCursor {
  let stream: EntityRow
  let order: ReadingOrder
  private let session: ReadSession
  private var from: Int64
  private var to: Int64
  private var chunk: Int
  /// Spans of time that come after the one that is read.
  private var spans: ArraySlice<Range<Int64>>
  private var buffer: ArraySlice<Observation> = []
  private var isDone = false

  convenience init(
    _ session: ReadSession, _ stream: EntityRow, from: Int64 = .min, to: Int64 = .max,
    order: ReadingOrder = .oldestFirst, chunk: Int
  ) {
    self.init(session, stream, in: from < to ? [from..<to] : [], order: order, chunk: chunk)
  }

  /// - Parameters:
  ///   - spans: of time, in order and apart from each other.
  ///   - chunk: how many are read at first; later ones are larger.
  init(
    _ session: ReadSession, _ stream: EntityRow, in spans: [Range<Int64>], order: ReadingOrder = .oldestFirst,
    chunk: Int
  ) {
    self.session = session
    self.stream = stream
    self.spans = (order == .oldestFirst ? spans : spans.reversed())[...]
    from = 0
    to = 0
    self.order = order
    self.chunk = max(2, chunk)
  }

  func peek() throws -> Observation? {
    while buffer.isEmpty, !isDone { try fill() }
    return buffer.first
  }

  func next() throws -> Observation? {
    guard let first = try peek() else { return nil }
    buffer.removeFirst()
    return first
  }

  private func fill() throws {
    guard from < to else {
      if let span = spans.popFirst() {
        (from, to) = (span.lowerBound, span.upperBound)
      } else {
        isDone = true
      }
      return
    }
    var window = (from: from, to: to)
    var readings =
      try stream.series.map { series in
        try Self.bounded(&window, order, chunk, { Int64($0.at.milliseconds) }) { from, to, limit in
          try session.city.telemetry.range(
            of: series, from: Instant(milliseconds: from), to: Instant(milliseconds: to), order: order, limit: limit,
            tenant: session.tenant, in: session.transaction)
        }
      } ?? []
    let rows = try Self.bounded(&window, order, 2 * chunk, { $0[0] as Int64 }) { from, to, limit in
      try session.transaction.rows(
        """
        SELECT at, number, end_at, result_start, result_end, feature, result, content,
          origin_at, origin_number FROM sensorthings_observations
        WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ? ORDER BY at \(order == .oldestFirst ? "ASC" : "DESC")
        LIMIT ?
        """, session.tenant, stream.id, from, to, limit)
    }
    readings.removeAll { $0.at.milliseconds < window.from || $0.at.milliseconds >= window.to }
    buffer = try merged(readings, rows)[...]
    chunk = min(chunk * 4, 20_000)
    switch order {
    case .oldestFirst: from = window.to
    case .newestFirst: to = window.from
    }
  }

  /// Reads at most so many of something in order of time, and makes the window as small as what was read whole.
  private static func bounded<Element>(
    _ window: inout (from: Int64, to: Int64), _ order: ReadingOrder, _ limit: Int, _ at: (Element) -> Int64,
    _ read: (Int64, Int64, Int) throws -> [Element]
  ) throws -> [Element] {
    var found = try read(window.from, window.to, limit)
    guard found.count == limit, let last = found.last.map(at) else { return found }
    // The last instant may have more.
    let whole = found.filter { at($0) != last }
    if whole.isEmpty {
      found = try read(last, last + 1, 100_000)
      window = order == .oldestFirst ? (window.from, last + 1) : (last, window.to)
      return found
    }
    window = order == .oldestFirst ? (window.from, last) : (last + 1, window.to)
    return whole
  }

  private func merged(_ readings: [Reading], _ rows: [Row]) throws -> [Observation] {
    var beside: [ObservationID: Row] = [:]
    var found: [Observation] = []
    found.reserveCapacity(readings.count)
    for row in rows {
      let id = ObservationID(stream: stream.id, at: row[0], number: row[1])
      if let result: String = row[6] {
        var observation = Observation(place: id, end: nil, result: result, resultTime: nil, feature: nil, content: [:])
        try Self.complete(&observation, row)
        found.append(observation)
      } else {
        beside[id] = row
      }
    }
    let isMerged = !found.isEmpty
    for reading in readings {
      let id = ObservationID(stream: stream.id, at: reading.at.milliseconds, number: reading.sequence)
      var observation = Observation(
        place: id, end: nil, result: NumberText.of(reading), resultTime: nil, feature: nil, content: [:])
      if !beside.isEmpty, let row = beside[id] { try Self.complete(&observation, row) }
      found.append(observation)
    }
    if isMerged { found.sort { order == .oldestFirst ? $0.place < $1.place : $1.place < $0.place } }
    return found
  }

  private static func complete(_ observation: inout Observation, _ row: Row) throws {
    observation.end = row[2]
    if let start: Instant = row[3] {
      let end: Instant? = row[4]
      observation.resultTime = TimeInterval(start: start, end: end ?? start)
    }
    observation.feature = row[5]
    if let at: Int64 = row[8], let number: Int = row[9] {
      observation.origin = ObservationID(stream: observation.place.stream, at: at, number: number)
    }
    observation.content = try JSON(parsing: row[7] as String, depth: 128).object ?? [:]
  }
}
