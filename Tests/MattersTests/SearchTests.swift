// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Logging
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Matters are found by what they say, in both languages, on both engines.
@Suite struct SearchTests {
  @Test(
    arguments: [
      (["Lamp broken"], "lamp broken"), (["路灯坏了"], "路灯 灯坏 坏了 了"), (["灯"], "灯"),
      (["LED路灯, 2号"], "led 路灯 灯 2 号"), (["20261124-000123"], "20261124 000123"), (["Café ÉCOLE"], "cafe ecole"),
      (["ＡＢＣ１２３"], "abc123"), (["路灯", "坏了"], "路灯 灯 坏了 了"), (["「路」、灯。"], "路 灯"), ([""], ""),
      (["!? -- …"], ""), ([String(repeating: "x", count: 50)], String(repeating: "x", count: 40)),
    ] as [([String], String)])
  func cutsWords(texts: [String], words: String) {
    #expect(SearchWords.indexed(texts) == words)
  }

  @Test(arguments: [
    ("lamp", "\"lamp\" *", "'lamp':*"), ("路灯坏", "\"路灯 灯坏\"", "('路灯' <-> '灯坏')"), ("灯", "\"灯\" *", "'灯':*"),
    ("Lamp 路灯", "\"lamp\" * AND \"路灯\"", "'lamp':* & ('路灯')"),
    (
      "\" OR 1 * (NEAR) ') | !x", "\"or\" * AND \"1\" * AND \"near\" * AND \"x\" *", "'or':* & '1':* & 'near':* & 'x':*"
    ),
    ("--", "", ""),
  ])
  func asksEachEngine(text: String, sqlite: String, postgresql: String) {
    let terms = SearchTerms(text)
    #expect(terms.sqlite == sqlite && terms.postgresql == postgresql)
  }

  private static func catchUp(_ house: MattersHouse) async throws {
    let texts = MatterTexts(matters: house.matters, tenant: SampleCity.tenant, logger: Logger(label: "test"))
    try await texts.follower(database: house.database).catchUp()
  }

  @Test(arguments: Engine.allCases) func findsWhatIsRecordedAtOnce(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let submission = Submission(type: "pothole", title: "路灯不亮", text: "deep", channel: "test")
    let matter = try await house.matters.submit(submission, by: SampleCity.system).matter
    let texts = MatterTexts(matters: house.matters, tenant: SampleCity.tenant, logger: Logger(label: "test"))
    // Twice comes to the same.
    for _ in 0..<2 { try await house.database.write { try texts.writing(of: [matter])($0) } }
    var query = MatterQuery()
    query.text = "路灯"
    #expect(try await house.matters.list(query, for: SampleCity.system).matters.map(\.number) == [matter.number])
    #expect(try await house.matters.count(query, upTo: 10, for: SampleCity.system) == 1)
  }

