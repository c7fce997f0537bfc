// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import TestSupport
import Testing
import Vocabulary

@testable import Matters

/// What everybody may see, near a place and page by page; and lists with a secret.
@Suite struct PublicListTests {
  @Test(arguments: Engine.allCases) func listsNearAPlaceAndPageByPage(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let middle = SampleCity.west
    var numbers: [String] = []
    // 0 m to the east, 200 m, 400 m …: a degree is some 96 km there.
    for step in 0..<6 {
      let place = Position(middle.longitude + Double(step) * 200 / 96_000, middle.latitude)
      let submission = Submission(type: "pothole", text: "hole \(step)", channel: "public", position: place)
      numbers.append(try await matters.report(submission, tenant: tenant).matter.number)
    }
    let near = try await matters.publicReports(PublicQuery(near: middle, radius: 500), tenant: tenant)
    #expect(near.reports.map(\.number) == Array(numbers.prefix(3)) && near.next == nil)
    let distances = near.reports.compactMap(\.distance)
    #expect(distances == distances.sorted() && distances[0] < 1 && (150...250).contains(distances[1]))
    #expect(near.reports.allSatisfy { $0.words == nil && $0.photo == nil }, "nobody at intake has looked at them")
    var query = PublicQuery(limit: 4)
    let first = try await matters.publicReports(query, tenant: tenant)
    query.after = first.next
    let second = try await matters.publicReports(query, tenant: tenant)
    #expect((first.reports + second.reports).map(\.number) == numbers.reversed() && second.next == nil)
    #expect(try await matters.publicReports(PublicQuery(type: "alarm"), tenant: tenant).reports.isEmpty)
    #expect(try await matters.publicReports(PublicQuery(), tenant: Tenant("other")).reports.isEmpty)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func wordsAreShownWhileIntakeHasSaidYes(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let submission = Submission(
      type: "pothole", text: "Ann here, deep hole", channel: "public", position: SampleCity.west,
      reporter: Reporter(name: "Ann", contact: nil))
    let matter = try await matters.report(submission, tenant: tenant).matter
    func words() async throws -> String? { try await matters.progress(number: matter.number, tenant: tenant).words }
    #expect(try await words() == nil)
    try await house.do(.accept, on: matter.id)
    #expect(try await words() == "••• here, deep hole")
    #expect(try await matters.publicReports(PublicQuery(isOpen: true), tenant: tenant).reports.count == 1)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func aListHasASecretAndABound(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, tenant) = (house.matters, SampleCity.tenant)
    let number = try await matters.report(PublicTests.report, tenant: tenant).matter.number
    let secret = try await matters.follow(number, tenant: tenant)
    #expect(try await matters.follow(number, secret: secret, tenant: tenant) == secret, "twice is once")
    #expect(try await matters.followed(secret: secret.lowercased(), tenant: tenant).map(\.number) == [number])
    let other = try await matters.follow(number, tenant: tenant)
    #expect(other != secret)
    await #expect(throws: Problem.self) { try await matters.followed(secret: secret, tenant: Tenant("other")) }
    await #expect(throws: Problem.self) { try await matters.follow("20200101-000001", tenant: tenant) }
    try await matters.unfollow(number, secret: secret, tenant: tenant)
    await #expect(throws: Problem.self) { try await matters.followed(secret: secret, tenant: tenant) }
    #expect(try await matters.followed(secret: other, tenant: tenant).count == 1, "another's list is another's")
    // Nothing of the secret itself is stored.
    let rows = try await house.database.read { try $0.rows("SELECT follower FROM matter_follows") }
    #expect(rows.allSatisfy { ($0[0] as String).count == 64 && ($0[0] as String) != other })
    try await house.close()
  }

  @Test func aChangeShowsWhatDiffers() {
    let change = EventChange(
      from: ["state": "submitted", "same": 1, "branches": [["status": "offered"]]],
      to: ["state": "accepted", "same": 1, "branches": [["status": "done"]], "result": "ok"])
    #expect(change.members.map(\.path) == ["branches/0/status", "result", "state"])
    #expect(change.members[1].before == nil && change.members[1].after == "ok")
    #expect(EventChange(from: [:], to: [:]).members.isEmpty)
  }
}
