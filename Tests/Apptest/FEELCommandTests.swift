// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// `citywide feel`, as people at a terminal see it.
@Suite struct FEELCommandTests {
  /// What is printed gives the same value again: 2021-01-01 without more is 2019.
  @Test func printsWhatFEELReads() async throws {
    let printed = try await RunningServer.run(["feel", "{since: date(\"2021-01-01\"), parts: [duration(\"PT2H\")]}"])
    #expect(printed.output == "{since: @\"2021-01-01\", parts: [@\"PT2H\"]}\n", "\(printed)")
    let again = try await RunningServer.run(["feel", printed.output])
    #expect(again.output == printed.output, "\(again)")
  }

  @Test func tellsEachReasonOnce() async throws {
    let loop = try await RunningServer.run(["feel", "for i in 1..300 return \"a\" + 1"])
    let lines = loop.errors.split(separator: "\n")
    #expect(loop.status == 0 && lines.count == 2, "\(loop)")
    #expect(lines.first?.hasSuffix("has no value (100 times)") == true, "\(loop)")
    #expect(lines.last == "warning: 200 more were not kept; see --feel-warnings", "\(loop)")
    let two = try await RunningServer.run(["feel", "[\"a\" + 1, -\"a\"]"])
    #expect(two.errors.split(separator: "\n").count == 2 && !two.errors.contains("times"), "\(two)")
  }
}
