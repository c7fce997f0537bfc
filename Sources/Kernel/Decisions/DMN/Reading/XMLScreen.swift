// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Looks through a document before the parser sees it, for what must not reach the parser.
///
/// That is a document type, with which entities and outside files come, and a processing instruction without data, at
/// which Foundation's parser reads from address 0 on Linux. Comments and CDATA are looked through as well: a parser that goes
/// on after a mistake may see something else in a broken document than what is written there.
struct XMLScreen {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// - Throws: `Problem` with the line of what is refused.
  func check() throws(Problem) {
    for start in bytes.indices where bytes[start] == UInt8(ascii: "<") {
      // <!DOCTYPE, <!ENTITY and their like, but neither <!-- nor <![CDATA[.
      if has("<!", at: start), start + 2 < bytes.count, bytes[start + 2].isCapital {
        throw Problem.invalid(
          "",
          Message(
            "Line \(line(of: start)): a document type (<!DOCTYPE …>) is not read; remove it, DMN and its test cases need none.",
            "第\(line(of: start))行：不读取文档类型声明（<!DOCTYPE …>），请删除；DMN 及其测试用例不需要。"))
      }
      if has("<?", at: start), isWithoutData(start + 2) {
        throw Problem.invalid(
          "",
          Message(
            "Line \(line(of: start)): a processing instruction without data is not read; remove it.",
            "第\(line(of: start))行：不读取没有内容的处理指令，请删除。"))
      }
    }
  }

  /// No name of an instruction is longer, in bytes.
  private static let longestName = 1000

  /// Whether the instruction ends, or the document does, before anything separates its name from data.
  private func isWithoutData(_ start: Int) -> Bool {
    for index in start..<max(start, min(bytes.count, start + Self.longestName)) {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: return false
      case UInt8(ascii: "?") where has("?>", at: index): return true
      default: continue
      }
    }
    return true
  }

  private func has(_ mark: StaticString, at place: Int) -> Bool {
    guard place + mark.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<mark.utf8CodeUnitCount where bytes[place + offset] != mark.utf8Start[offset] { return false }
    return true
  }

  private func line(of place: Int) -> Int { 1 + bytes[..<place].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
}

extension UInt8 {
  fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
