// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// Nobody checks their own work.
@Suite struct VerifierTests {
  static func worker(_ id: String) -> Principal { SampleCity.person(id, Grant(.handler), Grant(.verifier)) }
  let a = worker("a")
  let b = worker("b")
  let c = worker("c")

  private func refused(
    _ desk: Desk, _ command: MatterCommand, _ principal: Principal, _ place: SourceLocation = #_sourceLocation
  ) {
    var desk = desk
    let problem = #expect(throws: Problem.self, sourceLocation: place) { try desk.do(command, by: principal) }
    #expect(problem?.code == .forbidden, sourceLocation: place)
    #expect(!desk.actions(principal).contains(command.action), sourceLocation: place)
  }

  @Test func whoeverHandledItCannotVerifyIt() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads"))
    try desk.do(.start("roads"), .handle("roads"), by: a)
    refused(desk, .verify, a)
    try desk.do(.verify, by: b)
    refused(desk, .closed, a)
    refused(desk, .rework(reason: "no"), a)
    #expect(desk.actions(b).contains(.close) && desk.actions(b).contains(.rework))
    try desk.do(.closed, by: c)
  }

  @Test func whoeverBeganItHasHandledItToo() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads"))
    try desk.do(.start("roads"), by: a)
    try desk.do(.handle("roads"), by: b)
    #expect(desk.matter.handlers == ["a", "b"] && desk.matter.branches[0].handler == "b")
    refused(desk, .verify, a)
    refused(desk, .verify, b)
    try desk.do(.verify, by: c)
  }

  @Test func allDepartmentsCount() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads", "water"))
    try desk.do(.start("roads"), by: a)
    try desk.do(.start("water"), .handle("water"), by: b)
    try desk.do(.handle("roads"), by: a)
    refused(desk, .verify, a)
    refused(desk, .verify, b)
  }

  @Test func formerRoundsCount() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads"))
    try desk.do(.start("roads"), .handle("roads"), by: a)
    try desk.do(.verify, .rework(reason: "not clean"), by: c)
    try desk.do(.handle("roads"), by: b)
    refused(desk, .verify, a)
    refused(desk, .verify, b)
    try desk.do(.verify, .closed, by: c)
    try desk.do(.reopen(reason: "again"), .dispatch("water"))
    let d = Self.worker("d")
    try desk.do(.start("water"), .handle("water"), by: d)
    for principal in [a, b, d] { refused(desk, .verify, principal) }
    try desk.do(.verify, .closed, by: c)
    #expect(desk.matter.state == .closed)
  }

  @Test func evidenceIsAskedForBeforeTheResult() throws {
    var desk = try Desk("complaint")
    try desk.do(.accept, .dispatch("roads"))
    try desk.do(.start("roads"), by: a)
    let problem = #expect(throws: Problem.self) { try desk.do(.handle("roads"), by: a) }
    #expect(problem?.code == .invalid && problem?.errors.first?.pointer == "/evidence")
    let detail = problem?.detail ?? ""
    #expect(detail.hasSuffix(" needs a file of “Result” first.") && !detail.contains("phase"), "\(detail)")
    try desk.do(.attach(.sample(.handle)), .handle("roads"), by: a)
    #expect((#expect(throws: Problem.self) { try desk.do(.attach(.sample(.handle)), by: a) })?.code == .conflict)
    try desk.do(.verify, by: b)
    #expect(throws: Problem.self) { try desk.do(.closed, by: b) }
    // The same file may show another thing.
    try desk.do(.attach(.sample(.verify)), .closed, by: b)
    #expect(desk.matter.evidence.map(\.phase) == [.handle, .verify])
  }

  @Test func closingTakesAResult() throws {
    var desk = try Desk.matter(in: .verifying)
    try desk.do(.close(result: nil))
    #expect(desk.matter.result == "roads did it", "the last handler's, unless the verifier writes one")
    var other = try Desk.matter(in: .verifying)
    try other.do(.close(result: "checked"))
    #expect(other.matter.result == "checked" && other.matter.closedAt == other.now)
  }
}
