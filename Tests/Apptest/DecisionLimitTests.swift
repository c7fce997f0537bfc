// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// Limits of decisions are settings of every command that reads decisions.
@Suite(.serialized) struct DecisionLimitTests {
  private static func draft(_ expression: String) -> JSON {
    [
      "inputs": [:],
      "content": [
        "source": "example, to be confirmed", "outputs": [["name": "department"]], "rules": [[.string(expression)]],
      ],
    ]
  }

  /// A limit, an expression that passes it at this value and not at that one, and words of the answer.
  private static let cases: [(option: String, low: Int, high: Int, expression: String, english: String)] = [
    ("feel-steps", 500, 1_000_000, "sum(for i in 1..2000 return i)", "more than 500 steps"),
    ("feel-list-size", 100, 5000, "count(for i in 1..2000 return i)", "more than 100 elements"),
    (
      "feel-string-size", 100, 5000, "string length(string join(for i in 1..60 return \"abc\"))", "more than 100 bytes"
    ),
    ("feel-memory", 4000, 10_000_000, "count(for i in 1..2000 return i)", "more than 4000 bytes"),
  ]

  @Test func aLoweredLimitRefusesAndARaisedOneLetsPass() async throws {
    let city = try BuiltCity()
    let token = try await city.token("auditor", "auditor")
    let path = "/api/v1/decisions/duty-list/try"
    // Each expression passes its own limit and no other.
    let apart = Self.cases.filter { ["feel-list-size", "feel-string-size"].contains($0.option) }
    let low = try await city.serve(apart.flatMap { ["--\($0.option)", "\($0.low)"] })
    for (option, _, _, expression, english) in apart {
      let answer = try await low.request(.POST, path, token: token, body: Self.draft(expression))
      #expect(answer.status == 422, "\(option): \(answer.text)")
      let said = answer.json["detail"]?.string ?? ""
      #expect(said.contains(english), "\(option): \(said)")
      let chinese = try await low.request(
        .POST, path, token: token, body: Self.draft(expression), headers: ["Accept-Language": "zh-CN"])
      #expect(chinese.json["detail"]?.string?.contains("上限") == true, "\(chinese.text)")
    }
    await low.stop()
    let high = try await city.serve(Self.cases.flatMap { ["--\($0.option)", "\($0.high)"] })
    for (option, _, _, expression, _) in Self.cases {
      let answer = try await high.request(.POST, path, token: token, body: Self.draft(expression))
      #expect(answer.status == 200, "\(option): \(answer.text)")
    }
    await high.stop()
  }

  @Test(arguments: cases.indices) func everyLimitIsAnOption(number: Int) async throws {
    let (option, low, high, expression, english) = Self.cases[number]
    let refused = try await RunningServer.run(["feel", "--\(option)", "\(low)", "--", expression])
    #expect(refused.status != 0 && refused.errors.contains(english), "\(refused)")
    let passed = try await RunningServer.run(["feel", "--\(option)", "\(high)", "--", expression])
    #expect(passed.status == 0, "\(passed)")
  }

  @Test func modelsAndDraftsThatAreTooLargeAreRefused() async throws {
    let city = try BuiltCity()
    let token = try await city.token("auditor", "auditor")
    let server = try await city.serve(["--dmn-bytes", "300", "--draft-limit", "2000"])
    let path = "/api/v1/decisions/duty-list/check"
    let model =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='m' namespace='n'>"
      + "<decision id='d' name='D'><variable name='D'/><literalExpression><text>1</text></literalExpression>"
      + "</decision></definitions>"
    func check(_ model: String) async throws -> RunningServer.Answer {
      try await server.request(
        .POST, path, token: token,
        body: ["content": ["source": "s", "dmn": .string(model), "decision": "D"]])
    }
    let finding = { (answer: RunningServer.Answer) in answer.json["findings"]?.array?.first?["messages"] }
    #expect(finding(try await check(model))?["en"]?.string?.contains("bytes; at most 300") != true)
    let long = finding(try await check(model + String(repeating: " ", count: 300)))
    #expect(long?["en"]?.string?.contains("at most 300 are read") == true, "\(long ?? .null)")
    #expect(long?["zh-Hans"]?.string?.contains("最多读取 300 字节") == true, "\(long ?? .null)")
    #expect(try await check(String(repeating: "x", count: 3000)).status == 413)
    await server.stop()
  }

  /// A pack with a table that passes a limit is refused by every command alike, with file and line.
  @Test func packCheckAndServeHaveTheSameLimits() async throws {
    let demo = RunningServer.packageRoot.appending(path: "Packs/demo").path
    let checked = try await RunningServer.run(["pack", "check", demo, "--threshold-source-length", "3"])
    #expect(checked.status == 1 && checked.output.contains("rules/"), "\(checked)")
    #expect(try await RunningServer.run(["pack", "check", demo]).status == 0)
    let city = try BuiltCity()
    let opened = try await RunningServer.run(
      ["doctor"] + city.options, environment: ["CITYWIDE_THRESHOLD_SOURCE_LENGTH": "3"])
    #expect(opened.status == 1 && opened.output.contains("broken  pack"), "\(opened)")
  }

  /// A context comes from a file, a pipe or the standard input; tables of a pack are checked by themselves.
  @Test func readsPipesAndTablesOfPacks() throws {
    let binary = RunningServer.binary.path(percentEncoded: false)
    func shell(_ script: String) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", script]
      let output = Pipe()
      (process.standardOutput, process.standardError) = (output, output)
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }
    #expect(try shell("\(binary) feel 'a + 1' --context <(echo '{\"a\": 2}')") == "3\n")
    #expect(try shell("echo '{\"a\": 3}' | \(binary) feel 'a + 1' --context -") == "4\n")
    // A text and what it spells look different, and a minus is no option behind a terminator.
    #expect(try shell("\(binary) feel '[\"null\", null]'") == "[\"null\", null]\n")
    #expect(try shell("\(binary) feel '\"null\"'") == "\"null\"\n")
    #expect(try shell("\(binary) feel -- '-2 + 3'") == "1\n")
    #expect(try shell("\(binary) feel '-2 + 3'").contains("put -- before"))
    let endless = try shell("\(binary) feel 'a' --context - < /dev/zero")
    #expect(endless.contains("more than 64 MiB"), "\(endless)")
    let table = RunningServer.packageRoot.appending(path: "Packs/demo/decisions/duty-list.yaml")
    let checked = try shell("\(binary) decisions check \(table.path(percentEncoded: false))")
    #expect(checked.contains("duty-list.yaml: nothing to remark.") || checked.contains("remark: "), "\(checked)")
  }
}
