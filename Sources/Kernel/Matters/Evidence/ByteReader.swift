// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Reads a file of a known kind from its beginning to its end, and says where it is damaged. It never reads past the end.
struct ByteReader {
  /// The kind of file, for messages: `PNG`.
  let kind: String
  let bytes: ArraySlice<UInt8>
  private(set) var offset: Int

  init(_ bytes: ArraySlice<UInt8>, kind: String) {
    self.kind = kind
    self.bytes = bytes
    offset = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - offset }
  var isAtEnd: Bool { remaining == 0 }

  /// The next byte, which stays.
  var next: UInt8? { isAtEnd ? nil : bytes[offset] }

  mutating func byte(_ what: String) throws(Problem) -> UInt8 {
    guard let byte = next else { throw damaged("the file ends before \(what)") }
    offset += 1
    return byte
  }

  mutating func take(_ count: Int, _ what: String) throws(Problem) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw damaged("\(what) should have \(count) bytes, \(remaining) are left")
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  mutating func bigEndian16(_ what: String) throws(Problem) -> Int {
    try take(2, what).reduce(0) { $0 << 8 | Int($1) }
  }
  mutating func bigEndian32(_ what: String) throws(Problem) -> Int {
    try take(4, what).reduce(0) { $0 << 8 | Int($1) }
  }
  mutating func littleEndian32(_ what: String) throws(Problem) -> Int {
    try take(4, what).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// - Parameter at: by default where the reader stands.
  func damaged(_ what: String, at place: Int? = nil) -> Problem {
    let place = place ?? offset
    return Problem(
      .invalid, "The \(kind) file is damaged at byte \(place): \(what).", "\(kind) 文件在第\(place)字节处损坏。",
      errors: [Problem.FieldError(pointer: "/file", "byte \(place): \(what)", "第\(place)字节处损坏")],
      members: ["offset": .integer(Int64(place))])
  }
}
