// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Testing

/// Tables at the ends of what a table may be (DMN 1.5, 8.2 and 8.3).
@Suite("Edges of decision tables") struct TableEdgeTests {
  private func decide(
    _ csv: String, _ inputs: KeyValuePairs<String, FEELValue> = [:]
  ) throws -> (text: String, warnings: [String]) {
    let sheet = try TableSheet(csv: csv, name: "D")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"))
    let result = try DMNFixture.decide(model, "D", inputs)
    return (result.value.literal, result.warnings.map(\.message))
  }

  @Test func withoutRules() throws {
    for (policy, value) in [("U", "null"), ("F", "null"), ("C", "[]"), ("R", "[]"), ("C#", "0"), ("C+", "null")] {
      #expect(try decide("\(policy),in: a,out: r\n", ["a": 1]).text == value, "\(policy)")
    }
    #expect(try decide("U,in: a,out: r\ndefault,,7", ["a": 1]).text == "7")
    #expect(try decide("C,in: a,out: r\ndefault,,7", ["a": 1]).text == "[7]")
  }

  @Test func withoutInputs() throws {
    #expect(try decide("U,out: r\n1,5").text == "5")
    #expect(try decide("U,out: r\n1,5\n2,6").text == "null")
    #expect(try decide("C,out: r\n1,5\n2,6").text == "[5, 6]")
  }

  @Test func manyOutputs() throws {
    let table = "F,in: a,out: x,out: y,out: z\ndefault,,0,\"\"\"none\"\"\",\n1,> 5,1,\"\"\"more\"\"\",a * 2\n"
    #expect(try decide(table, ["a": 6]).text == "{x: 1, y: \"more\", z: 12}")
    #expect(try decide(table, ["a": 5]).text == "{x: 0, y: \"none\", z: null}")
    #expect(try decide("C,in: a,out: x,out: y\n1,-,1,2\n2,-,3,4", ["a": 1]).text == "[{x: 1, y: 2}, {x: 3, y: 4}]")
  }

  @Test func priorities() throws {
    let rules = "1,-,\"\"\"b\"\"\"\n2,-,\"\"\"a\"\"\"\n3,-,\"\"\"c\"\"\"\n"
    #expect(try decide("P,in: a,out: r\nvalues,,\"\"\"a\"\",\"\"b\"\"\"\n" + rules, ["a": 1]).text == "\"a\"")
    #expect(
      try decide("O,in: a,out: r\nvalues,,\"\"\"a\"\",\"\"b\"\"\"\n" + rules, ["a": 1]).text
        == "[\"a\", \"b\", \"c\"]")
    // Without values all are alike, and the first rule counts.
    #expect(try decide("P,in: a,out: r\n" + rules, ["a": 1]).text == "\"b\"")
  }

  @Test func aggregation() throws {
    func collect(_ policy: String, _ outputs: String...) throws -> String {
      let rules = outputs.enumerated().map { "\($0 + 1),-,\($1)" }.joined(separator: "\n")
      return try decide("\(policy),in: a,out: r\n\(rules)", ["a": 1]).text
    }
    #expect(try collect("C+", "1", "2.5") == "3.5")
    #expect(try collect("C+", "1", "null") == "null")
    #expect(try collect("C+", "null") == "null")
    #expect(try collect("C+", "\"\"\"a\"\"\"") == "null")
    #expect(try collect("C<", "\"\"\"b\"\"\"", "\"\"\"a\"\"\"") == "\"a\"")
    #expect(try collect("C>", "1", "\"\"\"a\"\"\"") == "null")
    #expect(try collect("C>", "null", "1") == "null")
    #expect(try collect("C<", "\"@\"\"2026-01-02\"\"\"", "\"@\"\"2026-01-01\"\"\"") == "2026-01-01")
    #expect(try collect("C#", "null", "null") == "2")
    #expect(try collect("C", "null", "1") == "[null, 1]")
  }

  @Test func typesAndValues() throws {
    let typed = try decide("U,in: a,out: r\ntype,number,number\n1,-,\"\"\"a\"\"\"", ["a": 1])
    #expect(typed.text == "null" && typed.warnings.contains { $0.contains("is not of type number") })
    let list = try decide("U,in: a,out: r\ntype,number,number\n1,-,[5]", ["a": 1])
    #expect(list.text == "5" && list.warnings.isEmpty)
    let input = try decide("U,in: a,out: r\ntype,number,\nvalues,[0..24],\n1,-,1", ["a": 30])
    #expect(input.text == "null" && input.warnings.contains { $0.contains("is not one of its values") })
    #expect(try decide("U,in: a,out: r\ntype,number,\nvalues,[0..24],\n1,null,1", ["a": nil]).text == "1")
    let output = try decide("U,in: a,out: r\nvalues,,\"1, 2\"\n1,-,3", ["a": 1])
    #expect(output.text == "3" && output.warnings.contains { $0.contains("is not one of its values") })
    let wrong = try decide("U,in: a,out: r\ntype,number,\n1,-,1", ["a": "x"])
    #expect(wrong.text == "1" && !wrong.warnings.isEmpty)
  }

  /// Dates in cells are compared with each date and time as such (table 54).
  @Test func datesAndTimesInOneColumn() throws {
    let table = "F,in: a,out: r\n1,< @\"2026-06-01\",1\n2,@\"2026-06-01\",2\n3,> @\"2026-06-01T12:00:00Z\",3\n4,-,4"
    for (moment, rule) in [
      ("2026-05-31T23:59:59Z", "1"), ("2026-06-01T00:00:00Z", "2"), ("2026-06-01T12:00:01Z", "3"),
      ("2026-06-01T06:00:00Z", "4"), ("2030-01-01T00:00:00+08:00", "3"),
    ] {
      let value = try #require(FEELDateAndTime(moment))
      #expect(try decide(table, ["a": .dateAndTime(value)]).text == rule, "\(moment)")
    }
    #expect(try decide(table, ["a": .date(#require(FEELDate("2026-06-02")))]).text == "3")
    #expect(try decide(table, ["a": .date(#require(FEELDate("2026-05-31")))]).text == "1")
  }

  /// A table with more columns than anybody reads is refused with words, and at once.
  @Test func isNotTooWide() throws {
    func findings(_ inputs: Int) throws -> [String] {
      let heads = (1...inputs).map { "in: a\($0)" }.joined(separator: ",")
      let cells = String(repeating: "-,", count: inputs)
      let sheet = try TableSheet(csv: "F,\(heads),out: o\n1,\(cells)1\n", name: "wide")
      let model = try DecisionModel(sheets: [sheet], name: "wide", namespace: "urn:x")
      return CompiledModel(model, analysed: true).findings.filter { $0.severity == .error }.map(\.message)
    }
    #expect(try findings(300) == [])
    #expect(
      try findings(1000) == ["The table has 1001 inputs and outputs; at most 1000 are read. Take it apart."])
  }
}
