// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension TimeZoneRules {
  /// Reads a compiled time zone: a TZif file (RFC 9636) of version 2 or later.
  ///
  /// - Throws: `Problem` of code `invalid` that says what is wrong with the file. Files whose
  ///   times count leap seconds (the database's `right/` folder) are refused.
  public init(name: String, file bytes: [UInt8]) throws(Problem) {
    var reader = TimeZoneFileReader(name: name, bytes: bytes)
    // The first block repeats the second in 32 bits, for readers of before 2005 (RFC 9636 §3).
    let old = try reader.header()
    try reader.skip(old.size(timeWidth: 4))
    let header = try reader.header()
    let body = try reader.take(header.size(timeWidth: 8))
    let footer = try reader.footer()
    guard header.leapCount == 0 else { throw reader.problem("its times count leap seconds") }
    guard (1...256).contains(header.typeCount) else { throw reader.problem("it has no local time types") }

    let times = body
    let indexes = times.dropFirst(header.timeCount * 8)
    let types = indexes.dropFirst(header.timeCount)
    func offset(_ type: Int) throws(Problem) -> Int64 {
      guard type < header.typeCount else { throw reader.problem("a transition names a type that is not there") }
      let seconds = Int64(Int32(truncatingIfNeeded: bigEndian(types.dropFirst(type * 6).prefix(4))))
      guard (-89_999...93_599).contains(seconds) else { throw reader.problem("an offset is longer than a day") }
      return seconds * 1000
    }

    var starts: [Int64] = [.min]
    var offsets = [try offset(0)]
    var previous = Int64.min
    for index in 0..<header.timeCount {
      let time = bigEndian(times.dropFirst(index * 8).prefix(8))
      guard index == 0 || time > previous else { throw reader.problem("its transitions are not in order") }
      guard time < 253_402_300_800 else { throw reader.problem("a transition lies beyond the year 9999") }
      previous = time
      let offset = try offset(Int(indexes[indexes.startIndex + index]))
      if time < -62_135_596_800 {
        offsets[0] = offset  // before the year 1
      } else if offset != offsets[offsets.count - 1] {
        starts.append(time * 1000)
        offsets.append(offset)
      }
    }

    guard let footer else {
      self.init(name: name, starts: starts, offsets: offsets, repeatsFrom: nil)
      return
    }
    guard let rule = PosixTimeZone(footer) else { throw reader.problem("its footer \"\(footer)\" cannot be read") }
    let lastStart = previous < -62_135_596_800 ? Int64.min : previous * 1000
    let repeatsFrom = rule.extend(after: lastStart, starts: &starts, offsets: &offsets)
    self.init(name: name, starts: starts, offsets: offsets, repeatsFrom: repeatsFrom)
  }
}

/// Takes a TZif file apart; every step is checked against its length.
private struct TimeZoneFileReader {
  /// The six counts of a header (RFC 9636 §3.1).
  struct Header {
    var universalCount = 0
    var standardCount = 0
    var leapCount = 0
    var timeCount = 0
    var typeCount = 0
    var characterCount = 0

    func size(timeWidth: Int) -> Int {
      timeCount * (timeWidth + 1) + typeCount * 6 + characterCount + leapCount * (timeWidth + 4) + standardCount
        + universalCount
    }
  }

  let name: String
  let bytes: [UInt8]
  var position = 0

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  func problem(_ what: String) -> Problem {
    Problem(.invalid, "the file of the time zone \"\(name)\" is not usable: \(what)", "时区“\(name)”的文件无法使用：\(what)")
  }

  mutating func header() throws(Problem) -> Header {
    let header = try take(44)
    guard header.prefix(4).elementsEqual("TZif".utf8) else { throw problem("it is no TZif file (RFC 9636)") }
    guard header[header.startIndex + 4] >= UInt8(ascii: "2") else { throw problem("it has no 64-bit times") }
    var counts = (0..<6).map { Int(bigEndian(header.dropFirst(20 + $0 * 4).prefix(4))) }.makeIterator()
    return Header(
      universalCount: counts.next()!, standardCount: counts.next()!, leapCount: counts.next()!,
      timeCount: counts.next()!, typeCount: counts.next()!, characterCount: counts.next()!)
  }

  mutating func take(_ count: Int) throws(Problem) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw problem("it is cut short") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func skip(_ count: Int) throws(Problem) { _ = try take(count) }

  /// The rule for the time after the last transition; `nil` when there is none.
  mutating func footer() throws(Problem) -> String? {
    let rest = try take(bytes.count - position)
    guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else {
      throw problem("it has no footer")
    }
    let text = rest[(rest.startIndex + 1)..<end]
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}

/// A number of four or eight bytes; four give 0 to 2³² − 1.
private func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int64 {
  bytes.reduce(0) { $0 << 8 | Int64($1) }
}
