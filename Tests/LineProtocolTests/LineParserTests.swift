// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

/// What a line says, with all names unescaped.
struct Line: Equatable {
  var measurement: String
  var tags: [String: String] = [:]
  var fields: [String: String] = [:]
  var time: Int64?
}

/// Lines and faults of a text, in order.
func parse(_ text: String) -> [Result<Line, LineError>] {
  let bytes = Array(text.utf8)
  return bytes.withUnsafeBufferPointer { buffer in
    var parser = LineParser(buffer)
    var results: [Result<Line, LineError>] = []
    while true {
      do throws(LineFault) {
        guard try parser.next() else { return results }
        let head = try LineHead(buffer[parser.head])
        var line = Line(measurement: head.measurement, time: parser.time)
        for tag in head.tags { line.tags[tag.key] = tag.value }
        for field in parser.fields {
          let key = String(decoding: buffer[field.key].unescaped { $0.isSpecial }, as: UTF8.self)
          switch field.value {
          case .number(let number, _): line.fields[key] = "\(number)"
          case .bool(let bool): line.fields[key] = "\(bool)"
          case .text(let range):
            let text = buffer[range].unescaped { $0 == .quote || $0 == .backslash }
            line.fields[key] = "'" + String(decoding: text, as: UTF8.self) + "'"
          }
        }
        results.append(.success(line))
      } catch {
        results.append(.failure(LineError(line: parser.line, reason: error.reason, chinese: error.chinese)))
      }
    }
  }
}

struct LineError: Error, Equatable {
  var line: Int
  var reason: String
  var chinese: String
}

