// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Nobody overwrites what they have not seen.
@Suite struct RevisionTests {
  @Test(arguments: Engine.allCases) func theRevisionSeenMustBeTheNewest(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let matter = try await house.submit()
    #expect(matter.revision == 1)
    #expect(try await house.do(.accept, on: matter.id, expected: 1).revision == 2)
    // The neighbour remembers revision 1 at most; that must not help.
    for matters in [house.matters, neighbour.matters] {
      do {
        _ = try await matters.perform(.note("n", isPublic: false), on: matter.id, expected: 1, by: house.system)
        Issue.record("a stale revision was taken")
      } catch let problem as Problem {
        #expect(problem.code == .revisionMismatch && problem.members["revision"] == 2)
      }
    }
    #expect(
      try await code { try await house.do(.note("n", isPublic: false), on: matter.id, expected: 3) }
        == .revisionMismatch)
    #expect(try await neighbour.do(.note("n", isPublic: false), on: matter.id, expected: 2).revision == 3)
    // What this process remembers is old now; without a revision the command goes to the newest.
    #expect(try await house.do(.note("m", isPublic: false), on: matter.id).revision == 4)
    try await house.close()
  }

  /// Twelve people, on two processes, each with another command from the same revision: one gets through.
  @Test(arguments: Engine.allCases) func ofManyWithOneRevisionOneWins(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let matter = try await house.submit()
    for round in 0..<10 {
      let revision = try await house.matter(matter.id).revision
      let outcomes = try await withThrowingTaskGroup(of: Problem.Code?.self) { group in
        for index in 0..<12 {
          let matters = index % 2 == 0 ? house.matters : neighbour.matters
          group.addTask {
            try await code {
              _ = try await matters.perform(
                .note("\(round)/\(index)", isPublic: false), on: matter.id, expected: revision, by: SampleCity.system)
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == nil } == 1)
      #expect(outcomes.count { $0 == .revisionMismatch } == 11)
    }
    #expect(try await house.matter(matter.id).notes.count == 10)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func ofManyWithoutOneTheOthersFindItDone(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let neighbour = try house.neighbour()
    let matter = try await house.submit()
    let outcomes = try await withThrowingTaskGroup(of: Problem.Code?.self) { group in
      for index in 0..<12 {
        let matters = index % 2 == 0 ? house.matters : neighbour.matters
        group.addTask {
          try await code { _ = try await matters.perform(.accept, on: matter.id, by: SampleCity.system) }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == .illegalTransition } == 11)
    // Commands that do not exclude each other all get through.
    try await withThrowingTaskGroup { group in
      for index in 0..<20 {
        let matters = index % 2 == 0 ? house.matters : neighbour.matters
        group.addTask {
          _ = try await matters.perform(.note("\(index)", isPublic: false), on: matter.id, by: SampleCity.system)
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try await house.matter(matter.id).notes.map(\.text)) == Set((0..<20).map(String.init)))
    try await house.close()
  }

  /// Two mergers at once, each of which would make the other impossible.
  @Test(arguments: Engine.allCases) func mergersThatExcludeEachOther(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    for _ in 0..<8 {
      let (one, other) = (try await house.submit(), try await house.submit())
      async let forward = code {
        _ = try await house.matters.merge(one.id, into: other.id, by: SampleCity.system)
      }
      async let backward = code {
        _ = try await house.matters.merge(other.id, into: one.id, by: SampleCity.system)
      }
      let outcomes = try await [forward, backward]
      #expect(outcomes.count { $0 == nil } == 1, "\(outcomes)")
      #expect(outcomes.contains(.conflict) || outcomes.contains(.illegalTransition))
      let states = Set([try await house.matter(one.id).state, try await house.matter(other.id).state])
      #expect(states == [.merged, .submitted])
    }
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func aMergerLooksAtItsRevision(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (one, other) = (try await house.submit(), try await house.submit())
    #expect(
      try await code {
        _ = try await house.matters.merge(one.id, into: other.id, expected: 2, by: house.system)
      } == .revisionMismatch)
    let merged = try await house.matters.merge(one.id, into: other.id, expected: 1, by: house.system).matter
    #expect(merged.state == .merged && merged.revision == 2)
    #expect(
      try await code {
        _ = try await house.matters.merge(
          one.id, into: try await house.submit().id, undo: true, by: house.system)
      } == .conflict)
    let back = try await house.matters.merge(one.id, into: other.id, undo: true, expected: 2, by: house.system).matter
    #expect(back.state == .submitted)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func externalIdentifiersAreTakenOnce(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let first = try await house.submit(externalID: "x-1")
    #expect(try await code { _ = try await house.submit(externalID: "x-1") } == .conflict)
    let found = try await house.database.read { [matters = house.matters] transaction in
      try matters.matter(channel: "test", externalID: "x-1", tenant: SampleCity.tenant, in: transaction)
    }
    #expect(found == first)
    try await house.close()
  }

  @Test func aTextThatCouldNotBeReadBackIsRefused() async throws {
    let house = try await MattersHouse(.sqlite)
    let matter = try await house.submit()
    #expect(try await code { try await house.do(.note("a\u{0}b", isPublic: false), on: matter.id) } == .invalid)
    #expect(
      try await code {
        _ = try await house.matters.submit(
          Submission(type: "plain", text: "\u{0}", channel: "test"), by: house.system)
      } == .invalid)
    // The letters of the escape are letters.
    let noted = try await house.do(.note("\\u0000 \\\\u0000", isPublic: false), on: matter.id)
    #expect(try await house.matter(matter.id) == noted)
    try await house.close()
  }
}
