// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing

/// Short texts that mean much work: each ends with its limit, or is refused, in no more time than the limits allow.
@Suite("Hostile expressions") struct HostileExpressionTests {
  private static let long = "string join(for i in 1..20000 return \"abcdefghijklmnopqrstuvwxyz0123456789ABCD\")"

  /// The limit that ends the evaluation; `nil` when it comes to a value.
  private func limit(_ text: String, _ change: (inout FEELLimits) -> Void = { _ in }) throws -> LimitExceeded.Limit? {
    var limits = FEELLimits()
    limits.steps = 200_000
    limits.memory = 64_000_000
    change(&limits)
    let expression = try FEELExpression(text, limits: limits)
    do {
      _ = try expression.evaluate(in: FEELEvaluation(limits: limits))
      return nil
    } catch let error as LimitExceeded {
      return error.limit
    }
  }

  @Test(arguments: [
    "some x in [1..1000000000] satisfies x < 0", "every x in 1..1e33 satisfies x > 0",
    "count(for x in 1..1000000000, y in [1..1000000000] return 1)", "some x in [1..1e33] satisfies x = null",
    "every d in @\"-999999999-01-01\"..@\"999999999-12-31\" satisfies d.year < 1e9",
    "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(100)}.r",
    "for x in 1..1000000 return log(x)", "for x in 1..1000000 return x ** 0.5",
  ])
  func loopsCountTheirTurns(_ text: String) throws {
    #expect(try limit(text) == .steps)
  }

  @Test func longStringsAreWork() throws {
    let names = "{s: \(Self.long), t: \(Self.long), "
    for body in [
      "for i in 1..100000 return s < t", "for i in 1..100000 return s = t", "max(for i in 1..100000 return s)",
      "for i in 1..100000 return s in [s..t]", "for i in 1..100000 return s between t and t",
      "distinct values(for i in 1..100000 return s)", "for i in 1..100000 return before(s, t)",
      "for i in 1..100000 return t in (\"a\", s)",
    ] {
      let found = try limit(names + "r: \(body)}.r") { $0.steps = 100_000 }
      #expect(found == .steps || found == .valueParts, "\(body): \(String(describing: found))")
    }
    let list = "{s: \(Self.long), l: for i in 1..10000 return s, r: l = l}.r"
    #expect(try limit(list) == .valueParts)
  }

