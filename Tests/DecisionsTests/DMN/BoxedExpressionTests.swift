// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

/// Boxed expressions, requirements, types and imports (DMN 1.5, 7.3, 10.2 and 10.4).
@Suite("Boxed expressions and requirements") struct BoxedExpressionTests {
  @Test func everyBoxIsEvaluated() throws {
    let model = CompiledModel(try DecisionModel(xml: DMNFixture.everyBox, file: "every.dmn"))
    #expect(model.findings.filter { $0.severity == .error }.isEmpty)
    let result = try DMNFixture.decide(model, "Boxes", ["Grade": "A", "Numbers": [1, 2, 3, 4]])
    guard case .context(let context) = result.value else {
      Issue.record("The decision is \(result.value).")
      return
    }
    let expected = [
      "literal": "3", "call": "6", "called": "42", "list": "[1, \"two\"]", "relation": "[{a: 1, b: 2}, {a: 3, b: 4}]",
      "conditional": "\"more\"", "filter": "[3, 4]", "for": "[1, 4, 9, 16]", "some": "true", "every": "false",
      "table": "15",
    ]
    for (name, text) in expected { #expect(context[name]?.literal == text, "\(name)") }
    #expect(result.matches.map(\.rules) == [[1, 2]])
  }

  /// The list of a box is an expression, so a range in it is one: with brackets.
  @Test func aRangeIsGoneThrough() throws {
    func model(_ list: String) throws -> CompiledModel {
      CompiledModel(
        try DecisionModel(
          xml: DMNFixture.document(
            """
            <decision id="a" name="A"><variable name="A"/><for iteratorVariable="i">
              <in><literalExpression><text>\(list)</text></literalExpression></in>
              <return><literalExpression><text>i * i</text></literalExpression></return></for></decision>
            """)))
    }
    #expect(try DMNFixture.text(model("[1..3]"), "A") == "[1, 4, 9]")
    let findings = try model("1..3").findings.filter { $0.severity == .error }
    #expect(findings.contains { $0.message.contains("brackets, as [1..3]") }, "\(findings)")
  }

  @Test func allowedValuesMakeNull() throws {
    let model = CompiledModel(try DecisionModel(xml: DMNFixture.everyBox))
    let result = try DMNFixture.decide(model, "Boxes", ["Grade": "D", "Numbers": []])
    #expect(result.warnings.contains { $0.message.contains("is not of type tGrade") })
  }

  @Test func typesConvertSingleLists() throws {
    let model = try DMNFixture.compile(
      """
      <itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef>
        <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
      <decision id="a" name="A"><variable name="A" typeRef="number"/>
        <literalExpression><text>[5]</text></literalExpression></decision>
      <decision id="b" name="B"><variable name="B" typeRef="tList"/>
        <literalExpression><text>5</text></literalExpression></decision>
      <decision id="c" name="C"><variable name="C" typeRef="tList"/>
        <literalExpression><text>[1, 2, 3]</text></literalExpression></decision>
      <decision id="d" name="D"><variable name="D" typeRef="date and time"/>
        <literalExpression><text>date("2026-11-24")</text></literalExpression></decision>
      """)
    #expect(try DMNFixture.text(model, "A") == "5")
    #expect(try DMNFixture.text(model, "B") == "[5]")
    #expect(try DMNFixture.text(model, "C") == "null")
    #expect(try DMNFixture.text(model, "D").contains("2026-11-24T00:00:00Z"))
  }

  @Test func filterSeesEntriesAndItem() throws {
    let model = try DMNFixture.compile(
      """
      <decision id="a" name="A"><filter>
        <in><literalExpression><text>[{name of it: "a", n: 1}, {name of it: "b", n: 2}]</text></literalExpression></in>
        <match><literalExpression><text>n &gt; 1 and item.n = n // end</text></literalExpression></match></filter></decision>
      <decision id="b" name="B"><filter>
        <in><list><literalExpression><text>1</text></literalExpression>
          <literalExpression><text>2</text></literalExpression></list></in>
        <match><conditional><if><literalExpression><text>item = 2</text></literalExpression></if>
          <then><literalExpression><text>true</text></literalExpression></then>
          <else><literalExpression><text>false</text></literalExpression></else></conditional></match></filter></decision>
      <decision id="c" name="C"><filter>
        <in><literalExpression><text>[5, 6, 7]</text></literalExpression></in>
        <match><literalExpression><text>1</text></literalExpression></match></filter></decision>
      <decision id="d" name="D"><filter>
        <in><literalExpression><text>[1, null]</text></literalExpression></in>
        <match><literalExpression><text>item &gt; 0</text></literalExpression></match></filter></decision>
      """)
    #expect(try DMNFixture.text(model, "A") == "[{name of it: \"b\", n: 2}]")
    #expect(try DMNFixture.text(model, "B") == "[2]")
    #expect(try DMNFixture.text(model, "C") == "null")
    #expect(try DMNFixture.text(model, "D") == "[1]")
  }

  /// As in text (10.3.2.5): null stands for the empty list, another value for the list of it, whatever the match is.
  @Test(
    arguments: [("null", "[]"), ("[]", "[]"), ("7", "[7]"), ("0", "[]"), ("[7, null, 0]", "[7]")]
  ) func filterGoesThroughWhatTextDoes(source: String, expected: String) throws {
    let model = try DMNFixture.compile(
      """
      <decision id="a" name="Text">
        <literalExpression><text>(\(source))[item != null and item &gt; 1]</text></literalExpression></decision>
      <decision id="b" name="Literal"><filter><in><literalExpression><text>\(source)</text></literalExpression></in>
        <match><literalExpression><text>item != null and item &gt; 1</text></literalExpression></match>
        </filter></decision>
      <decision id="c" name="Box"><filter><in><literalExpression><text>\(source)</text></literalExpression></in>
        <match><conditional><if><literalExpression><text>item = null</text></literalExpression></if>
          <then><literalExpression><text>false</text></literalExpression></then>
          <else><literalExpression><text>item &gt; 1</text></literalExpression></else></conditional></match>
        </filter></decision>
      """)
    for name in ["Text", "Literal", "Box"] { #expect(try DMNFixture.text(model, name) == expected, "\(name)") }
  }

  @Test func importedElementsAreQualified() throws {
    var other = try DecisionModel(
      xml: DMNFixture.document(
        """
        <itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues>
        </itemDefinition>
        <inputData id="n" name="the number"><variable name="the number" typeRef="tSmall"/></inputData>
        <businessKnowledgeModel id="f" name="add one"><variable name="add one"/><encapsulatedLogic>
          <formalParameter name="n" typeRef="tSmall"/><literalExpression><text>n + 1</text></literalExpression>
          </encapsulatedLogic></businessKnowledgeModel>
        <decision id="d" name="twice"><variable name="twice"/>
          <informationRequirement><requiredInput href="#n"/></informationRequirement>
          <literalExpression><text>the number * 2</text></literalExpression></decision>
        """))
    other.namespace = "urn:other"
    let model = try DMNFixture.compile(
      """
      <import name="my lib" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
      <decision id="e" name="E"><variable name="E" typeRef="my lib.tSmall"/>
        <informationRequirement><requiredDecision href="urn:other#d"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="urn:other#f"/></knowledgeRequirement>
        <literalExpression><text>my lib.add one(my lib.twice)</text></literalExpression></decision>
      """, imports: [other])
    #expect(model.findings.filter { $0.severity > .note }.isEmpty)
    #expect(model.inputNames(of: "E") == ["the number", "twice"])
    #expect(try DMNFixture.text(model, "E", ["the number": 3]) == "7")
    #expect(try DMNFixture.text(model, "E", ["the number": 5]) == "null")
    let alone = try DMNFixture.compile(
      "<import name='x' namespace='urn:gone' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>")
    #expect(alone.findings.contains { $0.kind == .unknownReference && $0.message.contains("urn:gone") })
  }

  @Test func circlesAndUnknownReferencesAreFound() throws {
    let model = try DMNFixture.compile(
      """
      <itemDefinition name="tLoop"><itemComponent name="inner"><typeRef>tLoop</typeRef></itemComponent></itemDefinition>
      <decision id="a" name="A"><informationRequirement><requiredDecision href="#b"/></informationRequirement>
        <literalExpression><text>B</text></literalExpression></decision>
      <decision id="b" name="B"><informationRequirement><requiredDecision href="#a"/></informationRequirement>
        <literalExpression><text>A</text></literalExpression></decision>
      <decision id="c" name="C"><informationRequirement><requiredDecision href="#nothing"/></informationRequirement>
        <informationRequirement><requiredDecision href="#a"/></informationRequirement>
        <literalExpression typeRef="tNone"><text>1 +</text></literalExpression></decision>
      """)
    let kinds = Set(model.findings.map(\.kind))
    #expect(kinds.isSuperset(of: [.cycle, .unknownReference, .unknownType, .syntax]))
    #expect(model.findings.contains { $0.kind == .cycle && $0.element == "decision \"A\"" })
    #expect(!model.findings.contains { $0.kind == .cycle && $0.element == "decision \"C\"" })
    #expect(try DMNFixture.text(model, "A") == "null")
    #expect(try DMNFixture.text(model, "C") == "null")
    #expect(throws: Problem.self) { try DMNFixture.decide(model, "none") }
  }

  /// A knowledge model whose variable is of a function type gives what that type says.
  @Test func theTypeOfAKnowledgeModelIsThatOfItsResult() throws {
    let model = try DMNFixture.compile(
      """
      <itemDefinition name="tToText"><functionItem outputTypeRef="string"><parameters name="n" typeRef="number"/>
        </functionItem></itemDefinition>
      <businessKnowledgeModel id="f" name="right"><variable name="right" typeRef="tToText"/><encapsulatedLogic>
        <formalParameter name="n" typeRef="number"/><literalExpression><text>[string(n)]</text></literalExpression>
        </encapsulatedLogic></businessKnowledgeModel>
      <businessKnowledgeModel id="g" name="wrong"><variable name="wrong" typeRef="tToText"/><encapsulatedLogic>
        <formalParameter name="n" typeRef="number"/><literalExpression><text>n</text></literalExpression>
        </encapsulatedLogic></businessKnowledgeModel>
      <decision id="a" name="A"><variable name="A"/>
        <knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
        <knowledgeRequirement><requiredKnowledge href="#g"/></knowledgeRequirement>
        <literalExpression><text>[right(1), wrong(1)]</text></literalExpression></decision>
      """)
    #expect(try DMNFixture.text(model, "A") == "[\"1\", null]")
  }

  /// As functions in a context of FEEL do: by the name of the entry, or of the knowledge model, whether it requires itself or not.
  @Test func functionsCallThemselves() throws {
    func knowledge(_ name: String, requiring: String = "") -> String {
      """
      <businessKnowledgeModel id="\(name)" name="\(name)"><variable name="\(name)"/><encapsulatedLogic typeRef="number">
        <formalParameter name="n" typeRef="number"/>
        <literalExpression><text>if n = 0 then 1 else n * \(name)(n - 1)</text></literalExpression>
        </encapsulatedLogic>\(requiring)</businessKnowledgeModel>
      """
    }
    let model = try DMNFixture.compile(
      """
      \(knowledge("factorial"))
      \(knowledge("again", requiring: "<knowledgeRequirement><requiredKnowledge href='#again'/></knowledgeRequirement>"))
      <decision id="a" name="A"><variable name="A"/>
        <knowledgeRequirement><requiredKnowledge href="#factorial"/></knowledgeRequirement>
        <knowledgeRequirement><requiredKnowledge href="#again"/></knowledgeRequirement>
        <literalExpression><text>[factorial(5), again(4)]</text></literalExpression></decision>
      <decision id="b" name="B"><variable name="B"/><context>
        <contextEntry><variable name="sum up"/><functionDefinition><formalParameter name="k" typeRef="number"/>
          <literalExpression><text>if k = 0 then 0 else k + sum up(k - 1)</text></literalExpression>
          </functionDefinition></contextEntry>
        <contextEntry><literalExpression><text>for i in 1..4 return sum up(i)</text></literalExpression></contextEntry>
        </context></decision>
      <decision id="c" name="C"><variable name="C"/><context>
        <contextEntry><variable name="endless"/><functionDefinition>
          <literalExpression><text>endless()</text></literalExpression></functionDefinition></contextEntry>
        <contextEntry><literalExpression><text>endless()</text></literalExpression></contextEntry></context></decision>
      <decision id="d" name="D"><variable name="D"/><context>
        <contextEntry><variable name="max"/><functionDefinition><formalParameter name="list"/>
          <literalExpression><text>max(list)</text></literalExpression></functionDefinition></contextEntry>
        <contextEntry><literalExpression><text>max([1, 3])</text></literalExpression></contextEntry></context></decision>
      """)
    #expect(model.findings.filter { $0.severity == .error }.isEmpty, "\(model.findings)")
    #expect(try DMNFixture.text(model, "A") == "[120, 24]")
    #expect(try DMNFixture.text(model, "B") == "[1, 3, 6, 10]")
    // A built-in function of that name is meant by the body, as before.
    #expect(try DMNFixture.text(model, "D") == "3")
    let problem = #expect(throws: Problem.self) { try DMNFixture.decide(model, "C") }
    #expect(problem?.detail.contains("more than 1000 deep") == true)
  }

  @Test func importedTypesMayBeNamed() throws {
    var other = DecisionModel(name: "other", namespace: "urn:other")
    other.types = [ItemDefinition(name: "t Small", typeRef: "number", allowedValues: Cell("[0..9]"))]
    let model = try DMNFixture.compile(
      """
      <import name="my lib" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
      <decision id="a" name="A"><literalExpression><text>5 instance of my lib.t Small</text></literalExpression></decision>
      <decision id="b" name="B"><variable name="B" typeRef="my lib.t Small"/>
        <literalExpression><text>10</text></literalExpression></decision>
      """, imports: [other])
    #expect(model.findings.isEmpty)
    #expect(try DMNFixture.text(model, "A") == "true")
    #expect(try DMNFixture.text(model, "B") == "null")
  }

  /// Types that are made of one another ten thousand deep, in either order, are refused and not followed.
  @Test(arguments: [false, true]) func deepTypesAreRefused(reversed: Bool) throws {
    var model = DecisionModel(name: "deep", namespace: "urn:deep")
    model.types = (0..<10_000).map { number in
      ItemDefinition(name: "t\(number)", typeRef: number == 0 ? "number" : "t\(number - 1)", isCollection: true)
    }
    if reversed { model.types.reverse() }
    model.decisions = [
      Decision(id: "d", name: "D", variable: InformationItem(name: "D", typeRef: "t20"), logic: .literal("5"))
    ]
    let compiled = CompiledModel(model)
    #expect(compiled.findings.contains { $0.message.contains("within one another") })
    #expect(try DMNFixture.decide(compiled, "D").decisions.count == 1)
  }

  /// A chain of ten thousand decisions does not use up the stack.
  @Test func longChainsAreWorkedOut() throws {
    var model = DecisionModel(name: "chain", namespace: "urn:chain")
    for number in 0..<10_000 {
      model.decisions.append(
        Decision(
          id: "d\(number)", name: "d\(number)",
          requiredDecisions: number == 0 ? [] : [ElementReference(id: "d\(number - 1)")],
          logic: .literal(number == 0 ? "1" : "d\(number - 1) + 1")))
    }
    #expect(try DMNFixture.text(CompiledModel(model), "d9999") == "10000")
  }

  @Test func servicesHideTheWorldOutside() throws {
    let model = try DMNFixture.compile(
      """
      <inputData id="n" name="N"><variable name="N" typeRef="number"/></inputData>
      <decision id="i" name="I"><literalExpression><text>100</text></literalExpression></decision>
      <decision id="o" name="O"><informationRequirement><requiredInput href="#n"/></informationRequirement>
        <informationRequirement><requiredDecision href="#i"/></informationRequirement>
        <literalExpression><text>N + I</text></literalExpression></decision>
      <decisionService id="s" name="S"><variable name="S"/><outputDecision href="#o"/><inputDecision href="#i"/>
        <inputData href="#n"/></decisionService>
      <decision id="u" name="U"><informationRequirement><requiredInput href="#n"/></informationRequirement>
        <informationRequirement><requiredDecision href="#o"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>
        <literalExpression><text>[S(1, 2), S(I: 5, N: N), O]</text></literalExpression></decision>
      """)
    #expect(try DMNFixture.text(model, "U", ["N": 7]) == "[3, 12, 107]")
    let called = try model.callService(
      "S", inputs: [DecisionInput(name: "N", value: 1), DecisionInput(name: "I", value: 3)],
      evaluation: FEELEvaluation(limits: .default))
    #expect(called.value.text == "4")
  }
}
