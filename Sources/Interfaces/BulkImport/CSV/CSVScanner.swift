// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Takes rows out of the bytes of a file.
struct CSVScanner {
  private(set) var separator = UInt8(ascii: ",")
  private let source: FileHandle
  private let file: String
  private let settings: CSVSettings
  private var buffer: [UInt8] = []
  /// Where the next row begins in `buffer`, and where `buffer` begins in the file.
  private var position = 0
  private var bufferStart: Int64 = 0
  private var row = 1
  private var atEnd = false

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 10
  private static let carriageReturn: UInt8 = 13

  init(_ source: FileHandle, file: String, settings: CSVSettings) {
    self.source = source
    self.file = file
    self.settings = settings
  }

  /// Passes over a byte-order mark and finds the separator.
  mutating func begin() throws(CSVFault) {
    try fill()
    if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
      throw CSVFault(file: file, detail: "the file is UTF-16; save it as UTF-8")
    }
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if let chosen = settings.separator {
      separator = chosen
      return
    }
    let line = buffer[position...].prefix { $0 != Self.lineFeed }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    // The comma where none is there at all.
    if let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) { separator = candidates[index] }
  }

  mutating func resume(at offset: Int64, row: Int) throws(CSVFault) {
    do { try source.seek(toOffset: UInt64(offset)) } catch {
      throw CSVFault(file: file, detail: "the file cannot be read from byte \(offset): \(CSVReader.reason(error))")
    }
    buffer = []
    position = 0
    bufferStart = offset
    self.row = row
    atEnd = false
  }

  /// The next row, also an empty one.
  mutating func next() throws(CSVFault) -> CSVRecord? {
    var fields: [CSVRecord.Field] = []
    fields.reserveCapacity(40)
    var state = State(index: position, fieldStart: position)
    while true {
      if let end = try scan(&state, &fields) {
        guard end > position else { return nil }
        let bytes = Array(buffer[position..<end])
        let shift = position
        for index in fields.indices {
          fields[index].range = fields[index].range.lowerBound - shift..<fields[index].range.upperBound - shift
        }
        let record = CSVRecord(
          row: row, start: bufferStart + Int64(position), end: bufferStart + Int64(end), bytes: bytes, fields: fields)
        position = end
        row += 1
        return record
      }
      guard state.index - position <= settings.maxRow else {
        throw CSVFault(
          file: file, row: row,
          detail:
            "the row is longer than \(settings.maxRow) bytes; does a field begin with a quote that is never closed?")
      }
      let moved = position
      try fill()
      state.shift(by: moved)
      for index in fields.indices {
        fields[index].range = fields[index].range.lowerBound - moved..<fields[index].range.upperBound - moved
      }
    }
  }

  private struct State {
    var index: Int
    var fieldStart: Int
    var inQuotes = false
    /// Where the closing quote was, in a field that began with one.
    var closedAt: Int?
    var isEscaped = false

    mutating func shift(by distance: Int) {
      index -= distance
      fieldStart -= distance
      closedAt = closedAt.map { $0 - distance }
    }
  }

  /// Goes on until the row ends, and returns where the next one begins. `nil`: more bytes are needed.
  private func scan(_ state: inout State, _ fields: inout [CSVRecord.Field]) throws(CSVFault) -> Int? {
    let count = buffer.count
    while state.index < count {
      let byte = buffer[state.index]
      if state.inQuotes {
        if byte == Self.quote {
          // What comes after the quote decides what it means.
          guard state.index + 1 < count || atEnd else { return nil }
          if state.index + 1 < count, buffer[state.index + 1] == Self.quote {
            state.isEscaped = true
            state.index += 2
            continue
          }
          state.inQuotes = false
          state.closedAt = state.index
        }
        state.index += 1
        continue
      }
      switch byte {
      case Self.quote where state.index == state.fieldStart && state.closedAt == nil:
        state.inQuotes = true
        state.index += 1
      case separator:
        try finish(&state, &fields, at: state.index)
        state.index += 1
        state.fieldStart = state.index
      case Self.lineFeed:
        let isReturn = state.index > state.fieldStart && buffer[state.index - 1] == Self.carriageReturn
        try finish(&state, &fields, at: isReturn ? state.index - 1 : state.index)
        return state.index + 1
      case Self.carriageReturn where state.closedAt != nil && state.index + 1 == count && !atEnd:
        return nil
      default:
        if let closedAt = state.closedAt, !(byte == Self.carriageReturn && isLineEnd(state.index)) {
          throw CSVFault(
            file: file, row: row, column: "\(fields.count + 1)",
            detail:
              "there is text after the closing quote, at byte \(state.index - closedAt) behind it; a quote inside a field "
              + "is written twice")
        }
        state.index += 1
      }
    }
    guard atEnd else { return nil }
    guard !state.inQuotes else {
      throw CSVFault(
        file: file, row: row, column: "\(fields.count + 1)",
        detail: "the field begins with a quote that is never closed")
    }
    guard count > position else { return count }
    try finish(&state, &fields, at: count)
    return count
  }

  private func isLineEnd(_ index: Int) -> Bool {
    index + 1 < buffer.count ? buffer[index + 1] == Self.lineFeed : atEnd
  }

  private func finish(_ state: inout State, _ fields: inout [CSVRecord.Field], at end: Int) throws(CSVFault) {
    let range = state.closedAt.map { state.fieldStart + 1..<$0 } ?? state.fieldStart..<end
    guard range.count <= settings.maxField else {
      throw CSVFault(
        file: file, row: row, column: "\(fields.count + 1)",
        detail: "the field has \(range.count) bytes, \(settings.maxField) are allowed")
    }
    fields.append(CSVRecord.Field(range: range, isEscaped: state.isEscaped))
    state.closedAt = nil
    state.isEscaped = false
  }

  /// Forgets what was taken and reads another chunk.
  private mutating func fill() throws(CSVFault) {
    if position > 0, !(buffer.isEmpty) {
      buffer.removeFirst(position)
      bufferStart += Int64(position)
      position = 0
    }
    do {
      let chunk = try source.read(upToCount: max(settings.chunk, buffer.count)) ?? Data()
      atEnd = chunk.isEmpty
      buffer.append(contentsOf: chunk)
    } catch {
      throw CSVFault(file: file, row: row, detail: "the file cannot be read: \(CSVReader.reason(error))")
    }
  }
}
