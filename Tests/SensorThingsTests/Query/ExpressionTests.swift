// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Testing
import Vocabulary

/// Golden cases from the grammar: OGC 18-088 §9.3.3.5 with OData 4.0 part 2 §5.1.1 and its ABNF.
struct ExpressionTests {
  private func parse(_ text: String, _ root: EntityType = .observation) throws -> Expression {
    var parser = OptionParser(QueryScanner(text, option: "$filter", limits: QueryLimits()))
    var options = QueryOptions()
    try parser.option("$filter", of: root, into: &options)
    parser.scanner.skipSpaces()
    try #require(parser.scanner.isAtEnd, "\(text) is not read to its end")
    return try #require(options.filter)
  }

  @Test(arguments: [
    ("result gt 5", "(result gt 5)"),
    // §5.1.1.9: and before or, comparison before and, sums before comparisons, products before sums.
    ("result eq 1 or result eq 2 and result eq 3", "((result eq 1) or ((result eq 2) and (result eq 3)))"),
    ("(result eq 1 or result eq 2) and result eq 3", "(((result eq 1) or (result eq 2)) and (result eq 3))"),
    ("1 add result mul 2 sub -1 eq 4", "(((1 add (result mul 2)) sub -1) eq 4)"),
    ("6 div 2 sub result eq 2", "(((6 div 2) sub result) eq 2)"),
    ("14 div (result add 1) mod 3 mul 3 eq 3", "((((14 div (result add 1)) mod 3) mul 3) eq 3)"),
    ("result sub 5 sub 1 gt 10", "(((result sub 5) sub 1) gt 10)"),
    ("result sub (5 sub 1) gt 10", "((result sub (5 sub 1)) gt 10)"),
    // Relations before equality.
    ("result gt 3 eq true", "((result gt 3) eq true)"), ("true eq result gt 3", "(true eq (result gt 3))"),
    ("not result lt 1 and result lt 2", "(not((result lt 1)) and (result lt 2))"),
    ("not(result lt 1)", "not((result lt 1))"), ("not not (result lt 1)", "not(not((result lt 1)))"),
    ("-result eq 3", "(-(result) eq 3)"), ("- (1 add 2) eq -3", "(-((1 add 2)) eq -3)"),
    ("(1)add(2)eq(3)", "((1 add 2) eq 3)"),
    ("result in (8,9)", "(result in (8,9))"), ("parameters/a in ('x', null)", "(parameters/a in ('x',null))"),
    ("result in parameters/a", "(result in parameters/a)"),
    ("'x' in parameters/a[0] eq true", "(('x' in parameters/a[0]) eq true)"),
    ("1 add 2 in parameters/a", "((1 add 2) in parameters/a)"),
    ("startswith(parameters/a,'b') eq false", "(startswith(parameters/a,'b') eq false)"),
    ("concat(concat(parameters/a,', '),'x') eq 'y'", "(concat(concat(parameters/a,', '),'x') eq 'y')"),
    ("length(parameters/a) add 1 le 2", "((length(parameters/a) add 1) le 2)"),
    (
      "substring(parameters/a,1) eq substring( parameters/a , 1 , 2 )",
      "(substring(parameters/a,1) eq substring(parameters/a,1,2))"
    ),
    ("year(phenomenonTime) eq 2015", "(year(phenomenonTime) eq 2015)"),
    ("phenomenonTime gt now() sub duration'P1D'", "(phenomenonTime gt (now() sub 86400000ms))"),
    ("resultTime sub phenomenonTime gt duration'-PT10m'", "((resultTime sub phenomenonTime) gt -600000ms)"),
    ("parameters", "parameters"), ("true", "true"), ("null eq null", "(null eq null)"),
  ])
  func precedenceAndFunctions(_ text: String, _ tree: String) throws {
    #expect(try parse(text).tree == tree)
  }

