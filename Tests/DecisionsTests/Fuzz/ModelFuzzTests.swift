// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing
import Vocabulary

/// No document makes the reading, the check or the use of a model hang or trap.
@Suite("Fuzzing of models") struct ModelFuzzTests {
  private static let limits = DecisionLimits(
    xml: XMLLimits(bytes: 1 << 20, elements: 20_000, text: 1 << 20), feel: ExpressionFuzzTests.limits,
    tables: TableLimits(steps: 20_000, findings: 20))

  private static let now = DMNFixture.now

  private static let inputs: [FEELValue] = [
    .null, 5, "A", true, [3, 1, 2], .context(FEELContext([("name", "Li"), ("age", 30), ("x", 1)])),
    FEELDateAndTime("2026-01-01T00:00:00Z").map { .dateAndTime($0) } ?? .null,
  ]

  @Test func changedModelsComeToAnEnd() {
    let table = DMNFixture.document(
      DMNFixture.table(
        "PRIORITY", outputs: [("r", "\"x\", \"y\", \"z\"", "\"z\"")],
        rules: [["< 3", "\"a\"", "\"x\""], ["[3..9]", "not(\"a\")", "\"y\""], ["-", "-", "\"q\""]]))
    Watchdog.watch { dog in
      for index in 0..<FuzzSize.count(300) {
        var fuzzer = ModelFuzzer(seed: 4 << 40 + UInt64(index))
        let base = index % 2 == 0 ? DMNFixture.everyBox : table
        let document = index % 3 == 0 ? fuzzer.accident(base) : fuzzer.rewritten(base)
        dog.attempt(String(decoding: document, as: UTF8.self)) {
          guard let model = Self.read({ try DecisionModel(xml: document, file: "f", limits: Self.limits.xml) }) else {
            return
          }
          Self.use(model, round: index)
          // What is written is read again.
          #expect(throws: Never.self) { try DecisionModel(xml: Array(model.xml.utf8)) }
        }
        if index > 0, index % 100_000 == 0 { print("\(index) models") }
      }
    }
  }

  @Test func changedSheetsComeToAnEnd() {
    Watchdog.watch { dog in
      for index in 0..<FuzzSize.count(200) {
        var fuzzer = ModelFuzzer(seed: 5 << 40 + UInt64(index))
        var text = fuzzer.sheet()
        if index % 4 == 0 { text = String(decoding: fuzzer.accident(Array(text.utf8)), as: UTF8.self) }
        dog.attempt(text) {
          guard let sheet = Self.read({ try TableSheet(csv: text, name: "D", file: "f") }),
            let model = Self.read({ try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m") })
          else { return }
          Self.use(model, round: index)
        }
        if index > 0, index % 100_000 == 0 { print("\(index) sheets") }
      }
    }
  }

  @Test func changedTestCasesComeToAnEnd() {
    let cases = Array(
      """
      <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>a.dmn</modelName>
      <testCase id="1"><inputNode name="a"><value xsi:type="xsd:decimal">1</value></inputNode>
      <inputNode name="b"><list><item><value xsi:type="xsd:date">2026-01-01</value></item>
      <item><component name="c"><value xsi:nil="true"/></component></item></list></inputNode>
      <resultNode name="D" errorResult="false"><expected><value xsi:type="xsd:string">x</value></expected></resultNode>
      </testCase></testCases>
      """.utf8)
    Watchdog.watch { dog in
      for index in 0..<FuzzSize.count(200) {
        var fuzzer = ModelFuzzer(seed: 6 << 40 + UInt64(index))
        let document = fuzzer.accident(cases)
        dog.attempt(String(decoding: document, as: UTF8.self)) {
          _ = Self.read { try TestSuite(xml: document, file: "f", limits: Self.limits.xml) }
        }
      }
    }
  }

  /// What is read; `nil` when it is refused with a problem.
  private static func read<Result>(_ body: () throws -> Result) -> Result? {
    do {
      return try body()
    } catch let problem as Problem {
      #expect(!problem.detail.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }

  /// Checks a model and works out its decisions.
  private static func use(_ model: DecisionModel, round: Int) {
    let compiled = CompiledModel(model, limits: limits, analysed: true)
    for decision in model.decisions.prefix(4) {
      let given = model.inputs.enumerated().map { number, input in
        DecisionInput(name: input.name, value: inputs[(round + number) % inputs.count])
      }
      _ = read {
        try compiled.decide(
          decision.name, inputs: given, evaluation: FEELEvaluation(limits: limits.feel, now: now)
        ).value.text(within: 1_000_000)
      }
    }
  }
}
