// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import TestSupport
import Testing
import Vocabulary

/// What a check says of a draft, in Chinese too.
@Suite struct DecisionMessageTests {
  /// A content for a decision of the sound pack, and what is said of it in Chinese, among other things.
  struct Draft: Sendable {
    var code: String
    var content: [String: JSON]
    var said: [String]
  }

  private static func times(_ rules: JSON, outputs: JSON = [["name": "handle"], ["name": "calendar"]]) -> [String: JSON]
  {
    [
      "source": "a council's order", "hitPolicy": "F", "inputs": [["expression": "priority"]], "outputs": outputs,
      "rules": rules,
    ]
  }

  static let drafts: [Draft] = [
    Draft(
      code: "duties", content: DecisionTown.content([["\"pothole\"", "-", "-", "\"parks\"", ""]]),
      said: ["第 4 列：没有部门 parks；现有 roads、water"]),
    Draft(
      code: "duties", content: DecisionTown.content([["\"hole\"", "\"09\"", "\"soon\"", "\"roads\"", ""]]),
      said: [
        "第 1 列：没有事项类型 hole；现有 leak、pothole", "第 2 列：没有区域 09；现有 01、0101、02",
        "\"soon\" 不是优先级；优先级有 normal、urgent、supervised",
        "事项在 duties 中可能找不到部门：请为 pothole 加一条不限区域的规则，或给出默认值",
      ]),
    Draft(
      code: "duties", content: DecisionTown.content([["\"leak\"", "-", "-", "\"roads\"", ""]]),
      said: ["类型 leak 的事项不由此表派遣：该类型没有派遣决策"]),
    Draft(
      code: "duties",
      content: DecisionTown.content(
        [["-", "-", "-", "\"roads\"", ""]],
        tests: [["name": "sewer", "inputs": ["type": "pothole"], "output": "water"]]),
      said: ["测试用例 1（sewer）：预期 \"water\"，实际 \"roads\"，依据：规则 1"]),
    Draft(
      code: "duties",
      content: DecisionTown.content(
        [["-", "-", "-", "", ""]],
        tests: [["name": "sewer", "inputs": ["type": "pothole"], "output": "water"]]),
      said: ["规则 1，输出 1：表达式为空"]),
    Draft(
      code: "duties",
      content: [
        "source": "s", "inputs": [["expression": "weather"]], "outputs": [["name": "office"]], "rules": [["-", "1"]],
      ],
      said: [
        "该决策要用到输入 weather；决定派遣去向时可用的输入是", "输出 office 没有用处；派遣去向的输出是", "派遣决策要有输出 department",
      ]),
    Draft(
      code: "times", content: times([["-", "\"soon\"", "\"shop\""]]),
      said: ["第 2 列：\"soon\"：时限是文本，如 \"PT4H working\"", "第 3 列：没有日历 shop；现有 office"]),
    Draft(
      code: "times", content: times([["\"urgent\"", "\"P1D\"", "\"office\""]]),
      said: ["times 中的时限：优先级为 normal、supervised 的事项在 times 中没有时限：请为 pothole 加一条不限区域的规则"]),
  ]

  @Test func saysInChineseWhatDoesNotFit() async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(.sqlite, folder), try PackFolder()) { town in
      for draft in Self.drafts {
        let findings = try town.city.decisions.check(draft.content, as: draft.code).findings
        for text in draft.said {
          #expect(findings.contains { $0.messages.chinese.contains(text) }, "\(text): \(findings.map(\.messages))")
        }
        for finding in findings {
          let namesLine = finding.messages.chinese.contains("行第")
          #expect(finding.kind != .test || !namesLine, "a draft has no lines: \(finding.messages)")
          #expect(finding.messages.chinese != finding.message, "\(finding)")
          #expect(
            finding.json["messages"] == finding.messages.json && finding.json["message"] == .string(finding.message))
        }
      }
    }
  }
}
