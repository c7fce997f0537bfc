// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Testing
import Vocabulary

/// The decision tables of a document, changed in place: what is not changed stays byte for byte.
@Suite("Tables of a model's document") struct ModelTablesTests {
  private static let document = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- <decisionTable> drawn with another tool -->
    <dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:x="urn:other" name="M"
      namespace="urn:m" x:tool='it"s'>
      <dmn:inputData id="i" name="age"><dmn:variable name="age" typeRef="number"/></dmn:inputData>
      <dmn:decision id="d" name="Fee">
        <dmn:extensionElements><x:decisionTable><x:rule/></x:decisionTable></dmn:extensionElements>
        <dmn:variable name="Fee" typeRef="number"/>
        <dmn:informationRequirement><dmn:requiredInput href="#i"/></dmn:informationRequirement>
        <dmn:decisionTable id="t" hitPolicy="FIRST" outputLabel="Fee">
          <dmn:input id="c1" label="Age &amp; more"><dmn:inputExpression typeRef="number"><dmn:text> age </dmn:text>
            </dmn:inputExpression></dmn:input>
          <dmn:output id="c2"><dmn:outputValues><dmn:text>1,2</dmn:text></dmn:outputValues></dmn:output>
          <dmn:annotation name="note"/>
          <dmn:rule id="r1">
            <dmn:description>kept</dmn:description>
            <dmn:inputEntry id="e1"><dmn:text>&lt; 18</dmn:text></dmn:inputEntry>
            <dmn:outputEntry id="e2"><dmn:text><![CDATA[1]]></dmn:text></dmn:outputEntry>
          </dmn:rule>
          <!-- between -->
          <dmn:rule id="r2">
            <dmn:inputEntry id="e3"><dmn:text/></dmn:inputEntry>
            <dmn:outputEntry id="e4"><dmn:text>2</dmn:text></dmn:outputEntry>
            <dmn:annotationEntry><dmn:text>else</dmn:text></dmn:annotationEntry>
          </dmn:rule>
        </dmn:decisionTable>
      </dmn:decision>
      <dmn:businessKnowledgeModel id="b" name="Rate"><dmn:variable name="Rate"/><dmn:encapsulatedLogic>
        <dmn:formalParameter name="x"/>
        <dmn:decisionTable><dmn:output/></dmn:decisionTable></dmn:encapsulatedLogic></dmn:businessKnowledgeModel>
    </dmn:definitions>
    """

  private func changed(_ changes: [JSON], in document: String = document) throws -> String {
    try ModelTables(xml: document).changed(by: changes)
  }

  private static let rules: [[JSON]] = [["< 18", "1", ""], ["", "2", "else"]]
  private static func rules(_ rules: [[JSON]]) -> JSON { ["rules": .array(rules.map(JSON.array))] }

  @Test func readsTheTablesAsSheets() throws {
    let tables = try ModelTables(xml: Self.document).tables
    #expect(tables.map(\.path) == ["Fee", "Rate"])
    #expect(tables[0].members["hitPolicy"] == "F" && tables[1].members["hitPolicy"] == "U")
    #expect(tables[0].members["inputs"] == [["expression": "age", "label": "Age & more", "type": "number"]])
    #expect(tables[0].members["outputs"] == [["name": "Fee", "values": "1,2"]])
    #expect(tables[0].members["notes"] == ["note"])
    #expect(tables[0].members["rules"] == Self.rules(Self.rules)["rules"])
    #expect(tables[0].lines == 10...26)
  }

  @Test func whatIsNotChangedStays() throws {
    #expect(try changed([]) == Self.document)
    #expect(try changed([.null, .null]) == Self.document)
    #expect(try changed([Self.rules(Self.rules), ["rules": []]]) == Self.document)
    #expect(try changed([["hitPolicy": "F"]]) == Self.document)
  }

  @Test func cellsAreChangedWhereTheyStand() throws {
    let cells = try changed([Self.rules([["< 21", "3", "young & < old"], [">= 21", "2", "else"]])])
    #expect(cells.contains("<!-- between -->") && cells.contains("<dmn:description>kept</dmn:description>"))
    #expect(cells.contains("<dmn:inputEntry id=\"e3\"><dmn:text>&gt;= 21</dmn:text></dmn:inputEntry>"))
    #expect(cells.contains("<dmn:annotationEntry><dmn:text>young &amp; &lt; old</dmn:text></dmn:annotationEntry>"))
    let again = try ModelTables(xml: cells).tables[0].members["rules"]
    #expect(again == [["< 21", "3", "young & < old"], [">= 21", "2", "else"]])
  }

  @Test func rulesAreAddedRemovedAndMoved() throws {
    let moved = try changed([Self.rules([Self.rules[1], ["> 65", "1", ""], Self.rules[0]])])
    let tables = try ModelTables(xml: moved).tables
    #expect(tables[0].members["rules"] == [["", "2", "else"], ["> 65", "1", ""], ["< 18", "1", ""]])
    // A rule that only moved is written as it was, with its identifiers.
    let second = try #require(moved.range(of: "<dmn:rule id=\"r2\">"))
    let first = try #require(moved.range(of: "<dmn:rule id=\"r1\">"))
    #expect(second.lowerBound < first.lowerBound && moved.contains("<dmn:description>kept</dmn:description>"))
    let fewer = try changed([Self.rules([Self.rules[1]])])
    #expect(!fewer.contains("r1") && fewer.contains("<dmn:rule id=\"r2\">"))
    let none = try changed([Self.rules([])])
    #expect(try ModelTables(xml: none).tables[0].members["rules"] == [])
    // And into a table without any.
    let other = try changed([.null, Self.rules([["5"], ["6"]])])
    #expect(try ModelTables(xml: other).tables[1].members["rules"] == [["5"], ["6"]])
    for xml in [moved, fewer, none, other] {
      #expect(try DecisionModel(xml: Array(xml.utf8)).decisions.count == 1)
    }
  }

  @Test func theHitPolicyIsChanged() throws {
    let sum = try changed([["hitPolicy": "C+"], ["hitPolicy": "F"]])
    #expect(sum.contains("<dmn:decisionTable hitPolicy=\"COLLECT\" aggregation=\"SUM\" id=\"t\""))
    #expect(try ModelTables(xml: sum).tables.map { $0.members["hitPolicy"] } == ["C+", "F"])
    let back = try changed([["hitPolicy": "U"]], in: sum)
    #expect(!back.contains("SUM") && back.contains("hitPolicy=\"UNIQUE\""))
  }

  @Test func refusesWhatDoesNotFit() throws {
    func pointer(_ changes: [JSON]) -> String? {
      do {
        _ = try changed(changes)
        return nil
      } catch { return (error as? Problem)?.errors.first?.pointer }
    }
    #expect(pointer([Self.rules([["1"]])]) == "/tables/0/rules/0")
    #expect(pointer([Self.rules([["1", "2", "3", "4"]])]) == "/tables/0/rules/0")
    #expect(pointer([["rules": [["1", 2]]]]) == "/tables/0/rules/0")
    #expect(pointer([["rules": ["x"]]]) == "/tables/0/rules/0")
    #expect(pointer([["hitPolicy": "X"]]) == "/tables/0/hitPolicy")
    #expect(pointer([.null, .null, .null]) == "/tables")
    #expect(throws: Problem.self) { try ModelTables(xml: "<a>") }
    #expect(throws: Problem.self) { try ModelTables(xml: "<!DOCTYPE a><a/>") }
  }

  /// Whatever is typed comes back as it was typed.
  @Test func cellsComeBackAsTheyWereTyped() throws {
    var generator = SystemRandomNumberGenerator()
    let pieces = ["<", "&", ">", "\"", "'", "]]>", "阀", "\n", "\t", "<![CDATA[", "-->", "1", " ", "&amp;", "</text>"]
    for _ in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement()! }.joined()
      }
      let rules = (0..<Int.random(in: 0...4, using: &generator)).map { _ in [text(), text(), text()] }
      let json = JSON.array(rules.map { .array($0.map(JSON.string)) })
      let xml = try changed([["rules": json]])
      #expect(try ModelTables(xml: xml).tables[0].members["rules"] == json, "\(xml)")
    }
  }
}
