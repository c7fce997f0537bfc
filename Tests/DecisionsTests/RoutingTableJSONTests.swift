// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite struct RoutingTableJSONTests {
  @Test func everyMemberIsRead() throws {
    let table = try RoutingTable(
      json: [
        "code": "duty-list", "version": 4, "otherwise": "city-hall", "source": "Order 12/2026",
        "rules": [
          [
            "department": "roads", "types": ["pothole"], "areas": ["D1"], "priorities": ["urgent"],
            "assisting": ["police"],
          ],
          ["department": "parks"],
        ],
      ])
    #expect(table.code == "duty-list" && table.version == 4 && table.otherwise == "city-hall")
    #expect(table.source == "Order 12/2026")
    #expect(
      table.rules == [
        .init(types: ["pothole"], areas: ["D1"], priorities: ["urgent"], department: "roads", assisting: ["police"]),
        .init(types: [], areas: [], priorities: [], department: "parks", assisting: []),
      ])
  }

  @Test func onlyCodeAndSourceAreNeeded() throws {
    let table = try RoutingTable(json: ["code": "t", "source": "example"])
    #expect(table.version == 1 && table.rules.isEmpty && table.otherwise == nil)
  }

  @Test(
    arguments: [
      (["source": "s"], ["/code"]), (["code": "c"], ["/source"]), ([:], ["/code", "/source"]),
      (["code": "c", "source": "s", "rule": []], ["/rule"]),
      (["code": "c", "source": "s", "version": 0], ["/version"]),
      (["code": "c", "source": "s", "version": "3"], ["/version"]),
      (["code": "c", "source": "s", "rules": [:]], ["/rules"]),
      (["code": "c", "source": "s", "rules": [["types": ["x"]]]], ["/rules/0/department"]),
      (["code": "c", "source": "s", "rules": [["department": "d"], 7]], ["/rules/1"]),
      (["code": "c", "source": "s", "rules": [["department": "d", "areas": ["a", ""]]]], ["/rules/0/areas/1"]),
      (["code": "c", "source": "s", "rules": [["department": "d", "area": "a"]]], ["/rules/0/area"]),
      ([], [""]),
    ] as [(JSON, [String])])
  func whatIsWrongIsNamed(json: JSON, pointers: [String]) {
    let problem = #expect(throws: Problem.self) { try RoutingTable(json: json) }
    #expect(problem?.code == .invalid)
    #expect(problem?.errors.map(\.pointer).filter { pointers.contains($0) } == pointers)
  }
}
