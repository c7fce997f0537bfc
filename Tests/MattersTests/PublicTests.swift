// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Reports of people without an account.
@Suite struct PublicTests {
  static let report = Submission(
    type: "pothole", text: "deep", channel: "public", position: SampleCity.west,
    reporter: Reporter(name: "Ann", contact: "555"))

  @Test(arguments: Engine.allCases) func whoeverHasTheCodeIsTheReporter(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let (matter, secret) = try await matters.report(Self.report, tenant: tenant)
    #expect(matter.owner == nil && matter.trackingHash == secret.hash && matter.state == .submitted)
    let open = try await matters.progress(number: matter.number, tenant: tenant)
    #expect(open.own == nil && open.state == .submitted && open.district == "D1" && open.steps.count == 1)
    let own = try #require(try await matters.progress(number: matter.number, code: secret.text, tenant: tenant).own)
    #expect(own.text == "deep" && own.canAttach && !own.canRate)
    // Typed with small letters, spaces and look-alikes.
    let typed =
      " "
      + secret.text.lowercased().replacing("-", with: " ").replacing("0", with: "o").replacing("1", with: "l")
    #expect(try await matters.progress(number: matter.number, code: typed, tenant: tenant).own == own)
    for wrong in ["", "0000-0000-0000-0000", String(repeating: "0", count: 65)] {
      #expect(
        try await code { _ = try await matters.progress(number: matter.number, code: wrong, tenant: tenant) }
          == .forbidden)
      #expect(
        try await code {
          _ = try await matters.perform(.withdraw(reason: nil), onReport: matter.number, code: wrong, tenant: tenant)
        } == .forbidden)
    }

    try await house.do(.accept, .dispatch("roads"), .start("roads"), .handle("roads"), .verify, .closed, on: matter.id)
    #expect(
      try await code {
        _ = try await matters.perform(
          .cancel(reason: "x"), onReport: matter.number, code: secret.text, tenant: tenant)
      } == .forbidden, "a reporter may do what reporters may")
    let rated = try await matters.perform(
      .rate(grade: 5, comment: nil), onReport: matter.number, code: secret.text, tenant: tenant)
    #expect(rated.matter.rating?.grade == 5)
    let progress = try await matters.progress(number: matter.number, tenant: tenant)
    #expect(
      progress.steps.map(\.state) == [.submitted, .accepted, .dispatched, .inProgress, .handled, .verifying, .closed])
    #expect(progress.department == "roads" && progress.departmentName?.text(in: "en") == "roads")
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func whatIsNotPublicIsNotThere(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let alarm = Submission(type: "alarm", channel: "public")
    #expect(try await code { _ = try await matters.report(alarm, tenant: tenant) } == .invalid)
    #expect(matters.publicTypes.map(\.code) == ["complaint", "pothole"])
    let inner = try await house.submit("plain")
    for number in [inner.number, "20261124-999999", ""] {
      #expect(try await code { _ = try await matters.progress(number: number, tenant: tenant) } == .notFound)
    }
    // A draft could be sent by nobody, so there is none.
    var draft = Self.report
    draft.isDraft = true
    #expect(try await matters.report(draft, tenant: tenant).matter.state == .submitted)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func aMergedReportSaysWhereItGoesOn(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let (loser, secret) = try await matters.report(Self.report, tenant: tenant)
    let survivor = try await house.submit()
    _ = try await matters.merge(loser.id, into: survivor.id, by: house.system)
    let progress = try await matters.progress(number: loser.number, code: secret.text, tenant: tenant)
    #expect(progress.state == .merged && progress.continuedIn == survivor.number)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func filesForThePublicAreThoseWithACopy(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let (matter, secret) = try await matters.report(Self.report, tenant: tenant)
    try await house.do(
      .attach(.sample(.report)), .note("inside", isPublic: false), .note("outside", isPublic: true), on: matter.id)
    #expect(try await matters.publicEvidence("public-1", ofReport: matter.number, tenant: tenant).hash == "hash-1")
    for hash in ["hash-1", "public-2", ""] {
      #expect(
        try await code { _ = try await matters.publicEvidence(hash, ofReport: matter.number, tenant: tenant) }
          == .notFound)
    }
    let own = try #require(try await matters.progress(number: matter.number, code: secret.text, tenant: tenant).own)
    #expect(own.notes.map(\.text) == ["outside"])
    try await house.close()
  }
}
