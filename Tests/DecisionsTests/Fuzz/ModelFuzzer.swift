// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Changes documents: bytes as accidents change them, and parts as authors do.
struct ModelFuzzer {
  private var random: SeededGenerator
  private var expressions: ExpressionFuzzer

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    expressions = ExpressionFuzzer(seed: seed ^ 0x5DEE_CE66)
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices.randomElement(using: &random)! }
  private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }

  /// A document with some of its bytes changed.
  mutating func accident(_ document: [UInt8]) -> [UInt8] {
    var bytes = document
    for _ in 0...number(6) where !bytes.isEmpty {
      let start = number(bytes.count)
      let end = min(bytes.count, start + number(pick([2, 8, 200])))
      switch number(5) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: Array(bytes[start..<end]), at: number(bytes.count))
      case 2: bytes[start] = UInt8.random(in: 0...255, using: &random)
      case 3: bytes.insert(contentsOf: Array(pick(Self.marks).utf8), at: start)
      default: bytes.removeSubrange((bytes.count - number(min(20, bytes.count)))...)
      }
    }
    return bytes
  }

  private static let marks = [
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?x y?>", "<?x?>", "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "&b;",
    "&#0;", "&#x10FFFF;", "\"", "'", "xmlns=''", "\u{FEFF}", "\u{0}", ",", ";", "\r", "\n", "\"\"",
  ]

  /// A model of DMN with some of its texts, attributes and elements exchanged.
  mutating func rewritten(_ document: [UInt8]) -> [UInt8] {
    var text = String(decoding: document, as: UTF8.self)
    for _ in 0...number(4) {
      switch number(4) {
      case 0, 1: replace("<text>", "</text>", in: &text, with: escaped(number(4) == 0 ? "-" : expressions.expression()))
      case 2:
        let (name, values) = pick(Self.attributes)
        replace("\(name)=\"", "\"", in: &text, with: pick(values))
      default:
        let element = pick(["rule", "inputEntry", "outputEntry", "output", "input", "contextEntry", "row", "column"])
        let start = "<\(element)>"
        guard let place = text.firstRange(of: start), let end = text.firstRange(of: "</\(element)>") else { continue }
        let whole = place.lowerBound..<max(place.upperBound, end.upperBound)
        if number(2) == 0 {
          text.insert(contentsOf: String(repeating: String(text[whole]), count: number(20)), at: place.lowerBound)
        } else {
          text.removeSubrange(whole)
        }
      }
    }
    return Array(text.utf8)
  }

  private static let attributes: [(String, [String])] = [
    ("hitPolicy", ["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER", "none", ""]),
    ("aggregation", ["SUM", "MIN", "MAX", "COUNT", "MEAN"]),
    ("typeRef", ["number", "string", "tGrade", "tGrades", "tPerson", "tTwice", "Any", "date", "nothing", ""]),
    ("isCollection", ["true", "false", "maybe"]), ("name", ["Boxes", "Grade", "n", "a b", "", "?", "item", "tGrade"]),
    ("href", ["#i1", "#d1", "#b1", "#", "other#x"]), ("iteratorVariable", ["n", "", "partial", "a b"]),
    ("id", ["d1", "i1", "b1", ""]), ("kind", ["FEEL", "Java", "PMML", "?"]),
  ]

  /// Replaces what stands between the marks, at one of the places.
  private mutating func replace(_ open: String, _ close: String, in text: inout String, with new: String) {
    let starts = text.ranges(of: open)
    guard !starts.isEmpty else { return }
    let start = pick(starts).upperBound
    guard let end = text[start...].firstRange(of: close) else { return }
    text.replaceSubrange(start..<end.lowerBound, with: new)
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\u{0}", with: "")
  }

  /// A sheet of comma-separated values with cells of all kinds.
  mutating func sheet() -> String {
    let inputs = number(4)
    let outputs = 1 + number(3)
    var rows: [[String]] = []
    var head = [pick(["U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#", "X", ""])]
    head += (0..<inputs).map {
      pick(["in: ", "输入: ", "in:"]) + pick(["a", "b", "a.x", "a + b", "路灯", "f(", ""]) + "\($0)"
    }
    head += (0..<outputs).map { pick(["out: ", "输出: "]) + pick(["r", "s", "a b", ""]) + "\($0)" }
    rows.append(head)
    for word in ["type", "values", "default", "label"] where number(3) == 0 {
      rows.append(
        [word]
          + (0..<inputs + outputs).map { _ in pick(["number", "string", "boolean", "", "1, 2, 3", "\"a\"", "[0..9]"]) })
    }
    for rule in 0..<number(30) {
      rows.append(
        ["\(rule)"] + (0..<inputs).map { _ in number(4) == 0 ? expressions.unaryTests() : pick(Self.cells) }
          + (0..<outputs).map { _ in number(6) == 0 ? expressions.expression() : pick(Self.cells) })
    }
    return rows.map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }.joined(separator: "\n")
  }

  private static let cells = [
    "-", "", "1", "2", "\"a\"", "true", "false", "null", "[1..5]", "]1..5[", "< 3", ">= 1e33", "not(1)", "1, 2, \"a\"",
    "?",
    "? > 2", "@\"2026-01-01\"", "> @\"2026-01-01T00:00:00Z\"", "[5..1]", "a0", "!= 3",
  ]
}
