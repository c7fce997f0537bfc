// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Telemetry
import Vocabulary

/// The columns of a file of readings.
struct ReadingsLayout: Sendable {
  struct Column: Sendable {
    var index: Int
    /// Code of the series.
    var code: String
    var kind: Series.Kind
    var keeping = Keeping()
  }

  /// How long the readings of a series are kept.
  struct Keeping: Hashable, Sendable {
    var retentionClass = ""
    /// Readings from before are past their age; `nil` where they stay for ever.
    var expiresBefore: Instant?
  }

  let time: Int
  let zone: TimeZoneRules
  let columns: [Column]
  /// Headings of columns without a series.
  let ignored: [String]

  /// - Parameters:
  ///   - kinds: of the series that are known; others are made of numbers.
  ///   - keeping: how long their readings are kept; under the empty code for those that are made.
  /// - Throws: `CSVFault`: no column of times, no column with a series, two with the same.
  init(_ reader: CSVReader, settings: ReadingsSettings, kinds: [String: Series.Kind], keeping: [String: Keeping] = [:])
    throws(CSVFault)
  {
    time = try reader.column(settings.timeColumn)
    zone = settings.zone
    var columns: [Column] = []
    var ignored: [String] = []
    for (index, heading) in reader.headings.enumerated() where index != time {
      guard let code = settings.code(heading) else {
        ignored.append(heading)
        continue
      }
      guard kinds[code] != nil || settings.createsSeries else {
        throw CSVFault(
          file: reader.file, row: 1, column: heading,
          detail: "there is no series \(code); --create-series makes those that the city does not know")
      }
      if columns.contains(where: { $0.code == code }) {
        throw CSVFault(file: reader.file, row: 1, column: heading, detail: "another column is series \(code) already")
      }
      columns.append(
        Column(
          index: index, code: code, kind: kinds[code] ?? .number, keeping: keeping[code] ?? keeping[""] ?? Keeping()))
    }
    guard !columns.isEmpty else {
      throw CSVFault(
        file: reader.file, row: 1,
        detail:
          "none of the columns \(ignored.joined(separator: ", ")) is a series of the city; give a prefix to make them so"
      )
    }
    self.columns = columns
    self.ignored = ignored
  }

  func instant(_ record: CSVRecord, in reader: CSVReader) throws(CSVFault) -> Instant {
    let text = try reader.text(record, time)
    guard let instant = Self.instant(text, in: zone) else {
      throw reader.fault(record, time, "\"\(text.prefix(40))\" is no time; one looks like 2020-03-09 10:14:33")
    }
    return instant
  }

  /// A time of the zone's clocks, or one that names its own offset.
  static func instant(_ text: String, in zone: TimeZoneRules) -> Instant? {
    LocalTime(iso: text).map { zone.instant(of: $0, gap: .shifted, overlap: .earlier) } ?? Instant(text)
  }

  func value(_ text: String, _ column: Column, _ record: CSVRecord, in reader: CSVReader) throws(CSVFault)
    -> ReadingValue
  {
    switch column.kind {
    case .text: return .text(text)
    case .json: return .document(text)
    case .boolean:
      switch text.lowercased() {
      case "true", "1", "1.0": return .bool(true)
      case "false", "0", "0.0": return .bool(false)
      default: throw reader.fault(record, column.index, "\"\(text.prefix(40))\" is neither true nor false")
      }
    case .number:
      guard let number = Double(text), number.isFinite else {
        throw reader.fault(record, column.index, "\"\(text.prefix(40))\" is no number; one looks like 31.5")
      }
      return .number(number)
    }
  }
}
