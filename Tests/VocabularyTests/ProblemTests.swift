// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@Suite struct ProblemTests {
  @Test func jsonIsThatOfRFC9457() {
    var problem = Problem.invalid("/a~1b/0", "a number is expected")
    problem.members = ["allowed": ["x"], "status": 1]
    #expect(
      problem.json.text == """
        {"allowed":["x"],"detail":"/a~1b/0: a number is expected","errors":[{"detail":"a number is expected",\
        "pointer":"/a~1b/0"}],"status":422,"title":"Invalid content","type":"urn:citywide:problem:invalid"}
        """)
    #expect(Problem(.notFound, "x").json["errors"] == nil)
    #expect(Problem.invalid("", "an object is expected").detail == "an object is expected")
  }

  @Test(arguments: Problem.Code.allCases) func everyCodeHasAStatusOfAnError(_ code: Problem.Code) {
    #expect((400..<600).contains(code.status))
    #expect(!code.title.isEmpty)
    #expect(code.rawValue.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
  }
}
