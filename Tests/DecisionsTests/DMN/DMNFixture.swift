// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions

/// Small models for the tests of DMN.
enum DMNFixture {
  /// Wraps elements into `definitions`.
  static func document(_ body: String, version: DMNVersion = .dmn15, attributes: String = "") -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <definitions xmlns="\(version.rawValue)" name="Fixture" namespace="https://example.org/fixture" \(attributes)>
      \(body)
      </definitions>
      """.utf8)
  }

  /// A decision with every kind of box.
  static let everyBox = document(
    """
    <description>Every box &amp; &lt;kind&gt;</description>
    <itemDefinition name="tGrade"><typeRef>string</typeRef>
      <allowedValues><text>"A", "B", "C"</text></allowedValues></itemDefinition>
    <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
    <itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>
      <itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>
    <itemDefinition name="tTwice"><functionItem outputTypeRef="number">
      <parameters name="n" typeRef="number"/></functionItem></itemDefinition>
    <inputData id="i1" name="Grade"><variable name="Grade" typeRef="tGrade"/></inputData>
    <inputData id="i2" name="Numbers"><variable name="Numbers"/></inputData>
    <businessKnowledgeModel id="b1" name="twice"><variable name="twice"/><encapsulatedLogic>
      <formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression>
    </encapsulatedLogic></businessKnowledgeModel>
    <decision id="d1" name="Boxes"><variable name="Boxes"/>
      <informationRequirement><requiredInput href="#i1"/></informationRequirement>
      <informationRequirement><requiredInput href="#i2"/></informationRequirement>
      <knowledgeRequirement><requiredKnowledge href="#b1"/></knowledgeRequirement>
      <context>
        <contextEntry><variable name="literal" typeRef="number"/>
          <literalExpression><text>1 + 2</text></literalExpression></contextEntry>
        <contextEntry><variable name="call"/><invocation><literalExpression><text>twice</text></literalExpression>
          <binding><parameter name="n"/><literalExpression><text>literal</text></literalExpression></binding>
        </invocation></contextEntry>
        <contextEntry><variable name="increment"/><functionDefinition><formalParameter name="x"/>
          <literalExpression><text>x + 1</text></literalExpression></functionDefinition></contextEntry>
        <contextEntry><variable name="called"/><literalExpression><text>increment(41)</text></literalExpression>
        </contextEntry>
        <contextEntry><variable name="list"/><list><literalExpression><text>1</text></literalExpression>
          <literalExpression><text>"two"</text></literalExpression></list></contextEntry>
        <contextEntry><variable name="relation"/><relation><column name="a"/><column name="b"/>
          <row><literalExpression><text>1</text></literalExpression>
            <literalExpression><text>2</text></literalExpression></row>
          <row><literalExpression><text>3</text></literalExpression>
            <literalExpression><text>4</text></literalExpression></row></relation></contextEntry>
        <contextEntry><variable name="conditional"/><conditional>
          <if><literalExpression><text>literal &gt; 2</text></literalExpression></if>
          <then><literalExpression><text>"more"</text></literalExpression></then>
          <else><literalExpression><text>"less"</text></literalExpression></else></conditional></contextEntry>
        <contextEntry><variable name="filter"/><filter>
          <in><literalExpression><text>Numbers</text></literalExpression></in>
          <match><literalExpression><text>item &gt; 2</text></literalExpression></match></filter></contextEntry>
        <contextEntry><variable name="for"/><for iteratorVariable="n">
          <in><literalExpression><text>Numbers</text></literalExpression></in>
          <return><literalExpression><text>n * n</text></literalExpression></return></for></contextEntry>
        <contextEntry><variable name="some"/><some iteratorVariable="n">
          <in><literalExpression><text>Numbers</text></literalExpression></in>
          <satisfies><literalExpression><text>n &gt; 2</text></literalExpression></satisfies></some></contextEntry>
        <contextEntry><variable name="every"/><every iteratorVariable="n">
          <in><literalExpression><text>Numbers</text></literalExpression></in>
          <satisfies><literalExpression><text>n &gt; 2</text></literalExpression></satisfies></every></contextEntry>
        <contextEntry><variable name="table"/>
          <decisionTable hitPolicy="COLLECT" aggregation="SUM" outputLabel="Points">
            <input label="Grade"><inputExpression typeRef="string"><text>Grade</text></inputExpression>
              <inputValues><text>"A", "B", "C"</text></inputValues></input>
            <output typeRef="number"><outputValues><text>[0..100]</text></outputValues>
              <defaultOutputEntry><text>0</text></defaultOutputEntry></output>
            <annotation name="Basis"/>
            <rule><description>the best</description><inputEntry><text>"A"</text></inputEntry>
              <outputEntry><text>10</text></outputEntry>
              <annotationEntry><text>§ 1</text></annotationEntry></rule>
            <rule><inputEntry><text>not("C")</text></inputEntry><outputEntry><text>5</text></outputEntry>
              <annotationEntry><text/></annotationEntry></rule>
          </decisionTable></contextEntry>
      </context>
    </decision>
    <decisionService id="s1" name="Service"><variable name="Service"/><outputDecision href="#d1"/>
      <inputData href="#i1"/><inputData href="#i2"/></decisionService>
    """)
}

extension DMNFixture {
  static let now = FEELDateAndTime("2026-11-24T08:00:00Z")!

  static func compile(_ body: String, imports: [DecisionModel] = [], analysed: Bool = false) throws -> CompiledModel {
    CompiledModel(
      try DecisionModel(xml: document(body), file: "fixture.dmn"), imports: imports, analysed: analysed)
  }

  /// The result of a decision in FEEL's canonical text.
  static func decide(
    _ model: CompiledModel, _ decision: String, _ inputs: KeyValuePairs<String, FEELValue> = [:]
  ) throws -> DecisionResult {
    try model.decide(
      decision, inputs: inputs.map { DecisionInput(name: $0.key, value: $0.value) },
      evaluation: FEELEvaluation(limits: .default, now: now))
  }

  static func text(
    _ model: CompiledModel, _ decision: String, _ inputs: KeyValuePairs<String, FEELValue> = [:]
  ) throws -> String {
    try decide(model, decision, inputs).value.literal
  }

  /// A decision `D` with a table on the inputs `a` and `b`.
  static func table(
    _ hitPolicy: String, aggregation: String? = nil, inputs: [String] = ["a", "b"],
    types: [String] = ["number", "string"],
    outputs: [(name: String, values: String?, fallback: String?)], rules: [[String]]
  ) -> String {
    func escape(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let data = zip(inputs, types).map {
      "<inputData id='\($0)' name='\($0)'><variable name='\($0)' typeRef='\($1)'/></inputData>"
    }
    let requirements = inputs.map { "<informationRequirement><requiredInput href='#\($0)'/></informationRequirement>" }
    let columns = zip(inputs, types).map {
      "<input><inputExpression typeRef='\($1)'><text>\($0)</text></inputExpression></input>"
    }
    let results = outputs.map { output in
      let values = output.values.map { "<outputValues><text>\(escape($0))</text></outputValues>" } ?? ""
      let fallback = output.fallback.map { "<defaultOutputEntry><text>\(escape($0))</text></defaultOutputEntry>" } ?? ""
      return "<output name='\(output.name)'>\(values)\(fallback)</output>"
    }
    let rows = rules.map { rule in
      let cells = rule.enumerated().map { number, cell in
        let name = number < inputs.count ? "inputEntry" : "outputEntry"
        return "<\(name)><text>\(escape(cell))</text></\(name)>"
      }
      return "<rule>\(cells.joined())</rule>"
    }
    return """
      \(data.joined(separator: "\n"))
      <decision id="D" name="D"><variable name="D"/>
      \(requirements.joined())
      <decisionTable hitPolicy="\(hitPolicy)"\(aggregation.map { " aggregation=\"\($0)\"" } ?? "")>
      \(columns.joined(separator: "\n"))
      \(results.joined(separator: "\n"))
      \(rows.joined(separator: "\n"))
      </decisionTable></decision>
      """
  }
}
