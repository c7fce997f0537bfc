// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// A command sent twice is carried out once.
@Suite struct IdempotencyTests {
  @Test(arguments: Engine.allCases) func theSameKeyTwice(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let key = try house.key("k-1")
    let submission = Submission(type: "plain", channel: "test")
    let first = try await house.matters.submit(submission, by: house.system, idempotency: key)
    let second = try await house.matters.submit(submission, by: house.system, idempotency: key)
    #expect(!first.isReplay && second.isReplay && first.matter == second.matter)
    // Also in another process, and with another command.
    let neighbour = try house.neighbour()
    #expect(try await neighbour.matters.submit(submission, by: house.system, idempotency: key).isReplay)
    let note = try house.key("k-2")
    for round in 0..<3 {
      let result = try await neighbour.matters.perform(
        .note("n", isPublic: true), on: first.matter.id, by: house.system, idempotency: note)
      #expect(result.isReplay == (round > 0) && result.matter.notes.count == 1)
    }
    #expect(try await house.matter(first.matter.id).revision == 2)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func anotherCommandUnderTheKeyIsRefused(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matter = try await house.submit(key: house.key("k", "submit"))
    let problem = try await code { try await house.do(.accept, on: matter.id, key: house.key("k", "accept")) }
    #expect(problem == .idempotencyMismatch)
    #expect(
      try await code {
        _ = try await house.matters.merge(
          matter.id, into: matter.id, by: house.system, idempotency: house.key("k", "merge"))
      } == .idempotencyMismatch)
    #expect(try await house.matter(matter.id).state == .submitted)
    // Keys are everybody's own.
    let other = SampleCity.person("p-2", Grant(.intake))
    try await house.do(.accept, on: matter.id, by: other, key: house.key("k", "accept"))
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func twentyAtOnceMakeOneMatter(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let key = try house.key("k")
    let results = try await withThrowingTaskGroup { group in
      for index in 0..<20 {
        let matters = index % 2 == 0 ? house.matters : neighbour.matters
        group.addTask {
          try await matters.submit(
            Submission(type: "plain", channel: "test", externalID: "x"), by: SampleCity.system, idempotency: key)
        }
      }
      return try await group.reduce(into: [CommandResult]()) { $0.append($1) }
    }
    #expect(Set(results.map(\.matter.id)).count == 1)
    #expect(results.count { !$0.isReplay } == 1)
    #expect(try await house.verify().matters == 1)
    try await house.close()
  }

  /// Twenty times the same command, which is possible once only: nobody learns that it is no longer possible.
  @Test(arguments: Engine.allCases) func twentyAtOnceDoItOnce(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let matter = try await house.submit()
    _ = try await neighbour.matters.matter(matter.id, for: house.system)
    for (round, command) in [MatterCommand.accept, .dispatch("roads"), .start("roads")].enumerated() {
      let key = try house.key("k-\(round)")
      let results = try await withThrowingTaskGroup { group in
        for index in 0..<20 {
          let matters = index % 2 == 0 ? house.matters : neighbour.matters
          group.addTask {
            try await matters.perform(command, on: matter.id, by: SampleCity.system, idempotency: key)
          }
        }
        return try await group.reduce(into: [CommandResult]()) { $0.append($1) }
      }
      #expect(results.count { !$0.isReplay } == 1)
      #expect(results.allSatisfy { $0.matter.revision >= Int64(round + 2) })
    }
    #expect(try await house.kinds(matter.id) == ["Submitted", "Accepted", "Dispatched", "Started"])
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func mergingIsDoneOnceToo(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (loser, survivor) = (try await house.submit(), try await house.submit())
    let key = try house.key("k")
    let results = try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          try await house.matters.merge(
            loser.id, into: survivor.id, expected: 1, by: SampleCity.system, idempotency: key)
        }
      }
      return try await group.reduce(into: [CommandResult]()) { $0.append($1) }
    }
    #expect(results.count { !$0.isReplay } == 1)
    #expect(try await house.matter(survivor.id).absorbed == [loser.id])
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func whatFailedMayBeTriedAgainUnderTheSameKey(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matter = try await house.submit()
    let key = try house.key("k")
    #expect(try await code { try await house.do(.verify, on: matter.id, key: key) } == .illegalTransition)
    try await house.do(.accept, .dispatch("roads"), .start("roads"), .handle("roads"), on: matter.id)
    #expect(try await house.do(.verify, on: matter.id, key: key).state == .verifying)
    try await house.close()
  }

  @Test func keysHaveALength() {
    #expect(throws: Problem.self) { try IdempotencyKey("", for: []) }
    #expect(throws: Problem.self) { try IdempotencyKey(String(repeating: "k", count: 256), for: []) }
    #expect(throws: Never.self) { try IdempotencyKey(String(repeating: "k", count: 255), for: []) }
  }
}
