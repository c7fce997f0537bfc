// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Finds the line of a value in a JSON text that was read before, and so is valid.
final class JSONLines {
  private let bytes: [UInt8]
  /// Where the values of the upper levels begin; a member begins at its key. A map of a city has millions below them.
  private lazy var offsets: [String: Int] = {
    var offsets: [String: Int] = [:]
    var scanner = JSONScanner(bytes: bytes)
    scanner.walk("", depth: 0) { offsets[$0] = $1 }
    return offsets
  }()
  private lazy var lineStarts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The line of the value at a pointer, counted from 1; `nil` when there is none, or none that is kept.
  func line(of pointer: String) -> Int? {
    guard let offset = offsets[pointer] else { return nil }
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Goes through a valid JSON text.
private struct JSONScanner {
  let bytes: [UInt8]
  var position = 0
  /// `/features/12/geometry/coordinates/0`: the rings of an area, not their positions.
  static let depthLimit = 5

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Hands over the place of the value that comes next and of the values in it.
  mutating func walk(_ pointer: String, depth: Int, start: Int? = nil, _ found: (String, Int) -> Void) {
    skipSpace()
    guard position < bytes.count else { return }
    let keep = depth <= Self.depthLimit
    if keep { found(pointer, start ?? position) }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      position += 1
      while next(before: UInt8(ascii: "}")) {
        let start = position
        let key = string(keep && depth < Self.depthLimit)
        skipSpace()
        position += 1  // the colon
        walk(keep ? pointer.pointing(to: key) : "", depth: depth + 1, start: start, found)
      }
    case UInt8(ascii: "["):
      position += 1
      var index = 0
      while next(before: UInt8(ascii: "]")) {
        walk(keep ? pointer.pointing(to: "\(index)") : "", depth: depth + 1, found)
        index += 1
      }
    case UInt8(ascii: "\""): _ = string(false)
    default:
      while position < bytes.count, !Self.ends.contains(bytes[position]) { position += 1 }
    }
  }

  private static let ends = Set(",]} \n\r\t".utf8)

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  /// Whether another element or member comes; steps over the comma or the end.
  private mutating func next(before end: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count else { return false }
    if bytes[position] == end {
      position += 1
      return false
    }
    if bytes[position] == UInt8(ascii: ",") { position += 1 }
    skipSpace()
    return position < bytes.count
  }

  private mutating func string(_ keep: Bool) -> String {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
    guard keep, let json = try? JSON(parsing: bytes[start..<min(position, bytes.count)]) else { return "" }
    return json.string ?? ""
  }
}