  @Test(arguments: [
    ("result eq 0", "(result eq 0)"), ("result eq -7", "(result eq -7)"),
    ("result eq 1.5", "(result eq 1.5)"), ("result eq -1.5e-3", "(result eq -0.0015)"),
    ("result eq 2E3", "(result eq 2000.0)"), ("result eq 9223372036854775807", "(result eq 9223372036854775807)"),
    ("result eq 9223372036854775808", "(result eq 9.223372036854776e+18)"),
    ("result eq 'it''s'", "(result eq 'it's')"), ("result eq ''", "(result eq '')"),
    ("result eq ''''", "(result eq ''')"), ("result eq 'a and b'", "(result eq 'a and b')"),
    ("result eq '路灯'", "(result eq '路灯')"),
    ("resultTime eq 2026-11-24T08:30:00Z", "(resultTime eq 2026-11-24T08:30:00.000Z)"),
    ("resultTime eq 2026-11-24T08:30Z", "(resultTime eq 2026-11-24T08:30:00.000Z)"),
    ("resultTime eq 2026-11-24T08:30:00.25+08:00", "(resultTime eq 2026-11-24T00:30:00.250Z@480)"),
    // A + that was sent without being encoded.
    ("resultTime eq 2026-11-24T08:30:00 08:00", "(resultTime eq 2026-11-24T00:30:00.000Z@480)"),
    ("resultTime eq 2026-11-24T08:30:00-02:30 and true", "((resultTime eq 2026-11-24T11:00:00.000Z@-150) and true)"),
    (
      "validTime eq 2026-11-24T08:00:00Z/2026-11-24T09:00:00Z",
      "(validTime eq 2026-11-24T08:00:00.000Z/2026-11-24T09:00:00.000Z)"
    ),
    ("validTime eq 2026-11-24T08:00:00Z/PT1H", "(validTime eq 2026-11-24T08:00:00.000Z/2026-11-24T09:00:00.000Z)"),
    ("date(resultTime) eq 2026-11-24", "(date(resultTime) eq 2026-11-24)"),
    ("time(resultTime) lt 08:30", "(time(resultTime) lt 30600000ms)"),
    ("time(resultTime) lt 08:30:15.5", "(time(resultTime) lt 30615500ms)"),
    ("duration'P1W' gt duration'P1DT2H3M4.5S'", "(604800000ms gt 93784500ms)"),
  ])
  func constants(_ text: String, _ tree: String) throws {
    #expect(try parse(text).tree == tree)
  }

