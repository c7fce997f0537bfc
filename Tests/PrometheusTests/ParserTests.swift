// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Prometheus

/// Expressions that cannot be read, with the place of the fault; and that nothing whatever ends the program.
struct ParserTests {
  @Test(arguments: [
    ("", "1:1", "no expression found in input"), ("# nothing", "1:10", "no expression found in input"),
    ("a +", "1:4", "unexpected the end of the expression"), ("a b", "1:3", "unexpected \"b\""),
    ("(a", "1:3", "expected \")\""), ("a{", "1:3", "expected identifier"),
    ("a{b}", "1:4", "expected label matching operator"),
    ("a{b=c}", "1:5", "expected string"), ("a{1=\"c\"}", "1:3", "expected identifier"),
    ("{}", "1:1", "at least one non-empty matcher"), ("{a=~\".*\"}", "1:1", "at least one non-empty matcher"),
    ("a{b=~\"(\"}", "1:3", "error parsing regexp"), ("a{__name__=\"b\"}", "1:3", "metric name must not be set twice"),
    ("rate(a)", "1:6", "expected type range vector in call to function \"rate\", got instant vector"),
    ("rate(a[5m], 1)", "1:1", "expected 1 argument(s) in call to \"rate\", got 2"),
    ("clamp(a, 1)", "1:1", "expected 3 argument(s)"), ("foo(a)", "1:1", "unknown function with name \"foo\""),
    ("a[5m", "1:5", "expected \"]\""), ("a[5]", "1:3", "expected a positive duration"),
    ("a[5m:1m]", "1:5", "subqueries are not supported"), ("a[0s]", "1:3", "expected a positive duration"),
    ("rate(a[5m])[5m]", "1:12", "ranges only allowed for vector selectors"),
    ("a @ 5", "1:3", "the @ modifier is not supported"),
    ("sum(a) offset 5m", "1:8", "offset modifier must be preceded by"), ("a offset 5", "1:10", "expected a duration"),
    ("1 > 2", "1:3", "comparisons between scalars must use BOOL modifier"),
    ("1 and 2", "1:3", "set operator \"and\" not allowed"),
    ("a + on (b) 1", "1:3", "vector matching only allowed between instant vectors"),
    ("a + on (b) group_left c", "1:12", "group_left is not supported"),
    ("a + bool b", "1:5", "bool modifier can only be used"),
    ("a[5m] + 1", "1:7", "binary expression must contain only scalar and instant vector types"),
    ("-a[5m]", "1:1", "unary expression only allowed"), ("topk(a)", "1:1", "expected type scalar"),
    ("topk(3)", "1:1", "wrong number of arguments"), ("sum(1)", "1:1", "expected type instant vector"),
    ("sum by (1) (a)", "1:9", "expected label"), ("sum by kind (a)", "1:8", "grouping opts"),
    ("\"abc", "1:1", "unterminated quoted string"), ("a{b=\"\\q\"}", "1:6", "unknown escape sequence"),
    ("a{b=\"\\xff\"}", "1:5", "not UTF-8"), ("5q", "1:1", "bad number or duration"), ("0xg", "1:1", "bad number"),
    ("1h1d", "1:1", "bad number or duration"), ("a\n  $", "2:3", "unexpected character: '$'"),
    ("桥", "1:1", "unexpected character: '桥'"),
    ("a{b=\"桥\"} $", "1:10", "unexpected character: '$'"), ("by", "1:1", "unexpected \"by\""),
    ("a = 1", "1:3", "unexpected \"=\""),
    (String(repeating: "(", count: 5000), "1:101", "nested more than 100 deep"),
    (String(repeating: "-", count: 5000), "1:", "nested more than 100 deep"),
    ("9" + String(repeating: "9", count: 30) + "d", "1:1", "bad number or duration"),
  ]) func saysWhere(text: String, place: String, detail: String) {
    do throws(QueryError) {
      _ = try Parser.parse(text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.kind == .badData)
      #expect(error.message.hasPrefix("invalid parameter \"query\": \(place)"), "\(text.prefix(60)): \(error.message)")
      #expect(error.message.contains(detail), "\(text.prefix(60)): \(error.message)")
    }
  }

  @Test(arguments: [
    "a", "a:b:c", "a{b=\"c\",}", "{__name__=\"a\"}", "sum(a)by(b,)", "SUM(a) BY (b)", "a offset -5m",
    "rate(a[1h30m] offset 1d)",
    "-a ^ 2", "1e3 + .5 + 0X1f", "'x'", "`\\`", "\"\\u4e2d\\101\\x41\"", "a  # and so on\n+ b", "a{on=\"by\"}", "sum",
    "avg{a=\"b\"}",
    "a and on () b", "nan", "+Inf", "time()", "a == bool on (x) b", "quantile(0.5, a) without (b)",
  ]) func reads(text: String) throws { _ = try Parser.parse(text) }

  @Test func survivesAnything() {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "a", "sum", "rate", "by", "(", ")", "{", "}", "[", "]", "5m", "1h", "\"x\"", "=~", "=", "!=", "+", "-", "*", "^",
      "offset",
      "bool", "on", "and", "or", ",", "1", "0.5", ".5", ".", "topk", "quantile_over_time", "#", "\n", " ", "桥", "\\",
      "`", ":", "@", "inf", "e",
    ]
    var readable = 0
    for _ in 0..<30_000 {
      let text = (0..<Int.random(in: 1..<12, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
        .joined(separator: Bool.random(using: &generator) ? " " : "")
      if (try? Parser.parse(text)) != nil { readable += 1 }
    }
    #expect(readable > 100)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? Parser.parse(String(decoding: bytes, as: UTF8.self))
    }
  }
}
