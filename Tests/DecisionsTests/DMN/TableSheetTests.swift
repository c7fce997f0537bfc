// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite("Tables as sheets") struct TableSheetTests {
  static let duty = #"""
    decision,Duty
    description,Who goes where
    F,in: Kind,in: Hour,out: Office,out: Days,note: Basis
    type,string,number,string,number,
    values,"""light"",""gas""",[0..24],"""gas"",""roads""",,
    default,,,"""desk""",5,
    1,"""gas""",-,"""gas""",1,"§ 3, (2)"
    night,-,"<6,>22","""roads""",2,
    """#

  @Test func csvHasPlaces() throws {
    let cells = try csvCells("a,\"b\nc\",\"d \"\"e\"\"\"\r\nf,,\n", file: "x.csv")
    #expect(cells.map { $0.map(\.text) } == [["a", "b\nc", "d \"e\""], ["f", "", ""]])
    #expect(cells[1].map(\.line) == [3, 3, 3])
    #expect(cells[1].map(\.column) == [1, 2, 3])
    #expect(try csvCells("a;b\n1;\"2;3\"", file: "").map { $0.map(\.text) } == [["a", "b"], ["1", "2;3"]])
    #expect(try csvCells("a\tb", file: "").map { $0.map(\.text) } == [["a", "b"]])
    #expect(throws: DecisionFinding.self) { try csvCells("a,\"b\n", file: "") }
    #expect(throws: DecisionFinding.self) { try csvCells("\"a\"b", file: "") }
  }

  /// A rule with a date that does not exist never fits: whoever wrote it is told.
  @Test func tellsDatesThatDoNotExist() throws {
    let csv = #"""
      F,in: d,out: x
      type,date,days and time duration
      1,"< date(""2027-02-29"")","duration(""2 hours"")"
      2,"< @""2028-02-29""","duration(""PT2H"")"
      3,"> @""2027-13-01""","duration(""PT3H"")"
      """#
    let sheet = try TableSheet(csv: csv, name: "D", file: "d.csv")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"), analysed: true)
    let told = model.findings.filter { $0.kind == .value }
    #expect(told.map(\.line) == [3, 5, 3] && told.map(\.column) == [2, 2, 3], "\(model.findings)")
    #expect(
      told.map(\.messages.english) == [
        "\"2027-02-29\" is no date.", "\"2027-13-01\" is no date, time, date and time or duration.",
        "\"2 hours\" is no duration.",
      ])
    #expect(told.map(\.messages.chinese).first == "\"2027-02-29\" 不是日期。")
    #expect(told.allSatisfy { $0.severity == .warning })
  }

  @Test func sheetIsReadFromCSV() throws {
    let sheet = try TableSheet(csv: Self.duty, name: "file name", file: "duty.csv")
    #expect(sheet.name.text == "Duty" && sheet.description == "Who goes where")
    #expect(sheet.hitPolicy.text == "F")
    #expect(sheet.inputs.map(\.head.text) == ["Kind", "Hour"])
    #expect(sheet.inputs[1].values?.text == "[0..24]")
    #expect(sheet.outputs.map { $0.defaultEntry?.text } == ["\"desk\"", "5"])
    #expect(sheet.rows.map(\.id) == ["1", "night"])
    #expect(sheet.rows[1].inputs.map(\.text) == ["-", "<6,>22"])
    #expect(sheet.rows[1].inputs[1].line == 8 && sheet.rows[1].inputs[1].column == 3)
    #expect(sheet.rows[0].notes.map(\.text) == ["§ 3, (2)"])
  }

  @Test func chineseHeadsAreRead() throws {
    let sheet = try TableSheet(csv: "决策,职责\nU,输入: 类型,输出: 部门\n类型,string,\n1,\"\"\"路灯\"\"\",\"\"\"城管\"\"\"", name: "")
    #expect(sheet.name.text == "职责")
    #expect(sheet.inputs[0].head.text == "类型" && sheet.inputs[0].type?.text == "string")
    #expect(sheet.rows.count == 1)
  }

  @Test(
    arguments: zip(
      ["唯一", "任意", "优先级", "首个", "规则顺序", "输出顺序", "收集", "收集求和", "收集取最小", "收集取最大", "收集计数"], HitPolicy.allCases))
  func chineseHitPoliciesAreRead(name: String, policy: HitPolicy) throws {
    let sheet = try TableSheet(csv: "\(name),输入：类型,输出：部门\n1,\"\"\"路灯\"\"\",1", name: "D")
    #expect(sheet.hitPolicy.text == policy.rawValue && sheet.inputs.map(\.head.text) == ["类型"])
    let model = try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m")
    #expect(CompiledModel(model).findings.allSatisfy { $0.severity < .error })
  }

  @Test func sheetBecomesModel() throws {
    let sheet = try TableSheet(csv: Self.duty, name: "", file: "duty.csv")
    let second = try TableSheet(csv: "U,in: Duty.Days,in: area.code,out: x\n1,>1,\"\"\"D1\"\"\",Hour", name: "Second")
    let model = try DecisionModel(sheets: [sheet, second], name: "m", namespace: "urn:m")
    #expect(model.inputs.map(\.name) == ["Kind", "Hour", "area"])
    #expect(model.inputs.map(\.variable.typeRef) == ["string", "number", nil])
    #expect(model.decisions[0].requiredInputs.map(\.id) == ["Kind", "Hour"])
    #expect(model.decisions[1].requiredDecisions.map(\.id) == ["Duty"])
    #expect(model.decisions[1].requiredInputs.map(\.id) == ["Hour", "area"])
    let again = try DecisionModel(xml: Array(model.xml.utf8))
    #expect(again.xml == model.xml)
  }

  /// What a column's head asks for is an input, whatever other columns are named, and also within an expression.
  @Test(
    arguments: [
      (["type", "type of road"], ["type", "type of road"]), (["type of road", "type"], ["type of road", "type"]),
      (["count(items)"], ["items"]), (["2 * amount", "amount"], ["amount"]),
      (["area.code", "kind"], ["area", "kind"]),
      (["years and months duration(born, today())"], ["born"]), (["terms and conditions"], ["terms and conditions"]),
      (["申请人.年龄"], ["申请人"]),
    ]) func headsAskForInputs(heads: [String], inputs: [String]) throws
  {
    let columns = heads.map { TableSheet.Column(head: Cell($0)) }
    let row = TableSheet.Row(inputs: heads.map { _ in Cell("-") }, outputs: [Cell("1")], line: 2)
    let sheet = TableSheet(name: Cell("D"), inputs: columns, outputs: [.init(head: Cell("o"))], rows: [row])
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"), analysed: true)
    #expect(model.model.inputs.map(\.name) == inputs)
    #expect(model.findings.allSatisfy { $0.severity < .error }, "\(model.findings)")
  }

  @Test func aColumnIsNotNamedAsItsDecision() throws {
    let sheet = try TableSheet(csv: "F,in: kind,in: level,out: o\n1,-,-,1", name: "level", file: "level.csv")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"))
    let said = model.findings.map { "\($0)" }
    #expect(
      said.first?.hasPrefix("level.csv:1:3: error: sheet \"level\": The column has the name of") == true, "\(said)")
  }

  /// A second name in an expression is mostly a misspelt one of another column.
  @Test(arguments: ["amount > limt", "count(items) + limt", "limit and overdrawn"])
  func headsWithUnknownNamesAreErrors(head: String) throws {
    let sheet = try TableSheet(csv: "F,in: limit,in: \(head),out: o\n1,-,-,1", name: "D")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"))
    #expect(model.findings.contains { $0.kind == .unknownInput }, "\(model.findings)")
  }

  @Test func mistakesHavePlaces() throws {
    let problem = #expect(throws: Problem.self) {
      try TableSheet(csv: "F,in: a,b\n1,2,3,4", name: "", file: "bad.csv")
    }
    let details = problem?.errors.map(\.detail) ?? []
    #expect(details.contains { $0.hasPrefix("bad.csv:1:3: ") && $0.contains("does not begin with in:") })
    #expect(details.contains { $0.hasPrefix("bad.csv:1:1: ") && $0.contains("no out: column") })
    #expect(details.contains { $0.hasPrefix("bad.csv:2:4: ") && $0.contains("more cells than the head") })
    let sheet = try TableSheet(csv: "Q,in: a,out: b\n1,2,3", name: "x", file: "bad.csv")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "", namespace: ""), analysed: true)
    #expect(
      model.findings.contains { "\($0)".hasPrefix("bad.csv:1:1: error: ") && $0.message.contains("Q does not exist") })
    #expect(!model.findings.contains { $0.kind == .gap || $0.kind == .overlap }, "without a hit policy nobody knows")
  }

  /// One wrong row does not keep anybody from hearing of the others: it is left out.
  @Test func tellsWhatElseIsWrong() throws {
    let csv = """
      U,in: age,in: grade,out: fee
      type,number,string,number
      1,<18,-,1
      2,[10..20],-,2
      3,[20..30],-,3,4
      4,[30..40],"oops",-1 +
      """
    let sheet = try TableSheet(csv: csv, name: "Fee", file: "fee.csv")
    #expect(sheet.rows.map(\.isWhole) == [true, true, false, true] && sheet.findings.count == 1)
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"), analysed: true)
    let said = model.findings.map { "\($0)" }
    for part in [
      "fee.csv:5:5: error: sheet: The row has more cells than the head.",
      "fee.csv:4:2: error: decision \"Fee\", rule 2: Rules 1 and 2 both fit where age is [10..18)",
      "fee.csv:6:3: error: decision \"Fee\", rule 4, input 2: oops names nothing in reach",
      "fee.csv:6:4: error: decision \"Fee\", rule 4, output 1: ",
    ] {
      #expect(said.contains { $0.hasPrefix(part) }, "\(part): \(said)")
    }
    #expect(model.findings.contains { $0.kind == .gap && $0.message.contains("age is (20..30)") }, "\(said)")
    #expect(!model.findings.contains { $0.rule == 3 && $0.kind != .structure }, "\(said)")
    // The rule without cells never counts.
    let result = try DMNFixture.decide(model, "Fee", ["age": .number(Decimal128(25)), "grade": .string("a")])
    #expect(result.value.isNull && result.matches.allSatisfy(\.rules.isEmpty), "\(result)")
  }
}
