// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import TestSupport
import Vocabulary

@Suite("Analysis of decision tables") struct TableAnalysisTests {
  private func findings(
    _ csv: String, inputs: [InputData]? = nil
  ) throws -> [DecisionFinding] {
    let sheet = try TableSheet(csv: csv, name: "D", file: "d.csv")
    let model = try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m", inputs: inputs)
    return CompiledModel(model, analysed: true).findings
  }

  @Test func gapsAreToldInWords() throws {
    let found = try findings(
      #"""
      U,in: age,in: grade,out: o
      type,number,string,string
      values,[0..120],"""A"",""B""",
      1,<18,-,"""no"""
      2,[18..65),"""A""","""yes"""
      3,>=65,-,"""no"""
      """#)
    #expect(
      found.map(\.description) == [
        "d.csv:1:2: warning: decision \"D\": No rule fits where age is [18..65) and grade is \"B\"."
      ]
        || found.map(\.message) == ["No rule fits where age is [18..65) and grade is \"B\"."])
  }

  @Test func completeTablesHaveNoGap() throws {
    #expect(try findings("U,in: n,in: b,out: o\ntype,number,boolean,\n1,<=0,-,1\n2,>0,true,2\n3,>0,false,3").isEmpty)
    #expect(try findings("U,in: n,out: o\ntype,number,\ndefault,,0\n1,<=0,1").isEmpty)
    #expect(try findings("C,in: n,out: o\ntype,number,\n1,<=0,1").isEmpty)
  }

  @Test func pointsBetweenAreGaps() throws {
    let found = try findings("F,in: n,out: o\ntype,number,\n1,<0,1\n2,>0,2")
    #expect(found.map(\.message) == ["No rule fits where n is 0."])
    let text = try findings("F,in: s,out: o\ntype,string,\n1,\"\"\"a\"\"\",1")
    #expect(text.map(\.message) == ["No rule fits where s is any other text."])
  }

  @Test func overlapsAreFoundForUniqueAndAny() throws {
    let table =
      "in: n,in: s,out: o\ntype,number,string,\n1,<=10,-,1\n2,[10..20],\"\"\"x\"\"\",2\n3,>10,\"not(\"\"x\"\")\",1\n4,>20,\"\"\"x\"\"\",1"
    let unique = try findings("U," + table)
    #expect(
      unique.filter { $0.kind == .overlap }.map(\.message) == [
        "Rules 1 and 2 both fit where n is 10 and s is \"x\", but only one may."
      ])
    #expect(unique.first { $0.kind == .overlap }?.line == 4)
    #expect(try findings("A," + table).filter { $0.kind == .overlap }.map(\.rule) == [2])
    #expect(try findings("F," + table).filter { $0.kind == .overlap }.isEmpty)
    #expect(try findings("A,in: n,out: o\ntype,number,\n1,<10,1\n2,>=5,1").isEmpty)
  }

  @Test func rulesThatNeverCountAreFound() throws {
    let first = try findings("F,in: n,out: o\ntype,number,\n1,<10,1\n2,>=5,2\n3,[3..7],3\n4,-,4")
    #expect(first.filter { $0.kind == .unreachable }.compactMap(\.rule) == [3, 4])
    let priority = try findings("P,in: n,out: o\ntype,number,number\nvalues,,\"1,2\"\n1,[0..5],2\n2,-,1")
    #expect(priority.filter { $0.kind == .unreachable }.compactMap(\.rule) == [1])
    let empty = try findings("U,in: n,out: o\ntype,number,\nvalues,[0..10],\n1,[0..10],1\n2,>10,2\n3,[5..1],3")
    #expect(empty.filter { $0.kind == .unreachable }.compactMap(\.rule) == [2, 3])
    #expect(empty.filter { $0.kind == .unreachable }.allSatisfy { $0.severity == .error && $0.column == 2 })
  }

  @Test func wrongCellsHaveTheirPlace() throws {
    let found = try findings(
      #"""
      F,in: n,in: nothing.there,out: o
      type,number,,number
      values,,,"1,2"
      1,"""ten""",-,1
      2,<,-,2
      3,-,-,"""one"""
      4,-,-,3
      """#, inputs: [InputData(id: "n", name: "n", variable: InformationItem(name: "n", typeRef: "number"))])
    func place(_ kind: DecisionFinding.Kind) -> [String] {
      found.filter { $0.kind == kind }.map { "\($0.line):\($0.column)" }
    }
    #expect(place(.type) == ["4:2", "6:4"])
    #expect(place(.syntax) == ["5:2"])
    #expect(place(.value) == ["7:4"])
    #expect(place(.unknownInput) == ["1:3"])
  }

  /// A text without quotes would be null whenever its rule fits.
  @Test func namesOfNothingAreErrors() throws {
    let found = try findings("F,in: n,out: o\ntype,number,\n1,<limit,roads\n2,-,\"\"\"water\"\"\"")
    #expect(
      found.filter { $0.severity == .error }.map { "\($0.kind.rawValue) \($0.line):\($0.column)" }
        == ["unknown-reference 3:2", "unknown-reference 3:3"], "\(found)")
  }

  @Test func emptyOutputsAreTold() throws {
    let found = try findings("U,in: n,out: o,out: p\ntype,number,,\n1,<1,,1\n2,>=1,null,2")
    #expect(
      found.map(\.description) == [
        "d.csv:3:3: warning: decision \"D\", rule 1, output 1: The output is empty and thus null; write null where that "
          + "is meant."
      ])
  }

  @Test func cellsToBeEvaluatedAreSaid() throws {
    let found = try findings("U,in: n,in: m,out: o\ntype,number,number,\n1,<m,-,1\n2,>=0,-,2")
    #expect(found.filter { $0.kind == .undecided }.count == 1)
    #expect(found.filter { $0.kind == .overlap }.isEmpty)
  }

  /// Functions of dates and times with a text are literals as `@"…"` is.
  @Test func datesThatAreCalledAreConstants() throws {
    let dates = try findings(
      #"""
      U,in: d,out: o
      type,date,
      1,"< date(""2027-01-01"")",1
      2,"> date(""2026-01-01"")",2
      """#)
    #expect(dates.map(\.kind) == [.overlap] && dates.map(\.rule) == [2], "\(dates)")
    let gap = try findings(
      #"""
      F,in: h,out: o
      type,days and time duration,
      1,"< duration(""PT2H"")",1
      2,"> duration(""PT2H"")",2
      """#)
    #expect(gap.map(\.message) == ["No rule fits where h is @\"PT2H\"."])
    let ranges = try findings(
      #"""
      U,in: m,in: t,out: o
      type,dateTime,time,
      1,"< date and time(""2026-01-01T00:00:00Z"")","[time(""08:00:00"")..time(""10:00:00"")]",1
      2,-,"time(""09:00:00"")",2
      """#)
    #expect(ranges.contains { $0.kind == .overlap } && !ranges.contains { $0.kind == .undecided }, "\(ranges)")
  }

  /// A date is compared with a date and time; a duration with neither.
  @Test func datesAmongDatesAndTimesAreWarnings() throws {
    let found = try findings(
      #"""
      F,in: m,out: o
      type,dateTime,
      1,"< date(""2026-01-01"")",1
      2,"> @""2026-01-01""",2
      3,"duration(""PT2H"")",3
      4,-,4
      """#
    ).filter { $0.kind == .type }
    #expect(found.map(\.severity) == [.warning, .warning, .error] && found.map(\.rule) == [1, 2, 3], "\(found)")
  }

  /// A table that would take for ever is given up with a note.
  @Test func hardTablesAreGivenUp() throws {
    let columns = (0..<24).map { "in: c\($0)" }.joined(separator: ",")
    let types = [String](repeating: "number", count: 24).joined(separator: ",")
    // Rule n fits all but the diagonal: every combination of columns has to be looked at.
    let rows = (0..<48).map { rule in
      "\(rule)," + (0..<24).map { rule % 24 == $0 ? (rule < 24 ? "<\(rule)" : ">\(rule)") : "-" }.joined(separator: ",")
        + ",1"
    }
    let found = try findings("F,\(columns),out: o\ntype,\(types),\n" + rows.joined(separator: "\n"))
    #expect(found.contains { $0.kind == .undecided } || found.contains { $0.kind == .gap })
    let wide = (0..<200).map { "in: c\($0)" }.joined(separator: ",")
    let cells = [String](repeating: "1", count: 201).joined(separator: ",")
    #expect(try findings("F,\(wide),out: o\n1,\(cells)").contains { $0.kind == .undecided })
  }

  /// Every gap, overlap and hidden rule that analysis tells is one, and what it tells complete is complete.
  @Test func agreesWithTrying() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<60 {
      let count = Int.random(in: 1...6, using: &random)
      let rows = (1...count).map { number in
        let cells = (0..<2).map { _ -> String in
          let low = Int.random(in: 0...4, using: &random)
          let high = low + Int.random(in: 0...2, using: &random)
          return ["-", "\(low)", "[\(low)..\(high)]", "(\(low)..\(high + 1))", "<\(high)", ">=\(low)"].randomElement(
            using: &random)!
        }
        return "\(number),\(cells[0]),\(cells[1]),\(number)"
      }
      let head = "in: a,in: b,out: o\ntype,number,number,number\n"
      let found = try findings("U," + head + rows.joined(separator: "\n"))
      let sheet = try TableSheet(csv: "C," + head + rows.joined(separator: "\n"), name: "D")
      let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"))
      var hasGap = false
      var pairs: Set<[Int]> = []
      for a in -1...16 {
        for b in -1...16 {
          let values: KeyValuePairs<String, FEELValue> = [
            "a": .number(Decimal128("\(Double(a) / 2)")!), "b": .number(Decimal128("\(Double(b) / 2)")!),
          ]
          let rules = try DMNFixture.decide(model, "D", values).matches[0].rules
          if rules.isEmpty { hasGap = true }
          for (place, first) in rules.enumerated() {
            for second in rules.dropFirst(place + 1) { pairs.insert([first, second]) }
          }
        }
      }
      #expect(found.contains { $0.kind == .gap } == hasGap, "\(rows)")
      let told = Set(
        found.filter { $0.kind == .overlap }.compactMap { finding -> [Int]? in
          let numbers = finding.message.split(separator: " ").compactMap { Int($0) }
          return numbers.count >= 2 ? Array(numbers.prefix(2)) : nil
        })
      #expect(told == pairs, "\(rows)")
    }
  }
}