/// https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
struct LineParserTests {
  @Test(arguments: [
    // The syntax page's own examples.
    (
      #"myMeasurement,tag1=value1,tag2=value2 fieldKey="fieldValue" 1556813561098000000"#,
      Line(
        measurement: "myMeasurement", tags: ["tag1": "value1", "tag2": "value2"], fields: ["fieldKey": "'fieldValue'"],
        time: 1_556_813_561_098_000_000)
    ),
    ("myMeasurement fieldKey=1.0", Line(measurement: "myMeasurement", fields: ["fieldKey": "1.0"])),
    ("myMeasurement fieldKey=1", Line(measurement: "myMeasurement", fields: ["fieldKey": "1.0"])),
    ("myMeasurement fieldKey=-1.234456e+78", Line(measurement: "myMeasurement", fields: ["fieldKey": "-1.234456e+78"])),
    ("myMeasurement fieldKey=12485903i", Line(measurement: "myMeasurement", fields: ["fieldKey": "12485903.0"])),
    ("myMeasurement fieldKey=12485903u", Line(measurement: "myMeasurement", fields: ["fieldKey": "12485903.0"])),
    ("myMeasurement fieldKey=true", Line(measurement: "myMeasurement", fields: ["fieldKey": "true"])),
    // Escapes: what is special is escaped by one backslash; any other backslash is itself.
    (
      #"my\ Measurement fieldKey="string value""#,
      Line(measurement: "my Measurement", fields: ["fieldKey": "'string value'"])
    ),
    (
      #"m fieldKey="\"string\" within a string""#,
      Line(measurement: "m", fields: ["fieldKey": #"'"string" within a string'"#])
    ),
    (
      #"m,tag\ Key1=tag\ Value1,tag\ Key2=tag\ Value2 fieldKey=100"#,
      Line(measurement: "m", tags: ["tag Key1": "tag Value1", "tag Key2": "tag Value2"], fields: ["fieldKey": "100.0"])
    ),
    (
      "m,tagKey=🍭 fieldKey=\"Launch 🚀\"",
      Line(measurement: "m", tags: ["tagKey": "🍭"], fields: ["fieldKey": "'Launch 🚀'"])
    ),
    (#"a\,b,k\=1=v\=\,2 f\,g\=\ h=1"#, Line(measurement: "a,b", tags: ["k=1": "v=,2"], fields: ["f,g= h": "1.0"])),
    (#"C:\dir,p=\x v=1"#, Line(measurement: #"C:\dir"#, tags: ["p": #"\x"#], fields: ["v": "1.0"])),
    (#"m v="C:\\dir\n""#, Line(measurement: "m", fields: ["v": #"'C:\dir\n'"#])),
    ("m v=\"two\nlines\" 5", Line(measurement: "m", fields: ["v": "'two\nlines'"], time: 5)),
    (#"m v="a,b=c d""#, Line(measurement: "m", fields: ["v": "'a,b=c d'"])),
    (#"m"q,t"="x" v=1"#, Line(measurement: #"m"q"#, tags: [#"t""#: #""x""#], fields: ["v": "1.0"])),
    // Times.
    ("m v=1 -9223372036854775806", Line(measurement: "m", fields: ["v": "1.0"], time: -9_223_372_036_854_775_806)),
    ("m v=1 9223372036854775807", Line(measurement: "m", fields: ["v": "1.0"], time: .max)),
    // Space that means nothing.
    ("  m   v=1   12  \r", Line(measurement: "m", fields: ["v": "1.0"], time: 12)),
    (
      "m v=1,w=f,x=T,y=TRUE,z=False",
      Line(measurement: "m", fields: ["v": "1.0", "w": "false", "x": "true", "y": "true", "z": "false"])
    ),
    // Numbers to the last bit.
    (
      "m a=0.1,b=123456789.123456789,c=5e-324,d=1.7976931348623157e308,e=.5,f=1.,g=+2,h=-0.0,i=9007199254740993,j=1e-7",
      Line(
        measurement: "m",
        fields: [
          "a": "0.1", "b": "123456789.12345679", "c": "5e-324", "d": "1.7976931348623157e+308", "e": "0.5", "f": "1.0",
          "g": "2.0", "h": "-0.0", "i": "9007199254740992.0", "j": "1e-07",
        ])
    ),
    (
      "m a=-9223372036854775808i,b=18446744073709551615u,c=0i",
      Line(measurement: "m", fields: ["a": "-9.223372036854776e+18", "b": "1.8446744073709552e+19", "c": "0.0"])
    ),
  ])
  func reads(text: String, line: Line) {
    #expect(parse(text) == [.success(line)])
    #expect(parse(text + "\n# comment\n\n" + text) == [.success(line), .success(line)])
  }

  @Test(arguments: [
    (",t=1 v=1", "the measurement is missing"), ("m", "the fields are missing"), ("m,t=1", "the fields are missing"),
    ("m ", "the field \"\" has no value"), ("m v", "the field \"v\" has no value"), ("m =1", "a field has no name"),
    ("m v=", "the value of a field is missing"), ("m v=,w=1", "the value of a field is missing"),
    ("m v=1,", "the field \"\" has no value"), ("m v=1 w=2", "the time \"w=2\" is no integer"),
    ("m v=1 12.5", "is no integer"), ("m v=1 12 13", "\"13\" was not expected"), ("m v=1 12,5", "is no integer"),
    ("m v=NaN", "\"NaN\" is no value"), ("m v=inf", "\"inf\" is no value"), ("m v=-Inf", "\"-Inf\" is no number"),
    ("m v=1e999", "does not fit a double"), ("m v=1e", "\"1e\" is no number"), ("m v=.", "\".\" is no number"),
    ("m v=-", "is no number"), ("m v=1.2.3", "is no number"), ("m v=1x", "\"1x\" is no number"),
    ("m v=1.5i", "is no number"), ("m v=9223372036854775808i", "does not fit 64 bits"),
    ("m v=-1u", "does not fit 64 bits"), ("m v=18446744073709551616u", "does not fit 64 bits"),
    ("m v=tRUE", "\"tRUE\" is no value"), ("m v='a'", "is no value"), ("m v=\"a", "a text has no closing"),
    ("m v=\"a\"b", "after the closing"), ("m v=1 9223372036854775808", "outside the years 1677 to 2262"),
    ("m,t v=1", "the tag \"t\" has no value"), ("m,=x v=1", "a tag has no name"), ("m,t= v=1", "has an empty value"),
    ("m,t=1,t=2 v=1", "the tag \"t\" is given twice"), ("m,t=a=b v=1", "has a second ="), ("m, v=1", "has no value"),
    ("m,t=1,, v=1", "has no value"),
  ])
  func refuses(text: String, reason: String) throws {
    let results = parse("good v=1\n" + text + "\ngood v=2 7\n")
    try #require(results.count == 3, "\(results)")
    #expect(results[0] == .success(Line(measurement: "good", fields: ["v": "1.0"])))
    #expect(results[2] == .success(Line(measurement: "good", fields: ["v": "2.0"], time: 7)))
    guard case .failure(let error) = results[1] else {
      Issue.record("\(text) was read as \(results[1])")
      return
    }
    #expect(error.line == 2)
    #expect(error.reason.contains(reason), "\(error.reason)")
    #expect(error.chinese != error.reason && error.chinese.contains { !$0.isASCII }, "\(error.chinese)")
  }

  @Test func countsLinesWithinTextsAndFaults() {
    let results = parse("\n# first\nm v=\"a\nb\nc\"\nbad\n\nm v=\"x\ny\"z\nm v=1\nbad")
    let faults = results.compactMap { result in if case .failure(let error) = result { error.line } else { nil } }
    #expect(faults == [6, 8, 11])
  }

  /// A body full of texts that are never closed costs time in proportion to its length.
  @Test(.timeLimit(.minutes(1))) func hasNoQuadraticInput() {
    for piece in ["m v=\"\\\"\n", "m v=\"a\n", "m,t=\\", "#\n", "m v=\"\\\\\" \"\n", "\\ ", ",,,", "m v=1 \""] {
      let bytes = Array(String(repeating: piece, count: 20_000).utf8)
      bytes.withUnsafeBufferPointer { buffer in
        var parser = LineParser(buffer)
        var more = true
        while more { do throws(LineFault) { more = try parser.next() } catch {} }
        #expect(parser.position == buffer.count)
      }
    }
  }
}
