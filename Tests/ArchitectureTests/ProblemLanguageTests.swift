// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Problems say what went wrong in both languages of the house.
struct ProblemLanguageTests {
  @Test func noProblemIsInEnglishAlone() throws {
    var found: [String] = []
    for path in try SourceTree.files(in: "Sources", extensions: ["swift"]) {
      for line in Self.englishOnly(in: try SourceTree.text(path)) {
        found.append("\(path):\(line.number) \(line.text.prefix(120))")
      }
    }
    #expect(found.isEmpty, "give both languages:\n\(found.joined(separator: "\n"))")
  }

  @Test func findsWhatIsInEnglishAlone() {
    #expect(Self.englishOnly(in: #"throw Problem(.notFound, "There is none.")"#).count == 1)
    #expect(Self.englishOnly(in: #"throw Problem(.notFound, "There is none.", "没有。")"#).isEmpty)
    #expect(Self.englishOnly(in: "throw .invalid(\n  \"/a\", \"wrong (very)\")\nlet b = \"没有\"").map(\.number) == [1])
    #expect(Self.englishOnly(in: #"throw Problem(.invalid, messages["fillIn"])"#).isEmpty)
    #expect(Self.englishOnly(in: #"throw .invalid("/a", text.text(in: "en"), text.text(in: "zh-Hans"))"#).isEmpty)
    #expect(Self.englishOnly(in: "struct Problem {}\nlet a: Problem = .invalid(pointer, message)").isEmpty)
  }

  /// Calls that make a problem of a text in English, with nothing in Chinese beside it.
  private static func englishOnly(in source: String) -> [(number: Int, text: String)] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [(number: Int, text: String)] = []
    for (index, line) in lines.enumerated() {
      var rest = line
      while let start = rest.range(of: "Problem(") ?? rest.range(of: ".invalid(") {
        let next = lines.dropFirst(index + 1).prefix(1).joined()
        let isCase =
          rest[start.upperBound...].hasPrefix(".") || rest[start] == ".invalid("
          || (rest[start.upperBound...].isEmpty && next.trimmingPrefix(while: \.isWhitespace).hasPrefix("."))
        let text = ([rest[start.lowerBound...]] + lines.dropFirst(index + 1).prefix(12)).joined(separator: "\n")
        rest = rest[start.upperBound...]
        guard isCase else { continue }
        let call = call(in: text[...])
        guard call.contains("\""), !call.contains("messages"), !call.contains("in: \"zh-Hans\""),
          !call.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) })
        else { continue }
        found.append((index + 1, call.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
      }
    }
    return found
  }

  /// The text of a call up to the bracket that closes it; brackets in texts count, as they come in pairs there.
  private static func call(in source: Substring) -> String {
    var depth = 0
    var call = ""
    for character in source {
      call.append(character)
      if character == "(" { depth += 1 }
      if character == ")" {
        depth -= 1
        if depth == 0 { break }
      }
    }
    return call
  }
}
