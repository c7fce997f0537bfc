// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport

/// Makes expressions of FEEL that mean harm: within the grammar, with values at the ends of everything.
struct ExpressionFuzzer {
  private var random: SeededGenerator
  /// How many parts the expression may still get.
  private var left = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The names that expressions use, with their values.
  static let context: FEELContext = {
    let numbers = (1...50).map { FEELValue.number($0) }
    let rows = (1...9).map { number in
      FEELValue.context(FEELContext([("id", .number(number)), ("name", .string("r\(number % 3)"))]))
    }
    var context = FEELContext()
    context["n"] = 7
    context["x"] = .null
    context["s"] = "路灯🐎a\u{301}b"
    context["flag"] = true
    context["list"] = [1, 2, "a", nil, [3]]
    context["numbers"] = .list(numbers)
    context["rows"] = .list(rows)
    context["day"] = FEELDate("2024-02-29").map { .date($0) }
    context["moment"] = FEELDateAndTime("2026-10-25T02:30:00@Europe/Paris").map { .dateAndTime($0) }
    context["long"] = .string(String(repeating: "ab", count: 4_000))
    return context
  }()

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices.randomElement(using: &random)! }
  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  // MARK: Whole texts

  mutating func expression() -> String {
    left = Int.random(in: 1...40, using: &random)
    return chance(15) ? bomb() : part()
  }

  mutating func unaryTests() -> String {
    left = Int.random(in: 1...25, using: &random)
    let tests = (0..<Int.random(in: 1...4, using: &random)).map { _ in test() }.joined(separator: ", ")
    return chance(25) ? "not(\(tests))" : tests
  }

  private mutating func test() -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "\(pick(["<", "<=", ">", ">=", "=", "!="])) \(part())"
    case 1: range()
    case 2: "? \(pick(["<", ">", "="])) \(part())"
    case 3: pick(["-", "true", "false", "null", "?", "[1, 2]", "not(true)"])
    default: part()
    }
  }

  /// Words and signs in any order.
  mutating func tokens() -> String {
    (0..<Int.random(in: 1...30, using: &random)).map { _ in pick(Self.words + Self.leaves) }
      .joined(separator: chance(70) ? " " : "")
  }

  /// Any bytes; what is no text becomes replacement characters.
  mutating func bytes() -> String {
    let count = Int.random(in: 0...60, using: &random)
    let isASCII = chance(60)
    let bytes = (0..<count).map { _ in UInt8.random(in: isASCII ? 32...126 : 0...255, using: &random) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// An expression with a few characters changed, as typing errors are.
  mutating func broken() -> String {
    var scalars = Array(expression().unicodeScalars.prefix(2_000))
    for _ in 0...Int.random(in: 0...3, using: &random) where !scalars.isEmpty {
      let place = Int.random(in: 0..<scalars.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(contentsOf: pick(Self.words).unicodeScalars, at: place)
      default: scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &random))
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  // MARK: Parts

  private static let words = [
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between",
    "instance",
    "of", "function", "external", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=",
    "!=",
    "<", "<=", ">", ">=", "?", "@", "\"", "\\", "/*", "*/", "//", "\n", "item", "partial", "date and time", "->",
    "list<", "context<", "range<", "\u{3000}", "\u{0}", "\u{FEFF}", "\\u", "e5", "1.", ".5",
  ]

  private static let leaves = [
    "0", "1", "-1", "2", "0.1", "1e6144", "-9.99e6144", "1e-6176", "9999999999999999999999999999999999", "1e34",
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "4294967296", "1000000000", "1e99999",
    "null", "true", "false", "\"\"", "\"a\"", "\"路灯\"", "\"\\uD83D\\uDE00\"", "\"(a+)+$\"", "\"((a{100}){100}){100}\"",
    "\"(a|aa)*b\"", "\"[\\\\p{L}-[a-z]]\"", "\"(.*)\\\\1\"", "\"a{0,10000}\"", "\"$0$0$0$0\"", "\"^\"", "\"imsxq\"",
    "@\"-999999999-01-01\"", "@\"999999999-12-31\"", "@\"2024-02-29\"", "@\"2026-03-29T02:30:00@Europe/Paris\"",
    "@\"23:59:59.999999999-14:00\"", "@\"24:00:00\"", "@\"23:59:60\"", "@\"P10000000000000000D\"",
    "@\"-P83333333333333333Y\"", "@\"PT0.000000001S\"", "@\"999999999-12-31T23:59:59+14:00\"", "@\"P1M\"",
    "n", "x", "s", "flag", "list", "numbers", "rows", "day", "moment", "long", "item", "partial", "?", "sum", "abs",
  ]

  private mutating func part() -> String {
    left -= 1
    guard left > 0 else { return pick(Self.leaves) }
    switch Int.random(in: 0..<22, using: &random) {
    case 0, 1: return pick(Self.leaves)
    case 2, 3: return "(\(part()) \(pick(["+", "-", "*", "/", "**"])) \(part()))"
    case 4: return "(\(part()) \(pick(["=", "!=", "<", "<=", ">", ">="])) \(part()))"
    case 5: return "(\(part()) \(pick(["and", "or"])) \(part()))"
    case 6: return "if \(part()) then \(part()) else \(part())"
    case 7: return "for i in \(domain()) return \(part())"
    case 8: return "for i in \(domain()), j in \(domain()) return \(pick(["i * j", "[i, j]", "partial", part()]))"
    case 9: return "\(pick(["some", "every"])) i in \(domain()) satisfies \(pick(["i > 5", "i = null", part()]))"
    case 10: return "\(part())[\(pick(["item > 2", "1", "-1", "id = 3", "-9223372036854775808", part()]))]"
    case 11: return "\(part()).\(pick(["id", "year", "time offset", "value", "start included", "name", "seconds"]))"
    case 12: return "{a: \(part()), \"b c\": \(part()), f: function(y) \(part())}\(pick(["", ".a", ".f(n)", ".b c"]))"
    case 13: return "(function(y, z) \(part()))(\(part()), \(part()))"
    case 14: return range()
    case 15: return "(\(part()) between \(part()) and \(part()))"
    case 16: return "(\(part()) in (\(test()), \(test())))"
    case 17: return "(\(part()) instance of \(type()))"
    case 18: return "[\(part()), \(part()), \(part())]"
    default: return call()
    }
  }

  private mutating func domain() -> String {
    pick([
      "1..10", "10..-10", "1..1000000000", "-1e33..1e33", "[1..1000000000]", "(1..3)", "numbers", "rows", "long",
      "@\"-999999999-01-01\"..@\"999999999-12-31\"", "[1..n]", "1e34..1e35", part(),
    ])
  }

  private mutating func range() -> String {
    let (start, end) = chance(50) ? (pick(Self.leaves), pick(Self.leaves)) : (part(), part())
    return "\(pick(["[", "(", "]"]))\(start)..\(end)\(pick(["]", ")", "["]))"
  }

  private mutating func type() -> String {
    let plain = pick(["number", "string", "date and time", "Any", "function", "context", "list", "Null", "tNothing"])
    return pick([
      plain, "list<\(plain)>", "range<\(plain)>", "context<id: \(plain), b c: Any>", "function<\(plain)> -> \(plain)",
      String(repeating: "list<", count: 30) + plain + String(repeating: ">", count: 30),
    ])
  }

  private static let functions = FEELLibrary.all

  private mutating func call() -> String {
    let function = pick(Self.functions)
    let form = pick(function.forms)
    let extra = form.isVariadic ? Int.random(in: 0...4, using: &random) : chance(8) ? pick([-1, 1]) : 0
    if extra == 0, chance(20) {
      return "\(function.name)(" + form.parameters.map { "\($0): \(part())" }.joined(separator: ", ") + ")"
    }
    let count = max(0, form.parameters.count + extra)
    return "\(function.name)(" + (0..<count).map { _ in part() }.joined(separator: ", ") + ")"
  }

  // MARK: What doubles, nests and recurs

  private mutating func bomb() -> String {
    let count = Int.random(in: 1...300, using: &random)
    let inner = part()
    func nested(_ open: String, _ close: String) -> String {
      String(repeating: open, count: count) + inner + String(repeating: close, count: count)
    }
    let steps = min(count, 60)
    func doubling(_ first: String, _ next: (String) -> String) -> String {
      var text = "{v0: \(first)"
      for step in 1...steps { text += ", v\(step): \(next("v\(step - 1)"))" }
      return text + "}.v\(steps)"
    }
    switch Int.random(in: 0..<22, using: &random) {
    case 0: return nested("(", ")")
    case 1: return nested("[", "]")
    case 2: return nested("{a: ", "}")
    case 3: return nested("if true then ", " else 0")
    case 4: return nested("not(", ")")
    case 5: return nested("function() ", "")
    case 6: return nested("for i in [1, 2] return ", "")
    case 7: return nested("-", "")
    case 8: return nested("[1..", "]")
    case 9: return inner + String(repeating: " \(pick(["+", "and", "or", "*", "-", "**", "="])) \(inner)", count: count)
    case 10: return inner + String(repeating: pick([".a", "[1]", "[item]", "(1)", " instance of Any"]), count: count)
    case 11: return doubling(inner) { "[\($0), \($0)]" }
    case 12: return doubling("\"ab\"") { "\($0) + \($0)" }
    case 13: return doubling(inner) { "{l: \($0), r: \($0)}" }
    case 14: return doubling("[\(inner)]") { "concatenate(\($0), \($0))" }
    case 15: return "string(" + doubling(inner) { "[\($0), \($0)]" } + ")"
    case 16: return "string join(for i in 1..50000 return long, \(inner))"
    case 17:
      return "replace(long, \"\(pick(["a", "(ab)*", ".", "(a)(b)?"]))\", \"\(String(repeating: "$0", count: count))\")"
    case 18:
      return "{f: function(k) if k <= 0 then \(inner) else f(k - 1) \(pick(["+", "="])) f(k - 1), r: f(\(count))}.r"
    case 19: return "{f: function(k) f(k + 1), r: f(\(inner))}.r"
    case 20:
      let names = (0..<count).map { "i\($0) in \(pick(["1..2", "[1]", "numbers"]))" }.joined(separator: ", ")
      return "\(pick(["for", "some", "every"])) \(names) \(pick(["return", "satisfies"])) \(inner)"
    default:
      let domain = pick(["1..1000000", "1..200"])
      return
        "for i in \(domain) return \(pick(["partial", "append(partial, i)", "string(partial)", "count(partial)", inner]))"
    }
  }
}
