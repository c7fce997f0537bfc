// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

/// What RFC 8259 accepts and refuses.
@Suite struct JSONParserTests {
  @Test(
    arguments: [
      ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n null \t\r\n ", .null),
      ("0", .integer(0)), ("-0", .integer(0)), ("7", .integer(7)), ("-12", .integer(-12)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      // One more than a 64-bit integer holds is a double.
      ("9223372036854775808", .number(9223372036854775808)), ("1.5", .number(1.5)), ("-0.5", .number(-0.5)),
      ("-0.0", .number(-0.0)), ("1e-3", .number(0.001)), ("1E3", .integer(1000)),
      ("123.456e78", .number(1.23456e80)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
      // Whole numbers are integers however they are written, as far as a double is exact.
      ("1.0", .integer(1)), ("1e2", .integer(100)), ("1E+2", .integer(100)), ("-20e-1", .integer(-2)),
      ("9007199254740991.0", .integer(9_007_199_254_740_991)), ("9007199254740992.0", .number(9_007_199_254_740_992)),
      ("-9223372036854775808.0", .number(-9_223_372_036_854_775_808)),
      (#""""#, ""), (#""a b""#, "a b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u4e2d\u56FD""#, "中国"),
      (#""中国 🏙""#, "中国 🏙"), (#""\uD83C\uDFD9""#, "🏙"), (#""\u007f""#, "\u{7F}"), ("\"\u{7F}\"", "\u{7F}"),
      (#""\u2028\uFEFF\uFFFF""#, "\u{2028}\u{FEFF}\u{FFFF}"), (#""e\u0301""#, "e\u{301}"),
      ("[]", .array([])), ("[ ]", .array([])), ("[1,[2,[]],null]", [1, [2, []], nil]), ("[1 , 2\n]", [1, 2]),
      ("{}", .object([:])), ("{ }", .object([:])), (#"{"":0}"#, ["": 0]),
      (#"{"a":{"b":[{}]},"c":true}"#, ["a": ["b": [[:]]], "c": true]),
      (#" { "a" : 1 , "b" : "x" } "#, ["a": 1, "b": "x"]), (#"{"a":1,"A":2}"#, ["a": 1, "A": 2]),
      (#"{"\u0061":1}"#, ["a": 1]),
    ] as [(String, JSON)])
  func accepts(_ text: String, _ value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  @Test(
    arguments: [
      ("", 1, 1), ("  ", 1, 3), ("nul", 1, 1), ("nulL", 1, 1), ("True", 1, 1), ("NaN", 1, 1), ("Infinity", 1, 1),
      ("-Infinity", 1, 2), ("undefined", 1, 1), ("null null", 1, 6), ("1 2", 1, 3), ("1]", 1, 2), ("'a'", 1, 1),
      ("\u{FEFF}1", 1, 1), ("\u{A0}1", 1, 1), ("// x\n1", 1, 1), ("1 /* x */", 1, 3),
      ("-", 1, 2), ("+1", 1, 1), ("01", 1, 1), ("-01", 1, 2), ("00", 1, 1), ("1.", 1, 3), (".5", 1, 1), ("1.e1", 1, 3),
      ("1e", 1, 3), ("1e+", 1, 4), ("0x10", 1, 2), ("1_000", 1, 2), ("1e400", 1, 6), ("-1e400", 1, 7), ("1,5", 1, 2),
      ("１", 1, 1), ("--1", 1, 2), ("1-1", 1, 2),
      (#""a"#, 1, 3), (#"""#, 1, 2), ("\"a\nb\"", 1, 3), ("\"a\tb\"", 1, 3), ("\"\0\"", 1, 2), (#""\x""#, 1, 3),
      (#""\"#, 1, 3), (#""\u12"#, 1, 4), (#""\u12G4""#, 1, 6), (#""\u""#, 1, 4), (#""\uD800""#, 1, 8),
      (#""\uD800x""#, 1, 8), (#""\uD800\n""#, 1, 8), (#""\uD800\uD800""#, 1, 14), (#""\uDC00""#, 1, 8),
      (#""\u0000""#, 1, 8),
      (#""\U0041""#, 1, 3), ("[", 1, 2), ("[1", 1, 3), ("[1,", 1, 4), ("[1,]", 1, 4), ("[,1]", 1, 2), ("[1 2]", 1, 4),
      ("[1}", 1, 3), ("]", 1, 1), ("[\"a\":1]", 1, 5), ("[1,,2]", 1, 4),
      ("{", 1, 2), ("{1:2}", 1, 2), ("{a:1}", 1, 2), (#"{"a""#, 1, 5), (#"{"a" 1}"#, 1, 6), (#"{"a":}"#, 1, 6),
      (#"{"a":1"#, 1, 7), (#"{"a":1,}"#, 1, 8), (#"{,"a":1}"#, 1, 2), (#"{"a":1 "b":2}"#, 1, 8), (#"{"a":1]"#, 1, 7),
      (#"{"a",1}"#, 1, 5), (#"{"a":1,"a":1}"#, 1, 13), (#"{"a":1,"\u0061":2}"#, 1, 18), ("}", 1, 1),
      ("{\n  \"a\": 1,\n  \"名\": x\n}", 3, 8), ("[1,\n\n?]", 3, 1),
    ] as [(String, Int, Int)])
  func refuses(_ text: String, _ line: Int, _ column: Int) {
    let problem = #expect(throws: Problem.self) { try JSON(parsing: text) }
    #expect(problem?.code == .badRequest)
    #expect(
      problem?.detail.hasPrefix("no valid JSON at line \(line), column \(column): ") == true, "\(problem?.detail ?? "")"
    )
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3, 0x28],
    ] as [[UInt8]])
  func refusesInvalidUTF8(_ bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    for escape in [[], Array(#"\n"#.utf8)] {
      let problem = #expect(throws: Problem.self) { try JSON(parsing: [quote] + bytes + escape + [quote]) }
      #expect(problem?.detail.contains("UTF-8") == true)
    }
    #expect(throws: Problem.self) { try JSON(parsing: bytes) }
  }

  @Test func nestingIsBounded() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSON(parsing: nested(64)) }
    let problem = #expect(throws: Problem.self) { try JSON(parsing: nested(65)) }
    #expect(problem?.detail.contains("column 65: nested too deeply") == true)
    #expect(throws: Never.self) { try JSON(parsing: nested(3), depth: 3) }
    #expect(throws: Problem.self) { try JSON(parsing: nested(4), depth: 3) }
    #expect(throws: Problem.self) { try JSON(parsing: "[]", depth: 0) }
    #expect(try JSON(parsing: "1", depth: 0) == 1)
    // Depth is given back where a container ends.
    #expect(throws: Never.self) { try JSON(parsing: "[[],[],[{}],{\"a\":[]}]", depth: 3) }
    #expect(throws: Problem.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    #expect(throws: Problem.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
  }

  @Test func aTinyNumberIsZero() throws {
    #expect(try JSON(parsing: "1e-400") == .integer(0))
    #expect(try JSON(parsing: "0.\(String(repeating: "0", count: 2000))1e2002").double == 10)
  }

  @Test func aLongKeyIsCutInTheMessage() {
    let key = String(repeating: "k", count: 100_000)
    let problem = #expect(throws: Problem.self) { try JSON(parsing: "{\"\(key)\":1,\"\(key)\":2}") }
    #expect((problem?.detail.count ?? 0) < 200)
  }

  @Test func aLazyCollectionOfBytesWillDo() throws {
    #expect(try JSON(parsing: "[1,2]".utf8.lazy.map { $0 }) == [1, 2])
    #expect(try JSON(parsing: Array("x[1]x".utf8)[1..<4]) == [1])
  }
}
