// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Telemetry
import TestSupport
import Testing
import Vocabulary

@testable import SensorThings

/// The small pieces that the door is made of.
struct PieceTests {
  @Test func observationsAreNamedByStreamTimeAndNumber() {
    for (text, id) in [
      ("7-1793491200123", ObservationID(stream: 7, at: 1_793_491_200_123, number: 0)),
      ("7-1793491200123-2", ObservationID(stream: 7, at: 1_793_491_200_123, number: 2)),
      ("7--5", ObservationID(stream: 7, at: -5, number: 0)), ("7--5-1", ObservationID(stream: 7, at: -5, number: 1)),
    ] {
      #expect(ObservationID(text) == id)
      #expect(id.text == text)
    }
    for text in ["", "7", "7-", "-7-1", "7-1-0", "7-1-2-3", "7-x", "a-1", "7---5", "7-1-", "99999999999999999999-1"] {
      #expect(ObservationID(text) == nil || ObservationID(text)?.stream == -7, "\(text)")
    }
  }

  @Test func keepsTheTextOfValues() throws {
    let text = "{ \"a\" : [1.50, {\"b\\u0063\": 2e1}, \"x\\\"]\" ], \"result\":-0.0 , \"o\":{} ,\"e\":[]}"
    let body = try Body(parsing: Array(text.utf8))
    #expect(body["result"]?.written == "-0.0")
    #expect(body["a"]?.elements?[0].written == "1.50")
    #expect(body["a"]?.elements?[1]["bc"]?.written == "2e1")
    #expect(body["a"]?.elements?[2].written == "\"x\\\"]\"")
    #expect(body["o"]?.written == "{}" && body["e"]?.written == "[]")
    #expect(body["a"]?.elements?[1]["bc"]?.pointer == "/a/1/bc")
  }