  @Test(arguments: [
    ("POINT (30 10)", #"{"coordinates":[30,10],"type":"Point"}"#),
    ("point(30.5 -10)", #"{"coordinates":[30.5,-10],"type":"Point"}"#),
    ("SRID=4326;POINT Z (30 10 5)", #"{"coordinates":[30,10],"type":"Point"}"#),
    ("LINESTRING (30 10, 10 30)", #"{"coordinates":[[30,10],[10,30]],"type":"LineString"}"#),
    (
      "POLYGON ((0 0, 4 0, 4 4, 0 0),(1 1, 2 1, 2 2, 1 1))",
      #"{"coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]],"type":"Polygon"}"#
    ),
    ("MULTIPOINT (1 2, 3 4)", #"{"coordinates":[[1,2],[3,4]],"type":"MultiPoint"}"#),
    ("MULTIPOINT ((1 2), (3 4))", #"{"coordinates":[[1,2],[3,4]],"type":"MultiPoint"}"#),
    (
      "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
      #"{"coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]],"type":"MultiLineString"}"#
    ),
    (
      "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
      #"{"coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]],"type":"MultiPolygon"}"#
    ),
    (
      "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
      #"{"geometries":[{"coordinates":[1,2],"type":"Point"},{"coordinates":[[1,2],[3,4]],"type":"LineString"}],"type":"GeometryCollection"}"#
    ),
  ])
  func geometries(_ text: String, _ json: String) throws {
    #expect(try parse("st_equals(location,geography'\(text)')", .location).tree == "st_equals(location,\(json))")
  }

  @Test(
    arguments: [
      (EntityType.observation, "Datastream/Thing/name eq 'x'", "(Datastream/Thing/name eq 'x')"),
      (.thing, "Datastreams/ObservedProperty/@iot.id eq 3", "(Datastreams/ObservedProperty/id eq 3)"),
      (.thing, "properties/a-b/c.d[0][1]/e eq 1", "(properties/a-b/c.d[0][1]/e eq 1)"),
      (.thing, "properties/名称 eq '桥'", "(properties/名称 eq '桥')"),
      (.datastream, "unitOfMeasurement/symbol eq '°C'", "(unitOfMeasurement/symbol eq '°C')"),
      (.thing, "Datastreams/any()", "Datastreams/any()"),
      (
        .thing, "Datastreams/any(d:d/ObservedProperty/name eq 'A' and d/Sensor/name eq 'B')",
        "Datastreams/any(d:((d/ObservedProperty/name eq 'A') and (d/Sensor/name eq 'B')))"
      ),
      (
        .thing, "Datastreams/any(d: d/Observations/all(o: o/result gt d/properties/limit and name eq 'x'))",
        "Datastreams/any(d:d/Observations/all(o:((o/result gt d/properties/limit) and (name eq 'x'))))"
      ),
    ] as [(EntityType, String, String)])
  func paths(_ root: EntityType, _ text: String, _ tree: String) throws {
    #expect(try parse(text, root).tree == tree)
  }

  // MARK: What is refused, and where

  @Test(arguments: [
    ("result gt", 10, "expected a value, not the end"),
    ("result gt )", 11, "expected a value, not \")\""),
    ("result gt 5)", 12, "is not expected here"),
    ("(result gt 5", 13, "expected an operator or \")\", not the end"),
    ("reslt gt 5", 1, "Observation has no \"reslt\"; it has id, phenomenonTime"),
    ("Datastream/nme eq 'x'", 12, "Datastream has no \"nme\""),
    ("Datastream eq 5", 1, "is an entity, not a value"),
    ("Datastream(1)/name eq 'x'", 11, "compare Datastream/id instead"),
    ("resultTime/x eq 1", 11, "has no parts"),
    ("result eq 'abc", 11, "the string has no end"),
    ("result eq 12abc", 11, "does not belong to a number"),
    ("result eq 1e999", 11, "the number is too large"),
    ("result eq NaN", 11, "a number must be finite"),
    ("resultTime gt 2026-13-01T00:00:00Z", 15, "no such date"),
    ("resultTime gt 2026-11-24T08:30:00", 34, "with an offset"),
    ("resultTime gt 2026-11-24", 12, "cannot be compared with a date; write the time in full"),
    ("validTime eq 2026-11-24T09:00:00Z/2026-11-24T08:00:00Z", 35, "ends before it begins"),
    ("resultTime gt 5", 12, "cannot be compared with a number"),
    ("resultTime gt 'x'", 12, "cannot be compared with a string"),
    ("parameters/a gt 2026-11-24T08:30:00Z", 14, "cannot be compared with a time with date and zone"),
    ("resultTime add 5 gt now()", 12, "add is not possible between a time with date and zone and a number"),
    ("result mul 'x' eq 1", 8, "mul is not possible"),
    ("result and result eq 5 add", 27, "expected a value"),
    ("resultTime", 1, "a condition is needed, not a time"),
    ("length(5) eq 1", 8, "length takes a string here, not a number"),
    ("length('a','b') eq 1", 1, "length takes 1 argument, not 2"),
    ("substring('a') eq 'a'", 1, "substring takes 2 or 3 arguments, not 1"),
    ("size('a') eq 1", 1, "there is no function \"size\""),
    ("during(validTime,2026-11-24T08:30:00Z)", 18, "during takes a time interval here"),
    ("during(validTime,resultTime)", 18, "during takes a time interval here"),
    ("duration'P1M' gt duration'P1D'", 1, "a duration is written as"),
    ("st_equals(FeatureOfInterest/feature,geography'POINT (1)')", 55, "expected a latitude"),
    ("st_equals(FeatureOfInterest/feature,geography'POLYGON ((0 0,1 0,1 1,0 1))')", 56, "the ring is not closed"),
    ("st_equals(FeatureOfInterest/feature,geography'CIRCLE (0 0)')", 47, "a geometry is POINT"),
    ("st_relate(FeatureOfInterest/feature,geography'POINT (1 1)','T')", 60, "a pattern of nine characters"),
    ("result in ()", 13, "the list after in is empty"),
    ("result in (result)", 12, "holds constants only"),
    ("result in 5", 11, "in is followed by a list such as (1, 2) or by a property that may be an array"),
    ("'a' in resultTime", 8, "in is followed by a list"), ("'a' in", 7, "expected a value"),
    ("resultTime in parameters/a", 1, "what is in an array is a number, a string or a boolean"),
    ("not", 1, "Observation has no \"not\""),
    ("Datastream/any(d:d/name eq 'x') and e/name eq 'x'", 37, "Observation has no \"e\""),
  ])
  func faults(_ text: String, _ character: Int, _ reason: String) {
    do {
      _ = try QueryOptions(parsing: "$filter=" + Self.encoded(text), root: .observation)
      Issue.record("\(text) is not refused")
    } catch {
      #expect(error.option == "$filter")
      #expect(error.character == character, "\(error)")
      #expect(error.reason.contains(reason), "\(error)")
      #expect(error.code == .badRequest)
      // Who reads Chinese is told the reason in Chinese too.
      #expect(error.chinese != error.reason && error.problem.detail(in: "zh-Hans").hasSuffix(error.chinese))
    }
  }

  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  @Test func limitsAreNamed() {
    func reason(_ text: String, _ change: (inout QueryLimits) -> Void = { _ in }) -> String {
      var limits = QueryLimits()
      change(&limits)
      do {
        _ = try QueryOptions(parsing: "$filter=" + Self.encoded(text), root: .observation, limits: limits)
        return ""
      } catch { return error.description }
    }
    let deep = String(repeating: "(", count: 40) + "true" + String(repeating: ")", count: 40)
    #expect(reason(deep).contains("more than 32 levels"))
    #expect(reason(String(repeating: "not ", count: 40) + "true").contains("more than 32 levels"))
    #expect(reason(String(repeating: "- ", count: 40) + "result eq 1").contains("more than 32 levels"))
    let long = (0..<300).map { "result eq \($0)" }.joined(separator: " or ")
    #expect(reason(long).contains("more than 500 terms"))
    #expect(reason(long) { $0.terms = 2_000 } == "")
    #expect(reason("result eq 1" + String(repeating: " add 1", count: 200)).contains("operators in one chain"))
    #expect(reason("result eq '" + String(repeating: "a", count: 20_000) + "'").contains("16384 are allowed"))
    let path = String(repeating: "Datastream/Observations/", count: 5)
    #expect(reason(path + "result eq 1").contains("more than 8 steps"))
  }
}
