// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import TestSupport
import Testing
import Vocabulary

/// Test cases that a pack keeps beside its decision tables.
@Suite struct DecisionCaseTests {
  private static let duties = (PackFolder.sound["decisions/duties.yaml"] ?? "") + "\n"

  private static func faults(_ tests: String) throws -> [String] {
    try PackFolder(["decisions/duties.yaml": duties + tests]).faults
  }

  @Test func runsThem() throws {
    let folder = try PackFolder([
      "decisions/duties.yaml": Self.duties + """
        tests:
          - {name: the usual, inputs: {type: pothole}, output: roads}
          - {inputs: {type: leak, district: "02"}, output: water}
          - {inputs: {type: leak}, output: null}
        """
    ])
    #expect(folder.faults == [])
    #expect(try folder.load().decisions.first?.tests.map(\.name) == ["the usual", nil, nil])
  }

  @Test func namesTheLineOfOneThatFails() throws {
    let said = try Self.faults(
      """
      tests:
        - {inputs: {type: pothole}, output: roads}
        - {name: wet, inputs: {type: leak, district: "02"}, output: roads}
        - {inputs: {colour: red}, output: roads}
        - {inputs: {type: leak}, output: roads}
      """)
    #expect(
      said == [
        "decisions/duties.yaml:15: /tests/1: test 2 (wet): \"roads\" is expected, \"water\" came out, by rule 2",
        "decisions/duties.yaml:16: /tests/2: test 3: the decision has no input colour; it has district, priority, type",
        "decisions/duties.yaml:17: /tests/3: test 4: \"roads\" is expected, null came out, by no rule",
      ])
  }

  @Test func saysWhatACaseIsLike() throws {
    #expect(
      try Self.faults("tests:\n  - {inputs: {type: pothole}}\n  - {output: roads}\n  - {input: {}, output: 1}\n") == [
        "decisions/duties.yaml:14: /tests/0/output: it is missing: what must come out, null where nothing does",
        "decisions/duties.yaml:15: /tests/1/inputs: it is missing",
        "decisions/duties.yaml:16: /tests/2/input: unknown key; known are name, inputs, output",
        "decisions/duties.yaml:16: /tests/2/inputs: it is missing",
      ])
  }

  /// The table stands in another file; its cases stay beside its name.
  @Test func standsBesideATableInAnotherFile() throws {
    let folder = try PackFolder([
      "decisions/duties.yaml": """
      code: duties
      source: example, to be confirmed
      table: duties.csv
      tests:
        - {inputs: {type: pothole}, output: water}
      """,
      "decisions/duties.csv": "F,in: type,out: department\n1,\"\"\"pothole\"\"\",\"\"\"roads\"\"\"\n",
    ])
    let said = folder.faults
    #expect(
      said.contains { $0.hasPrefix("decisions/duties.yaml:5: /tests/0: test 1: \"water\" is expected") }, "\(said)")
  }
}