  /// Of any JSON text the parts are found where they are.
  @Test func findsEveryPartOfAnyText() throws {
    var generator = SeededGenerator(seed: 11)
    func value(_ depth: Int) -> JSON {
      switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
      case 0: return .null
      case 1: return .bool(Bool.random(using: &generator))
      case 2: return .integer(Int64.random(in: -1_000_000...1_000_000, using: &generator))
      case 3: return .number(Double.random(in: -1e6...1e6, using: &generator))
      case 4:
        let letters = Array("ab\"\\,]}{[: 中\n")
        return .string(
          String((0..<Int.random(in: 0..<6, using: &generator)).map { _ in letters.randomElement(using: &generator)! }))
      case 5: return .array((0..<Int.random(in: 0..<4, using: &generator)).map { _ in value(depth - 1) })
      default:
        let pairs = (0..<Int.random(in: 0..<4, using: &generator)).map { ("k\"\($0)", value(depth - 1)) }
        return .object(Dictionary(pairs) { first, _ in first })
      }
    }
    func check(_ body: Body) throws {
      #expect(try JSON(parsing: body.written) == body.json)
      for element in body.elements ?? [] { try check(element) }
      for name in body.members.keys { if let member = body.member(name) { try check(member) } }
    }
    for _ in 0..<500 {
      let text = value(4).text
      try check(try Body(parsing: Array(text.utf8)))
    }
  }

  @Test func saysInBothLanguagesWhatIsWrongInABody() throws {
    let body = try Body(parsing: Array(#"{"Thing":[1],"result":5}"#.utf8))
    let thing = try #require(throws: Problem.self) { try body["Thing"]?.requireObject("a Thing", "Thing ") }
    #expect(thing.detail == "/Thing: a Thing is an object, not array")
    #expect(thing.detail(in: "zh-Hans") == "请求体的 /Thing 有误：Thing 应为对象，而不是数组")
    #expect(thing.errors.first?.detail(in: "zh-Hans") == "Thing 应为对象，而不是数组")
    #expect(body["result"]?.wrongParts(2).detail(in: "zh-Hans").contains("应为含 2 个结果的列表") == true)
    let patch = try #require(throws: Problem.self) {
      try JSONPatch(parsing: Array(#"[{"op":"remove","path":"/a/b"}]"#.utf8)).applied(to: ["a": ["c": 1]])
    }
    #expect(patch.detail == "/0: there is nothing at b")
    #expect(patch.detail(in: "zh-Hans") == "/0 处的操作有误：b 处没有内容")
  }

  @Test func readsBoundsOfTimeOutOfConditions() throws {
    func bounds(_ filter: String) throws -> (Int64, Int64, Bool) {
      let options = try QueryOptions(parsing: "$filter=" + filter.replacing(" ", with: "%20"), root: .observation)
      let bounds = TimeBounds(options.filter)
      return (bounds.from, bounds.to, bounds.isExact)
    }
    let ten: Int64 = 10_000
    #expect(try bounds("phenomenonTime ge 1970-01-01T00:00:10Z") == (ten, .max, true))
    #expect(try bounds("phenomenonTime gt 1970-01-01T00:00:10Z") == (ten + 1, .max, true))
    #expect(try bounds("phenomenonTime lt 1970-01-01T00:00:10Z") == (.min, ten, true))
    #expect(try bounds("1970-01-01T00:00:10Z ge phenomenonTime") == (.min, ten + 1, true))
    #expect(try bounds("phenomenonTime eq 1970-01-01T00:00:10Z") == (ten, ten + 1, true))
    #expect(try bounds("phenomenonTime ge 1970-01-01T00:00:10Z and result gt 5") == (ten, .max, false))
    #expect(try bounds("phenomenonTime ge 1970-01-01T00:00:10Z or result gt 5") == (.min, .max, false))
    #expect(try bounds("not phenomenonTime ge 1970-01-01T00:00:10Z") == (.min, .max, false))
    #expect(
      try bounds("phenomenonTime lt 1970-01-01T00:00:10Z/1970-01-01T00:00:20Z") == (.min, ten, false))
  }

  @Test func readsBoundsOfResultsOutOfConditions() throws {
    func bounds(_ filter: String) throws -> ResultBounds? {
      let options = try QueryOptions(parsing: "$filter=" + filter.replacing(" ", with: "%20"), root: .observation)
      return ResultBounds(options.filter)
    }
    let both = try bounds("result gt 5 and 10 ge result and year(phenomenonTime) eq 2026")
    #expect(both?.low == 5 && both?.high == 10)
    let exact = try bounds("result eq -2.5")
    #expect(exact?.low == -2.5 && exact?.high == -2.5)
    for filter in [
      "result gt '5'", "result ne 5", "result gt 5 or result lt 3", "not result gt 5", "result add 1 gt 5",
    ] {
      #expect(try bounds(filter) == nil, "\(filter)")
    }
  }

  @Test func readsTargetsOfBatches() {
    for (address, path, query) in [
      ("Things", "Things", nil), ("/sensorthings/v1.1/Things(1)?$top=1", "Things(1)", "$top=1"),
      (
        "https://city.example:8080/sensorthings/v1.1/Things?$filter=name eq 'v1.1/x'", "Things",
        "$filter=name eq 'v1.1/x'"
      ),
      ("/v1.1/Things", "Things", nil), ("v1.1/Things", "Things", nil),
      ("$thing0/Datastreams", "$thing0/Datastreams", nil),
      ("/Things", "Things", nil),
    ] as [(String, String, String?)] {
      let target = ThingsRequest.target(address)
      #expect(target.path == path && target.query == query, "\(address)")
    }
  }

  @Test func readsPartsOfMultipart() throws {
    let body =
      "preamble\r\n--b\r\nContent-ID: 1\r\nContent-Type: application/http\r\n\r\nline\r\n--bc\r\n\r\n--b\r\n\r\n--b--\r\nend"
    let parts = try MixedPart.parse(Array(body.utf8), contentType: "multipart/mixed; boundary=\"b\"; x=y")
    #expect(parts.count == 2)
    #expect(String(decoding: parts[0].body, as: UTF8.self) == "line\r\n--bc\r\n")
    #expect(parts[0].header("content-id") == "1" && parts[0].mediaType == "application/http")
    for wrong in ["", "--b\r\n", "--b--x"] {
      #expect(throws: Problem.self) {
        try MixedPart.parse(Array(wrong.utf8), contentType: "multipart/mixed; boundary=b")
      }
    }
    #expect(throws: Problem.self) { try MixedPart.parse([], contentType: "multipart/mixed") }
  }

  @Test func writesNumbersAsTheyCame() throws {
    for (text, isHeld) in [
      ("2.00", true), ("20", true), ("-0.50", true), ("0.1", true), ("1e3", true), ("123456789012345678", false),
      ("0.1234567890123456789", false), ("1.0000000000000", false), ("9007199254740993", false),
      ("0.30000000000000004", true),
    ] {
      let result = GivenResult(try Body(parsing: Array(text.utf8)), kind: .number)
      #expect((result.value != nil) == isHeld, "\(text)")
      guard let number = result.value?.number, !text.contains("e") else { continue }
      #expect(NumberText.of(number, decimals: result.decimals) == text)
    }
  }
}
