// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Foundation
import Testing
import Vocabulary

@Suite("Running test cases") struct TestKitTests {
  private static let suite = """
    <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
      xmlns:xsd="http://www.w3.org/2001/XMLSchema">
      <modelName>m.dmn</modelName><labels><label>one</label></labels>
      <testCase id="right"><inputNode name="N"><value xsi:type="xsd:decimal">2</value></inputNode>
        <resultNode name="Twice"><expected><value xsi:type="xsd:decimal">4.000</value></expected></resultNode></testCase>
      <testCase id="wrong"><inputNode name="N"><value xsi:type="xsd:decimal">2</value></inputNode>
        <resultNode name="Twice"><expected><value xsi:type="xsd:decimal">5</value></expected></resultNode></testCase>
      <testCase id="error"><inputNode name="N"><value xsi:type="xsd:string">a</value></inputNode>
        <resultNode name="Twice" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
      <testCase id="java"><resultNode name="Java"><expected><value xsi:type="xsd:decimal">1</value></expected>
        </resultNode></testCase>
      <testCase id="bkm" type="bkm" invocableName="add"><inputNode name="a"><value xsi:type="xsd:decimal">1</value>
        </inputNode><inputNode name="b"><value xsi:type="xsd:decimal">2</value></inputNode>
        <resultNode name="add"><expected><value xsi:type="xsd:decimal">3</value></expected></resultNode></testCase>
      <testCase id="list"><resultNode name="List"><expected><list><item><value xsi:type="xsd:string">x</value></item>
        <item><component name="a"><value xsi:nil="true"/></component></item></list></expected></resultNode></testCase>
    </testCases>
    """

  private static let model = """
    <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
      <inputData id="n" name="N"><variable name="N" typeRef="number"/></inputData>
      <businessKnowledgeModel id="add" name="add"><variable name="add"/><encapsulatedLogic>
        <formalParameter name="a" typeRef="number"/><formalParameter name="b" typeRef="number"/>
        <literalExpression><text>a + b</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
      <businessKnowledgeModel id="j" name="j"><variable name="j"/><encapsulatedLogic kind="Java">
        <context/></encapsulatedLogic></businessKnowledgeModel>
      <decision id="t" name="Twice"><variable name="Twice" typeRef="number"/>
        <informationRequirement><requiredInput href="#n"/></informationRequirement>
        <literalExpression><text>N * 2</text></literalExpression></decision>
      <decision id="w" name="Java"><variable name="Java"/>
        <knowledgeRequirement><requiredKnowledge href="#j"/></knowledgeRequirement>
        <literalExpression><text>j()</text></literalExpression></decision>
      <decision id="l" name="List"><variable name="List"/>
        <literalExpression><text>["x", {a: null}]</text></literalExpression></decision>
    </definitions>
    """

  @Test func folderIsRunAndCounted() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tck-\(UUID().uuidString)")
    let cases = folder.appending(path: "level/0001-cases")
    try FileManager.default.createDirectory(at: cases, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.model.write(to: cases.appending(path: "m.dmn"), atomically: true, encoding: .utf8)
    try Self.suite.write(to: cases.appending(path: "m-test-01.xml"), atomically: true, encoding: .utf8)
    let report = try TestKit(folder: folder.path, now: DMNFixture.now).run()
    #expect(report.folders.map(\.name) == ["level/0001-cases"])
    #expect(report.passed == 4 && report.failed == 1 && report.skipped == 1)
    let failure = try #require(report.folders[0].failures.first)
    #expect(failure.place == "m-test-01.xml, case wrong" && failure.result == "Twice")
    #expect(failure.expected == "5" && failure.actual == "4")
    #expect(report.folders[0].skips.first?.reason.contains("Java") == true)
    #expect(report.text.hasSuffix("total: 4 passed, 1 failed, 1 skipped"))
    let markdown = report.markdown(runOn: "2026-11-28")
    #expect(
      markdown.hasPrefix("Run on 2026-11-28: 6 test cases in 1 folders; 4 passed, 1 failed, 1 skipped.\n\n| Folder "))
    #expect(markdown.contains("\n| level/0001-cases | 4 | 1 | 1 |\n"))
  }

  @Test func folderWithoutCasesIsAProblem() {
    #expect(throws: Problem.self) { try TestKit(folder: "/nowhere", now: DMNFixture.now).run() }
  }

  @Test func valuesHaveTheTypesOfXMLSchema() {
    func read(_ text: String, _ type: String?) -> FEELValue? { TestSuite.Value.simple(text, type: type).feel }
    if case .yearsAndMonthsDuration(let value) = read("P1Y2M", "duration") {
      #expect(value.months == 14)
    } else {
      Issue.record("P1Y2M is read as another kind.")
    }
    if case .daysAndTimeDuration(let value) = read("P1DT2H", "duration") {
      #expect(value.hours == 2)
    } else {
      Issue.record("P1DT2H is read as another kind.")
    }
    #expect(read("yes", "boolean") == nil)
    #expect(matches(.simple("0.333333333", type: "decimal"), .number(Decimal128("0.33333333333333")!)))
    #expect(!matches(.simple("0.33333", type: "decimal"), .number(Decimal128("0.33333333333333")!)))
    #expect(!matches(.simple("1", type: "decimal"), .string("1")))
    #expect(matches(.simple("10:00:00Z", type: "time"), .time(FEELTime("10:00:00+00:00")!)))
    #expect(!matches(.simple("10:00:00Z", type: "time"), .time(FEELTime("11:00:00+01:00")!)))
  }
}
