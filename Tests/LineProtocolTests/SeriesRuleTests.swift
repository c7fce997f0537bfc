// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

struct SeriesRuleTests {
  private func code(_ rule: String?, _ head: String, _ field: String, database: String = "db") throws -> String {
    try (rule.map { try SeriesRule($0) } ?? .standard)
      .code(LineHead(Array(head.utf8)), field: field, database: database)
  }

  @Test(arguments: [
    (nil, "cpu,host=a,cpu=cpu0", "usage_idle", "cpu,cpu=cpu0,host=a:usage_idle"),
    (nil, "cpu", "v", "cpu:v"),
    // What would be read as something else is encoded.
    (nil, #"a\,b\ c,t\=1=x\,y%"#, "f:g", "a%2Cb%20c,t%3D1=x%2Cy%25:f%3Ag"),
    (nil, "a,mac=00:11", "v", "a,mac=00:11:v"),
    ("{tag:sid}", "city,sid=s00042,kind=temp", "v", "s00042"),
    ("{database}/{tag:sid}{tags}-{field}", "city,sid=s1,kind=temp", "v", "db/s1,kind=temp-v"),
    ("weather={tag:station}.{field};*={measurement}:{field}", "weather,station=s1", "t", "s1.t"),
    ("weather={tag:station}.{field};*={measurement}:{field}", "other,station=s1", "t", "other:t"),
    ("weather={tag:station}.{field}", "other,station=s1", "t", "other,station=s1:t"),
  ]) func makesCodes(rule: String?, head: String, field: String, expected: String) throws {
    #expect(try code(rule, head, field) == expected)
  }

  @Test func namesAMissingTagAndALongCode() {
    #expect(
      throws: LineFault(
        "the code of its series needs the tag \"sid\", which the line does not have", "序列代码需要标签 \"sid\"，该行没有")
    ) {
      try code("{tag:sid}", "m", "v")
    }
    #expect(throws: LineFault.self) { try code(nil, String(repeating: "x", count: 255), "v") }
    #expect(throws: Never.self) { try code(nil, String(repeating: "x", count: 254), "v") }
  }

  @Test(arguments: ["{tag:}", "{colour}", "{field", "abc", "m=abc"])
  func refusesRules(text: String) {
    #expect(throws: RuleFault.self) { try SeriesRule(text) }
  }

  @Test func remembersCodesAndForgetsThemWhenThereAreTooMany() throws {
    var codes = SeriesCodes(.standard, capacity: 10)
    for round in 0..<3 {
      for number in 0..<50 {
        let bytes = Array("m,t=\(number) a=1,b=2,a=3".utf8)
        try bytes.withUnsafeBufferPointer { buffer in
          var parser = LineParser(buffer)
          #expect(try parser.next())
          codes.begin(database: "")
          var places: [SeriesCodes.FieldID] = []
          try codes.read(parser) { field, _, _ in places.append(field) }
          let seen = places.map(codes.code)
          #expect(seen == ["m,t=\(number):a", "m,t=\(number):b", "m,t=\(number):a"], "round \(round)")
        }
      }
    }
  }
}
