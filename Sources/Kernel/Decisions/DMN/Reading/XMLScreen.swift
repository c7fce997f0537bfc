// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Looks through a document before the parser sees it, for what must not reach the parser.
///
/// That is a document type, with which entities and outside files come, and a processing instruction without data, at
/// which Foundation's parser reads from address 0 on Linux.
struct XMLScreen {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// - Throws: `Problem` with the line of what is refused.
  func check() throws(Problem) {
    var index = 0
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      if has("<!--", at: start) {
        index = end(of: "-->", from: start + 4)
      } else if has("<![CDATA[", at: start) {
        index = end(of: "]]>", from: start + 9)
      } else if has("<!", at: start) {
        throw Problem(
          .invalid,
          "Line \(line(of: start)): a document type (<!DOCTYPE …>) is not read; remove it, DMN and its test cases need none."
        )
      } else if has("<?", at: start) {
        index = end(of: "?>", from: start + 2)
        let content = bytes[min(start + 2, bytes.count)..<max(start + 2, index - 2)]
        guard content.contains(where: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
          throw Problem(
            .invalid, "Line \(line(of: start)): a processing instruction without data is not read; remove it.")
        }
      } else {
        index = start + 1
      }
    }
  }

  private func has(_ mark: StaticString, at place: Int) -> Bool {
    guard place + mark.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<mark.utf8CodeUnitCount where bytes[place + offset] != mark.utf8Start[offset] { return false }
    return true
  }

  /// The place behind the next mark; the end where there is none.
  private func end(of mark: StaticString, from start: Int) -> Int {
    var index = min(start, bytes.count)
    while index < bytes.count {
      if has(mark, at: index) { return index + mark.utf8CodeUnitCount }
      index += 1
    }
    return bytes.count
  }

  private func line(of place: Int) -> Int { 1 + bytes[..<place].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
}
