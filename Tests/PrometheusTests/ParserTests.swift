// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
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
    ("a[5m:1]", "1:6", "expected a positive duration"), ("a[5m:1m", "1:8", "expected \"]\""),
    ("5[5m:1m]", "1:2", "subquery is only allowed on instant vector, got scalar"),
    ("a[5m][5m:1m]", "1:6", "subquery is only allowed on instant vector, got range vector"),
    ("a offset 5m [5m]", "1:13", "no offset modifiers allowed before range"),
    ("a @ 5 [5m]", "1:7", "no @ modifiers allowed before range"), ("a[0s]", "1:3", "expected a positive duration"),
    ("rate(a[5m])[5m]", "1:12", "ranges only allowed for vector selectors"),
    ("a @ b", "1:5", "expected timestamp"), ("a @ inf", "1:5", "expected timestamp"),
    ("a @ 1e300", "1:5", "timestamp out of bounds"), ("a @ start", "1:10", "expected \"(\""),
    ("a @ 5 @ 5", "1:7", "may not be set multiple times"), ("a offset 5m offset 5m", "1:13", "may not be set multiple"),
    ("sum(a) @ 5", "1:8", "@ modifier must be preceded by"), ("a[5m:1m] + 1", "1:10", "binary expression must contain"),
    ("label_replace(a, \"b\", \"c\", \"d\")", "1:1", "expected 5 argument(s)"),
    ("label_replace(a, \"b\", \"c\", \"d\", e)", "1:33", "expected type string in call to function"),
    ("label_join(a, \"b\")", "1:1", "expected 3 argument(s)"),
    ("label_join(a, \"b\", \"c\", 5)", "1:25", "expected type string"),
    ("count_values(5, a)", "1:1", "expected type string in aggregation parameter"),
    ("pi(1)", "1:1", "expected 0 argument(s)"),
    ("hour(a, b)", "1:1", "expected 0 argument(s)"), ("absent(a[5m])", "1:8", "got range vector"),
    ("sum(a) offset 5m", "1:8", "offset modifier must be preceded by"), ("a offset 5", "1:10", "expected a duration"),
    ("1 > 2", "1:3", "comparisons between scalars must use BOOL modifier"),
    ("1 and 2", "1:3", "set operator \"and\" not allowed"),
    ("a + on (b) 1", "1:3", "vector matching only allowed between instant vectors"),
    ("a and on (b) group_left c", "1:14", "no grouping allowed for \"and\" operation"),
    ("a + on (b) group_left (c, b) d", "1:23", "label \"b\" must not occur in ON and GROUP clause at once"),
    ("a + group_left b", "1:5", "unexpected \"group_left\""),
    ("1 + on (b) group_left c", "1:3", "vector matching only"),
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
      #expect(error.message(in: "zh-Hans").hasPrefix("参数 \"query\" 无效：第 "), "\(text.prefix(60)): \(error.chinese)")
      #expect(error.message(in: "en") == error.message)
    }
  }

  @Test(arguments: [
    "a", "a:b:c", "a{b=\"c\",}", "{__name__=\"a\"}", "sum(a)by(b,)", "SUM(a) BY (b)", "a offset -5m",
    "rate(a[1h30m] offset 1d)",
    "-a ^ 2", "1e3 + .5 + 0X1f", "'x'", "`\\`", "\"\\u4e2d\\101\\x41\"", "a  # and so on\n+ b", "a{on=\"by\"}", "sum",
    "avg{a=\"b\"}",
    "a[5m:1m]", "a[5m:]", "sum(sum_over_time(rate(a[5m])[1h:] offset 5m @ 7))", "a @ -5.5 offset 1m",
    "a offset -1m @ end()", "a[5m] @ start()",
    "max_over_time(a[1h:5m] @ start())[1d:1h]", "start", "a + on (b) group_left c", "a + ignoring (b) group_right () c",
    "a + on (b) group_left (c, d) (e)", "absent_over_time(a[5m:])", "label_join(a, \"b\", \"c\", \"d\", \"e\", \"f\")",
    "hour()",
    "count_values by (b) (\"c\", a)", "predict_linear(a[5m], -60)", "pi() * time()",
    "a and on () b", "nan", "+Inf", "time()", "a == bool on (x) b", "quantile(0.5, a) without (b)",
  ]) func reads(text: String) throws { _ = try Parser.parse(text) }

  /// `CITYWIDE_FUZZ` asks for more.
  static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 20_000

  @Test func survivesAnything() {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "a", "sum", "rate", "by", "(", ")", "{", "}", "[", "]", "5m", "1h", "\"x\"", "=~", "=", "!=", "+", "-", "*", "^",
      "offset",
      "bool", "on", "and", "or", ",", "1", "0.5", ".5", ".", "topk", "quantile_over_time", "#", "\n", " ", "桥", "\\",
      "`", ":", "@", "inf", "e", "start", "group_left", "label_replace", "absent",
    ]
    var readable = 0
    for _ in 0..<Self.inputs {
      let text = (0..<Int.random(in: 1..<12, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
        .joined(separator: Bool.random(using: &generator) ? " " : "")
      if (try? Parser.parse(text)) != nil { readable += 1 }
    }
    #expect(readable > 100)
    for _ in 0..<Self.inputs / 4 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? Parser.parse(String(decoding: bytes, as: UTF8.self))
    }
  }
}
