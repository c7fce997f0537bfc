// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite("Messages in both languages") struct MessageTests {
  /// Whether the Chinese text is one, and another than the English.
  private func isTranslated(_ message: Message) -> Bool {
    message.english != message.chinese
      && message.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  /// Tables with every kind of fault that a check finds in them.
  static let tables: [(csv: String, kinds: Set<DecisionFinding.Kind>)] = [
    ("U,in: age,in: grade,out: o\ntype,number,string,string\n1,<18,-,\"\"\"no\"\"\"", [.gap]),
    ("F,in: s,out: o\ntype,string,\n1,\"\"\"a\"\"\",1", [.gap]),
    ("U,in: n,out: o\ntype,number,\n1,<=10,1\n2,>=5,2", [.overlap]),
    ("A,in: n,out: o\ntype,number,\n1,<=10,1\n2,>=5,2", [.overlap]),
    ("F,in: n,out: o\ntype,number,\n1,<10,1\n2,>=5,2\n3,[3..7],3", [.unreachable]),
    ("P,in: n,out: o\ntype,number,number\nvalues,,\"1,2\"\n1,[0..5],2\n2,-,1", [.unreachable]),
    ("U,in: n,out: o\ntype,number,\nvalues,[0..10],\n1,[0..10],1\n2,>10,2", [.unreachable]),
    ("F,in: n,out: o\ntype,number,number\n1,\"\"\"ten\"\"\",1\n2,-,\"\"\"one\"\"\"", [.type]),
    ("F,in: n,out: o\ntype,number,number\nvalues,,\"1,2\"\n1,-,3", [.value]),
    ("F,in: n,out: o\ntype,number,nothing\n1,<,1\n2,-,(1", [.syntax, .unknownType]),
    ("U,in: n,in: m,out: o\ntype,number,number,number\n1,<m,-,1\n2,>=0,-,2", [.undecided]),
    ("C+,in: n,out: o,out: o,out: \n1,-,1,2,3", [.structure, .duplicate]),
    ("P,in: n,out: o\n1,-,1", [.structure]),
  ]

  @Test(arguments: tables.indices) func findingsAreSaidInBoth(number: Int) throws {
    let (csv, kinds) = Self.tables[number]
    let sheet = try TableSheet(csv: csv, name: "D", file: "d.csv")
    let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"), analysed: true)
    #expect(kinds.isSubset(of: Set(model.findings.map(\.kind))), "\(model.findings)")
    for finding in model.findings {
      #expect(isTranslated(finding.messages), "\(finding)")
      #expect(isTranslated(finding.place), "\(finding)")
    }
  }

  @Test func findingsNameTheValues() throws {
    func messages(_ number: Int, _ kind: DecisionFinding.Kind) throws -> [String] {
      let sheet = try TableSheet(csv: Self.tables[number].csv, name: "D")
      let model = CompiledModel(try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m"), analysed: true)
      return model.findings.filter { $0.kind == kind }.map(\.messages.chinese)
    }
    #expect(try messages(0, .gap) == ["没有规则适用于这些取值（age：>= 18）。"])
    #expect(try messages(1, .gap) == ["没有规则适用于这些取值（s：其他任意文本）。"])
    #expect(try messages(2, .overlap) == ["规则 1 和规则 2 同时适用（n：[5..10]），但只允许一条适用。"])
    #expect(try messages(4, .unreachable) == ["该规则不可达：凡它适用之处，排在前面的规则（1, 2）已经适用。"])
  }

  @Test func faultsOfModelsAreSaidInBoth() throws {
    let model = try DMNFixture.compile(
      """
      <inputData id="i" name="n"/><inputData id="i" name="n"/>
      <decision id="a" name="A"><variable name="A" typeRef="tNone"/>
        <informationRequirement><requiredDecision href="#a"/></informationRequirement>
        <informationRequirement><requiredDecision href="#gone"/></informationRequirement>
        <relation><column name="x"/><row/></relation></decision>
      <decision id="b" name="B"><variable name="B"/><invocation/></decision>
      <decision id="c" name="C"><variable name="C"/><literalExpression expressionLanguage="urn:x"><text>1</text>
        </literalExpression></decision>
      <decisionService id="s" name="S"><variable name="S"/></decisionService><nonsense/>
      """)
    #expect(
      Set(model.findings.map(\.kind)).isSuperset(of: [
        .duplicate, .cycle, .unknownReference, .unknownType, .unsupported, .structure,
      ]), "\(model.findings)")
    for finding in model.findings { #expect(isTranslated(finding.messages), "\(finding)") }
  }

  /// What keeps a content from being read at all.
  @Test(
    arguments: [
      ["outputs": []], ["decision": "D"], ["tests": [["inputs": [:]]]],
      [
        "dmn":
          "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' namespace='n'><decision/></definitions>"
      ],
    ] as [[String: JSON]])
  func misshapenContentsAreSaidInBoth(members: [String: JSON]) throws {
    var content: [String: JSON] = ["code": "d", "source": "s"]
    if members["dmn"] == nil {
      content["inputs"] = [["expression": "n"]]
      content["outputs"] = [["name": "o"]]
    } else {
      content["decision"] = "D"
    }
    content.merge(members) { $1 }
    let problem = try #require(throws: Problem.self) { try DecisionDefinition(json: .object(content)) }
    #expect(!problem.errors.isEmpty)
    for error in problem.errors { #expect(isTranslated(Message(error)), "\(problem)") }
  }

  /// What is wrong in the form of a table of which the rest can be told all the same.
  @Test(arguments: [["hitPolicy": "X"], ["rules": [["1"]]], ["rules": [["1", [:]]]]] as [[String: JSON]])
  func misshapenTablesAreSaidInBoth(members: [String: JSON]) throws {
    var content: [String: JSON] = [
      "code": "d", "source": "s", "inputs": [["expression": "n"]], "outputs": [["name": "o"]],
    ]
    content.merge(members) { $1 }
    let errors = try DecisionDefinition(json: .object(content)).compiled.findings.filter { $0.severity == .error }
    #expect(!errors.isEmpty)
    for error in errors { #expect(isTranslated(error.messages), "\(error)") }
  }

  /// The form of contents and rules, documents that are none, limits that were passed.
  @Test func problemsAreSaidInBoth() throws {
    func problem(_ body: () throws -> Void) -> Problem? {
      do {
        try body()
        return nil
      } catch { return error as? Problem }
    }
    let forms: [JSON] = [
      5, [:], ["code": 5, "source": ""], ["code": "d", "source": "s", "colour": "red", "rules": "x", "inputs": [3]],
      ["code": "d", "source": "s", "version": 0, "name": ["en": 1], "notes": [1], "tests": [[:]]],
    ]
    var problems = forms.map { form in problem { _ = try DecisionDefinition(json: form) } }
    let level: [String: JSON] = ["level": "red", "when": "> 5"]
    let wrong: [[String: JSON]] = [
      [:], ["levels": [], "clearAfter": "soon"], ["levels": [["level": "pink", "when": "<"]], "above": 5],
      ["levels": [.object(level), .object(level)], "hysteresis": 1],
      ["levels": [["level": "blue", "when": "> 5"], .object(level)]],
      ["levels": [["level": "red", "when": "> 5", "until": "> 7"]]],
      ["levels": [["level": "red", "when": "value > 5 and value < 3"]]],
      ["levels": [["level": "red", "when": "> 5 and nobody"]]],
      ["levels": [["level": "red", "when": "sqrt(\"a\") > 1"]]],
      ["levels": [.object(level), ["level": "yellow", "when": "> 6"]]],
    ]
    problems += wrong.map { members in
      problem {
        _ = try ThresholdRule(
          json: .object(["code": "r", "name": ["en": "R", "zh-Hans": "规"], "source": "s"].merging(members) { $1 }))
      }
    }
    for xml in ["", "<a>", "<a/><b/>", "<?xml version='1.0' encoding='latin-1'?><a/>", "<!DOCTYPE a><a/>", "<a/>"] {
      problems.append(problem { _ = try DecisionModel(xml: Array(xml.utf8), file: "") })
    }
    for limits in [XMLLimits(bytes: 3), XMLLimits(depth: 1), XMLLimits(elements: 1), XMLLimits(text: 1)] {
      problems.append(problem { _ = try DecisionModel(xml: Array("<a><b>xyz</b></a>".utf8), limits: limits) })
    }
    for case let found? in problems {
      #expect(isTranslated(found.message), "\(found)")
      for error in found.errors { #expect(isTranslated(Message(error)), "\(error)") }
    }
    #expect(!problems.contains(nil))
  }

  @Test func limitsAreSaidInBoth() {
    for limit in [
      LimitExceeded.Limit.steps, .depth, .valueDepth, .valueParts, .listSize, .stringSize, .memory, .regexSteps,
      .cancelled,
    ] {
      #expect(isTranslated(LimitExceeded(limit, allowed: 5).message))
    }
  }

  @Test(arguments: [
    "", "1 +", "(1", "[1", "{a: 1", "{1}", "\"a", "@1", "if true 1", "for x in [1] 2", "some x in [1] 2", "1 between 2",
    "1 instance x", "f(", "a.", "[..]", "1a", "/* ", "function(a, a) 1", "function(a: nothing) 1", "x[1", "1 1",
    "1 in (",
  ])
  func unreadableExpressionsAreSaidInBoth(text: String) {
    let error = #expect(throws: FEELError.self) { try FEELExpression(text) }
    if let error { #expect(isTranslated(error.messages), "\(error)") }
  }

  @Test(arguments: [
    "1 + \"a\"", "nobody", "-\"a\"", "1 < \"a\"", "[1][3]", "\"a\".b", "1()", "sum(\"a\")", "not(1)", "count(null)",
    "@\"no date\"", "if 1 then 2 else 3", "1 between \"a\" and \"b\"", "some x in 1 satisfies 2", "{a: 1, a: 2}",
    "substring(1, 2)", "substring()", "number(from: \"x\")", "mean([])", "min([])", "any([1])", "true and 1",
    "matches(\"a\", \"(\")", "append(null, 1)", "1 in \"a\"", "(function(a) a)()", "1 instance of nothing", "5[\"a\"]",
  ])
  func warningsAreSaidInBoth(text: String) throws {
    let run = FEELEvaluation()
    _ = try FEELExpression(text).evaluate(in: run)
    for warning in run.warnings {
      #expect(isTranslated(warning.messages), "\(warning)")
      #expect(warning.whole.chinese.hasPrefix("第 1 行第 "), "\(warning)")
    }
  }

  /// What a Chinese keyboard gives in the place of FEEL's punctuation.
  @Test(arguments: [
    ("\"gas\"，\"water\"", ",", "，"), ("“gas”", "\"", "“"), ("（1 + 2）", ")", "）"), ("1 ＋ 2", "+", "＋"),
    ("f(1，2)", ",", "，"), ("\"gas”", "\"", "”"), ("＜ 5", "<", "＜"), ("\"gas\"、\"water\"", ",", "、"),
    ("［1..5］", "[", "［"),
  ])
  func fullWidthCharactersAreNamed(text: String, half: String, full: String) throws {
    let error = try #require(throws: FEELError.self) { try FEELExpression(unaryTests: text) }
    #expect(error.message.hasSuffix("; write the half-width \(half) instead of \(full)."), "\(error)")
    #expect(error.messages.chinese.hasSuffix("；请改用半角 \(half) 而非 \(full)。"), "\(error)")
  }

  /// Full-width characters make names too, so a name of them is only told where nothing has it.
  @Test func fullWidthNamesAreNamedWhereUnknown() throws {
    let run = FEELEvaluation()
    _ = try FEELExpression("（a）").evaluate(in: run)
    #expect(run.warnings.map(\.message) == ["there is no name （a） here; write the half-width ( instead of （"])
    var names = FEELNames()
    names.declare("车速（km/h）", type: .number)
    let known = try FEELExpression("车速（km/h） + 1", names: names)
    #expect(known.unknownNames.isEmpty)
    let plain = try #require(throws: FEELError.self) { try FEELExpression("1 +") }
    #expect(plain.message == "Here stands the end; expected is an expression.")
  }

  /// A loop that says the same of each of its turns says it once.
  @Test func sameMessagesAreCounted() throws {
    let (a, b) = (Message("a", "甲"), Message("b", "乙"))
    #expect([Message]().counted == [] && [a, b].counted == [a, b])
    #expect([b, a, b, b].counted == [Message("b (3 times)", "乙（3 次）"), a])
    let loop = try DecisionDefinition(json: [
      "code": "loop", "source": "a law", "outputs": [["name": "sum"]],
      "rules": [["for i in 1..150 return \"a\" + 1"]],
    ])
    let warnings = try loop.decide([:]).warnings
    #expect(warnings.count == 1 && warnings[0].english.hasSuffix("(100 times)"), "\(warnings)")
    #expect(warnings.allSatisfy { $0.chinese.hasSuffix("（100 次）") })
  }

  @Test func usesAreReadAsTheyWereWritten() throws {
    let use = DecisionUse(
      decision: "d@1", inputs: [:], matches: [], output: .null, warnings: [Message("it is null", "为 null")])
    #expect(DecisionUse(json: use.json) == use)
    // Uses written down before had the English text alone.
    let old: JSON = ["decision": "d@1", "inputs": [:], "output": .null, "warnings": ["it is null"]]
    #expect(DecisionUse(json: old)?.warnings == [Message(same: "it is null")])
  }
}
