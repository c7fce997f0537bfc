// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@Suite struct JSONWriterTests {
  @Test(
    arguments: [
      (nil, "null"), (true, "true"), (.integer(.min), "-9223372036854775808"), (.integer(.max), "9223372036854775807"),
      (.number(1), "1"), (.number(-0.0), "-0.0"), (.number(0.1), "0.1"), (.number(1e21), "1e+21"),
      (.number(1e-7), "1e-07"),
      (.number(9_007_199_254_740_991), "9007199254740991"), (.number(.leastNonzeroMagnitude), "5e-324"),
      // The bound of 64 bits as a double.
      (.number(-9_223_372_036_854_775_808), "-9.223372036854776e+18"),
      (.number(.infinity), "null"), (.number(.nan), "null"),
      ("", #""""#), ("a\"\\/\n\r\t\u{8}\u{1F}\u{7F}中", "\"a\\\"\\\\/\\n\\r\\t\\u0008\\u001f\u{7F}中\""),
      ([], "[]"), ([1, [2, "x"], [:]], #"[1,[2,"x"],{}]"#), ([:], "{}"),
      // Keys by code point, which is not the order of UTF-16.
      (["b": 1, "a": [2, 3], "": 0, "B": nil], #"{"":0,"B":null,"a":[2,3],"b":1}"#),
      (["\u{10000}": 1, "\u{FFFD}": 2], "{\"\u{FFFD}\":2,\"\u{10000}\":1}"),
      (["a\nb": ["c\"": 1]], #"{"a\nb":{"c\"":1}}"#),
    ] as [(JSON, String)])
  func writes(_ value: JSON, _ text: String) {
    #expect(value.text == text)
    #expect(value.bytes == Array(text.utf8))
  }

  /// Whatever the place of what is escaped among the bytes that are looked at together.
  @Test(arguments: [("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\u{0}", #"\u0000"#), ("\u{1F}", #"\u001f"#)])
  func escapes(_ character: String, _ escape: String) {
    for neighbour in ["a", "!", "#", "[", "]", " ", "\u{7F}", "é", "井"] {
      for before in 0..<10 {
        for after in 0..<10 {
          let (head, tail) = (String(repeating: neighbour, count: before), String(repeating: neighbour, count: after))
          let text = JSON.string(head + character + tail + character).text
          #expect(text == "\"" + head + escape + tail + escape + "\"")
        }
      }
    }
  }

  @Test func writesPieceByPiece() throws {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("string", "a\"b")
    writer.member("absent", nil as String?)
    writer.member("integer", 7)
    writer.member("double", 2.5)
    writer.member("bool", false)
    writer.member("at", Instant(milliseconds: 0))
    writer.member("id", Identifier(rawValue: 1))
    writer.key("list")
    writer.beginArray()
    writer.null()
    writer.raw(#"{"x":1}"#.utf8)
    writer.beginArray()
    writer.endArray()
    writer.value(["k": [1]])
    writer.endArray()
    writer.key(named: "ключ\n")
    writer.integer(UInt8(200))
    writer.endObject()
    let expected =
      #"{"string":"a\"b","integer":7,"double":2.5,"bool":false,"at":"1970-01-01T00:00:00.000Z","id":"0000000000001","#
      + #""list":[null,{"x":1},[],{"k":[1]}],"ключ\n":200}"#
    #expect(writer.text == expected)
    #expect(throws: Never.self) { try JSON(parsing: writer.text) }
  }

  /// The text of an instant is kept for the next one, which may be the same or not.
  @Test func writesInstantsThatRepeat() {
    var writer = JSONWriter()
    writer.beginObject()
    for milliseconds in [0, 0, 1, 0, 0] as [Int64] { writer.member("at", Instant(milliseconds: milliseconds)) }
    writer.endObject()
    let texts = [0, 0, 1, 0, 0].map { #""at":"1970-01-01T00:00:00.00\#($0)Z""# }
    #expect(writer.text == "{" + texts.joined(separator: ",") + "}")
  }
}