  /// The list so far is not copied for each turn because something else holds it.
  @Test func loopsOverTheListSoFarAreNotSquared() throws {
    for body in [
      "partial in (0, ? = null)", "{p: partial, n: count(p)}.n", "(function(p) count(p))(partial)",
      "some p in partial satisfies true", "count(partial)",
    ] {
      let start = ContinuousClock.now
      #expect(try limit("count(for i in 1..20000 return \(body))") { $0.steps = .max } == nil, "\(body)")
      #expect(ContinuousClock.now - start < .seconds(10), "\(body)")
    }
    #expect(
      try FEELExpression("(function(k) for i in 1..3 return {p: partial, n: count(p) + k}.n)(5)")
        .evaluate(in: FEELEvaluation()).literal == "[5, 6, 7]")
  }

  @Test func searchTakesTimeByLength() throws {
    let text = """
      {a: string join(for i in 1..10000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), b: substring(a, 1, 200000) + "b",
       r: [contains(a, b), substring before(a, b), substring after(a, b), index of([a], b)]}.r
      """
    let start = ContinuousClock.now
    #expect(try limit(text) == nil)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test(arguments: [
    "{s: \(long), r: string join(for i in 1..1000 return s)}.r",
    "replace(\(long), \"^.+$\", \"$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0\")",
    "replace(\(long), \"a\", \(long))",
    "{a: \(long), b: a + a, c: b + b, d: c + c, e: d + d, f: e + e}.f",
    "{s: \(long), r: string(for i in 1..20 return s)}.r",
  ])
  func longTextsAreRefusedBeforeTheyAreMade(_ text: String) throws {
    #expect(try limit(text) { ($0.steps, $0.regexSteps) = (10_000_000, 100_000_000) } == .stringSize)
  }

  @Test(arguments: [
    "concatenate(for i in 1..60000 return i, for i in 1..60000 return i)", "append(for i in 1..100000 return i, 1)",
    "flatten([for i in 1..60000 return i, for i in 1..60000 return i])", "for i in 1..100001 return i",
    "union(for i in 1..60000 return 1, for i in 1..60000 return 1)",
    "insert before(for i in 1..100000 return i, 1, 1)",
  ])
  func longListsAreRefusedBeforeTheyAreMade(_ text: String) throws {
    #expect(try limit(text) { ($0.steps, $0.listSize) = (1_000_000, 100_000) } == .listSize)
  }

  @Test func whatDoublesIsNotWalkedThrough() throws {
    var entries = "v0: [1]"
    for step in 1...60 { entries += ", v\(step): [v\(step - 1), v\(step - 1)]" }
    for use in ["v60", "string(v60)", "v60 = v60", "is(v60, v60)", "v60 instance of list<list<Any>>", "flatten(v60)"] {
      #expect(try limit("{\(entries), r: \(use)}.r") == .valueParts, "\(use)")
    }
  }

  @Test func deepTextsAreRefused() {
    let many = 100_000
    for (open, close) in [
      ("(", ")"), ("[", "]"), ("{a:", "}"), ("not(", ")"), ("-(", ")"), ("if true then ", " else 1"),
      ("function()", ""),
      ("for i in 1 return ", ""), ("1 in (", ")"), ("[1..", "]"), ("<", ""), ("1 instance of list<", ">"),
    ] {
      let text = String(repeating: open, count: many) + "1" + String(repeating: close, count: many)
      #expect(throws: FEELError.self, "\(open)") { try FEELExpression(text) }
    }
    for (start, more) in [("1", " = 1"), ("a", ".a"), ("a", "[1]"), ("a", "(1)"), ("1", " in 1")] {
      let text = start + String(repeating: more, count: many)
      #expect(throws: FEELError.self, "\(more)") { try FEELExpression(text) }
    }
    let loops = (0..<many).map { "i\($0) in 1" }.joined(separator: ", ")
    #expect(throws: FEELError.self) { try FEELExpression("for \(loops) return 1") }
    #expect(throws: FEELError.self) { try FEELExpression("some \(loops) satisfies true") }
  }

  @Test func longTextsAreReadInTimeByLength() throws {
    let start = ContinuousClock.now
    // Names nobody knows, each with its place.
    let unknown = try FEELExpression("[" + (0..<15_000).map { "u\($0)" }.joined(separator: ", ") + "]")
    #expect(unknown.unknownNames.count == 15_000)
    #expect(unknown.unknownNames.last?.position.offset == unknown.unknownNames.last?.position.column.advanced(by: -1))
    // Contexts without an entry in common, names that begin alike.
    _ = try FEELExpression("[" + (0..<10_000).map { "{k\($0): 1}" }.joined(separator: ", ") + "]")
    _ = try FEELExpression("{" + (0..<10_000).map { "a b\($0): 1" }.joined(separator: ", ") + "}")
    // Chains are long, not deep.
    _ = try FEELExpression("1" + String(repeating: " + 1", count: 20_000))
    _ = try FEELExpression("true" + String(repeating: " and true", count: 10_000))
    _ = try FEELExpression(String(repeating: "-", count: 500_000) + "1")
    // Every entry uses the one before: what is too much is refused.
    let chain = "{a0: 1, " + (1..<40_000).map { "a\($0): a\($0 - 1)" }.joined(separator: ", ") + "}"
    #expect(throws: FEELError.self) { try FEELExpression(chain) }
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func patternsAreBounded() throws {
    let groups = String(repeating: "(a)?", count: 4_000)
    for text in [
      "matches(string join(for i in 1..20000 return \"aaaaa\"), \"(a+)+$|b\")",
      "matches(string join(for i in 1..20000 return \"bbbbb\"), \"\(groups)c\")",
      "matches(\"a\", string join(for i in 1..20000 return \"(a|b)(a|b)(a|b)(a|b)(a|b)\"))",
      "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"^(a|a)*\\\\1b$\")",
      "matches(\"a\", \"((((a{1000}){1000}){1000}){1000})\")",
    ] {
      let start = ContinuousClock.now
      _ = try limit(text)
      #expect(ContinuousClock.now - start < .seconds(20), "\(text.prefix(100))")
    }
  }

  @Test func endsOfNumbersAreNoTraps() throws {
    for text in [
      "[1][-9223372036854775808]", "[1][9223372036854775807]", "sublist([1], -9223372036854775808, 1)",
      "remove([1], -9223372036854775808)", "substring(\"a\", -9223372036854775808)", "[1, 2][1e6144]",
      "substring(\"a\", 1, -9223372036854775808)", "decimal(1.5, -9223372036854775808)", "round up(1e6144, 6111)",
      "insert before([1], -9223372036854775808, 0)", "@\"P1D\" * 1e6144", "@\"P1Y\" * 1e6144", "1e6144 * 10",
      "@\"999999999-12-31\" + @\"P1D\"", "@\"-999999999-01-01\" - @\"P83333333333333333Y\"", "-1e6144 ** 999999999",
    ] {
      #expect(try limit(text) == nil, "\(text)")
      let value = try FEELExpression(text).evaluate(in: FEELEvaluation())
      if text.hasPrefix("[1][") { #expect(value.isNull, "\(text)") }
    }
  }
}
