// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Intake
import Telemetry
import Vocabulary

/// Reads the lines of one body and brings their readings to the intake, some thousands at a time.
struct LineBatch {
  /// A line that was not kept, or not whole.
  struct Fault: Equatable {
    var line: Int
    var reason: LocalizedText
  }

  let intake: ReadingIntake
  let settings: LineProtocolSettings
  let createsSeries: Bool
  let precision: Precision
  let database: String
  let now: Instant
  private(set) var kept = 0
  private(set) var faultCount = 0
  /// The first of them; a body of a million wrong lines needs no million messages.
  private(set) var faults: [Fault] = []
  private var columns = ReadingColumns()
  /// The line and the series of each reading.
  private var origins: [(line: Int32, field: Int32)] = []
  /// Readings of series that this process did not meet yet.
  private var strangers: [(line: Int, field: SeriesCodes.FieldID, at: Instant, value: FieldReading)] = []

  private struct FieldReading {
    var value: ReadingValue
    var decimals: Int?
  }

  static let namedFaults = 20
  /// Readings that wait for their series at most: they take more room than others.
  private static let mostStrangers = 20_000

  init(
    intake: ReadingIntake, settings: LineProtocolSettings, createsSeries: Bool, precision: Precision, database: String,
    now: Instant
  ) {
    self.intake = intake
    self.settings = settings
    self.createsSeries = createsSeries
    self.precision = precision
    self.database = database
    self.now = now
  }

  /// - Throws: what the intake throws; what was read before is kept then.
  mutating func read(_ bytes: [UInt8], _ codes: inout SeriesCodes) async throws {
    var position = LinePosition()
    var isAtEnd = false
    while !isAtEnd {
      // Not while readings wait that are named by what it remembers.
      if columns.isEmpty { codes.begin(database: database) }
      isAtEnd = bytes.withUnsafeBufferPointer { collect($0, &position, &codes) }
      try await meetStrangers(&codes)
      if isAtEnd || columns.count >= settings.batch { try await store(codes) }
    }
  }

  /// Where the reading of a body stands between two batches.
  private struct LinePosition {
    var offset = 0
    var line = 0
  }

  /// Reads lines until there are enough of them. `true` at the end of the body.
  private mutating func collect(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout LinePosition, _ codes: inout SeriesCodes
  ) -> Bool {
    var parser = LineParser(UnsafeBufferPointer(rebasing: bytes[position.offset...]))
    let first = position.line
    defer {
      position.offset += parser.position
      position.line = first + parser.lineEnds
    }
    while columns.count + strangers.count < settings.batch, strangers.count < Self.mostStrangers {
      do throws(LineFault) {
        guard try parser.next({ codes.expected($0, at: $1) }) else { return true }
        let line = first + parser.line
        guard let at = parser.time.map(precision.instant) ?? now else {
          throw LineFault(
            "the time lies outside the years 1677 to 2262; is the precision right?",
            "时间不在公元 1677 至 2262 年之间；精度是否正确？")
        }
        try codes.read(parser) { field, handle, value in
          guard let handle else {
            let decimals: Int? = if case .number(_, let decimals) = value, decimals > 0 { Int(decimals) } else { nil }
            strangers.append(
              (line, field, at, FieldReading(value: parser.readingValue(value), decimals: decimals)))
            return
          }
          if case .number(let number, let decimals) = value {
            columns.append(
              handle, milliseconds: at.milliseconds, number: number, decimals: decimals == 0 ? nil : Int(decimals))
          } else {
            columns.append(handle, at: at, value: parser.readingValue(value))
          }
          origins.append((Int32(clamping: line), Int32(field)))
        }
      } catch {
        note(first + parser.line, LocalizedText(error.reason, error.chinese))
      }
    }
    return false
  }

  private mutating func store(_ codes: SeriesCodes) async throws {
    guard !columns.isEmpty else { return }
    let refusals = try await intake.append(columns) { [columns, origins, codes] index in
      NewReading(
        series: codes.code(Int(origins[index].field)), at: columns.instant(index), value: columns.value(index),
        decimals: columns.decimals(of: index))
    }
    kept += columns.count - refusals.count
    for refusal in refusals { note(Int(origins[refusal.index].line), refusal.details) }
    columns.removeAll()
    origins.removeAll(keepingCapacity: true)
  }

  /// Asks the city for the series that are new here, and makes those that it may.
  private mutating func meetStrangers(_ codes: inout SeriesCodes) async throws {
    guard !strangers.isEmpty else { return }
    var fields: Set<SeriesCodes.FieldID> = []
    var kinds: [String: Series.Kind] = [:]
    for stranger in strangers where fields.insert(stranger.field).inserted {
      let code = codes.code(stranger.field)
      kinds[code] = kinds[code] ?? stranger.value.value.kind
    }
    let handles = try await intake.handles(of: kinds, createSeries: createsSeries)
    for field in fields { if let handle = handles[codes.code(field)] { codes.set(handle, of: field) } }
    for stranger in strangers {
      guard let handle = codes.handle(stranger.field) else {
        note(stranger.line, ReadingIntake.unknown(codes.code(stranger.field)))
        continue
      }
      columns.append(handle, at: stranger.at, value: stranger.value.value, decimals: stranger.value.decimals)
      origins.append((Int32(clamping: stranger.line), Int32(stranger.field)))
    }
    strangers.removeAll()
  }

  private mutating func note(_ line: Int, _ reason: @autoclosure () -> LocalizedText) {
    faultCount += 1
    if faults.count < Self.namedFaults { faults.append(Fault(line: line, reason: reason())) }
  }
}

extension LineParser {
  fileprivate func readingValue(_ value: FieldValue) -> ReadingValue {
    switch value {
    case .number(let number, _): .number(number)
    case .bool(let bool): .bool(bool)
    case .text(let range):
      .text(String(decoding: bytes[range].unescaped { $0 == .quote || $0 == .backslash }, as: UTF8.self))
    }
  }
}