  @Test(arguments: Engine.allCases) func findsWhatIsSaid(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    func submit(_ title: String, _ text: String, address: String? = nil) async throws -> Matter {
      let submission = Submission(type: "pothole", title: title, text: text, channel: "test", address: address)
      return try await house.matters.submit(submission, by: SampleCity.system).matter
    }
    let lamp = try await submit("路灯不亮", "人民路上三盏路灯已经坏了两天", address: "人民路 12 号")
    let hole = try await submit("Deep hole", "A café table fell into it; lamps nearby are fine")
    let noise = try await submit("噪声", "工地深夜施工，灯光扰民 e5 1e5")
    try await Self.catchUp(house)
    func found(_ text: String, _ change: (inout MatterQuery) -> Void = { _ in }) async throws -> Set<String> {
      var query = MatterQuery()
      query.text = text
      change(&query)
      let page = try await house.matters.list(query, for: SampleCity.system)
      let count = try await house.matters.count(query, upTo: 10, for: SampleCity.system)
      #expect(min(count, query.limit) == page.matters.count)
      return Set(page.matters.map(\.number))
    }
    #expect(try await found("路灯") == [lamp.number])
    #expect(try await found("灯") == [lamp.number, noise.number])
    #expect(try await found("灯路") == [])
    #expect(try await found("三盏路灯已经坏了") == [lamp.number])
    #expect(try await found("路上灯") == [])
    #expect(try await found("lamp") == [hole.number])
    #expect(try await found("CAFE table") == [hole.number])
    #expect(try await found("cafe 路灯") == [])
    #expect(try await found("1e5") == [noise.number])
    #expect(try await found(lamp.number) == [lamp.number])
    #expect(try await found(String(lamp.number.suffix(6))) == [lamp.number])
    #expect(try await found("12 号") == [lamp.number])
    #expect(try await found("pothole").count == 3)
    #expect(try await found("-- ' \" *") == [])
    #expect(try await found("路灯") { $0.order = .newest } == [lamp.number])
    #expect(try await found("路灯") { $0.states = [.closed] } == [])
    #expect(
      try await found("灯") {
        $0.order = .oldest; $0.limit = 1
      } == [lamp.number])
    try await house.close()
  }

  /// The same rows come out whether the list runs along the selection or looks for each matter in it.
  @Test(arguments: Engine.allCases) func everyPathFindsTheSame(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    for index in 0..<12 { _ = try await house.submit(position: index % 2 == 0 ? SampleCity.west : SampleCity.east) }
    try await Self.catchUp(house)
    for order in MatterQuery.Order.allCases {
      var query = MatterQuery()
      query.text = "text"
      query.order = order
      query.selections = [SQLCondition("SELECT x.id AS id FROM matters x WHERE x.longitude < ?", [.real(121.45)])]
      let read = try await house.database.read { [query] transaction in
        let listing = MatterListing(
          query, rule: Matters.visibility(of: SampleCity.system), tenant: SampleCity.tenant,
          areas: try SampleCity.catalogue.get().areas, dialect: transaction.dialect)
        return try [MatterListing.Path.order, .selection(0), .selection(1)].map { path in
          let statement = listing.statement(along: path)
          return try transaction.rows(statement.text, values: statement.values).map { $0[1] as Int64 }
        }
      }
      #expect(!read[0].isEmpty && read[0] == read[1] && read[0] == read[2], "\(order): \(read)")
    }
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func followsWhatTheReporterCompletes(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matter = try await house.submit()
    try await Self.catchUp(house)
    try await house.do(
      .sendBack(reason: "where"), .resubmit(title: nil, text: "beside the 邮局", address: nil, attributes: [:]),
      on: matter.id)
    var query = MatterQuery()
    query.text = "邮局"
    #expect(try await house.matters.list(query, for: SampleCity.system).matters.isEmpty)
    try await Self.catchUp(house)
    #expect(try await house.matters.list(query, for: SampleCity.system).matters.map(\.id) == [matter.id])
    // What is nobody's to see is not found either.
    let stranger = SampleCity.person("stranger", Grant(.handler, department: "none"))
    #expect(try await house.matters.list(query, for: stranger).matters.isEmpty)
    try await house.close()
  }

  /// Words are found once, never for each matter; few are sorted, many are looked up along the list's own order.
  @Test(arguments: MatterQuery.Order.allCases) func wordsAreFoundOnce(order: MatterQuery.Order) async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: mattersMigrations)
    var query = MatterQuery()
    query.text = "lamp"
    query.order = order
    let listing = MatterListing(
      query, rule: Matters.visibility(of: SampleCity.system), tenant: SampleCity.tenant,
      areas: try SampleCity.catalogue.get().areas, dialect: .sqlite)
    for path in [MatterListing.Path.order, .selection(0)] {
      let plan = try await TestDatabase.plan(listing.statement(along: path).text, in: database)
      #expect(plan.contains { $0.hasPrefix("SCAN matter_words VIRTUAL TABLE INDEX 0:M1") }, "\(plan)")
      #expect(!plan.contains { $0.contains("CORRELATED") }, "\(plan)")
      #expect(plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") } == (path != .order), "\(plan)")
    }
    await database.close()
  }

  /// Also of a text of many words each is cut once; a follower does it in the writer's time.
  @Test func longTextsAreCutOffAfterTheMostWords() {
    let text = String(repeating: "the river is high. ", count: 5000)
    #expect(SearchWords.indexed([text]).split(separator: " ").count == SearchWords.mostWords)
    #expect(
      SearchWords.indexed([String(repeating: "水", count: 20_000)]).split(separator: " ").count == SearchWords.mostWords)
  }
}
