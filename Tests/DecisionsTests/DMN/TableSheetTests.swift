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

  @Test func mistakesHavePlaces() throws {
    let problem = #expect(throws: Problem.self) {
      try TableSheet(csv: "F,in: a,b\n1,2,3,4", name: "", file: "bad.csv")
    }
    let details = problem?.errors.map(\.detail) ?? []
    #expect(details.contains { $0.hasPrefix("bad.csv:1:3: ") && $0.contains("does not begin with in:") })
    #expect(details.contains { $0.hasPrefix("bad.csv:1:1: ") && $0.contains("no out: column") })
    #expect(details.contains { $0.hasPrefix("bad.csv:2:4: ") && $0.contains("more cells than the head") })
    let sheet = try TableSheet(csv: "Q,in: a,out: b\n1,2,3", name: "x", file: "bad.csv")
    let wrong = #expect(throws: Problem.self) { try DecisionModel(sheets: [sheet], name: "", namespace: "") }
    #expect(wrong?.detail.contains("bad.csv:1:1") == true && wrong?.detail.contains("Q does not exist") == true)
  }
}
