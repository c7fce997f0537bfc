// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Journaling
import Matters
import Packs
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct AdoptionTests {
  private static let tenant = Tenant("town")
  private static let now = FrozenTime().now()

  private static func adopt(_ folder: PackFolder, in database: Database) async throws -> AdoptedDefinitions {
    let pack = try folder.load()
    return try await database.write { try Definitions.adopt(pack, tenant: tenant, in: $0, at: now) }
  }

  @Test(arguments: Engine.allCases) func countsVersionsByContent(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations)
    let folder = try PackFolder()
    let first = try await Self.adopt(folder, in: database)
    #expect(
      first.changes.map(\.description) == [
        "calendar/office@1", "matter-type/pothole@1", "matter-type/leak@1", "decision/duties@1", "decision/times@1",
        "threshold-rule/leak-rule@1", "division/areas@1",
      ])
    #expect(!first.isDividedAnew)
    #expect(first.rules.map(\.version) == [1])
    #expect(first.catalogue.departments["roads"]?.text(in: "en") == "Roads")
    #expect(try await Self.adopt(folder, in: database).changes == [])

    // Order of keys, comments and spelling of YAML are no content.
    let matters = try #require(PackFolder.sound["matters/all.yaml"])
    try folder.write(
      "matters/all.yaml",
      "# comment\n"
        + matters.replacing("name: {en: Pothole, zh-Hans: 坑洞}", with: "name: {zh-Hans: \"坑洞\", en: Pothole}"))
    #expect(try await Self.adopt(folder, in: database).changes == [])

    try folder.write("matters/all.yaml", matters.replacing("reopenDays: 10", with: "reopenDays: 12"))
    let second = try await Self.adopt(folder, in: database)
    #expect(second.changes.map(\.description) == ["matter-type/pothole@2"])
    #expect(second.catalogue.type("pothole")?.version == 2)
    #expect(second.catalogue.type("pothole", version: 1)?.reopenDays == 10)

    // Back to what it was is a new version too: the newest counts.
    try folder.write("matters/all.yaml", matters)
    let third = try await Self.adopt(folder, in: database)
    #expect(third.changes.map(\.description) == ["matter-type/pothole@3"])
    #expect(third.catalogue.type("pothole")?.reopenDays == 10)

    let events = try await database.read { transaction in
      try Journal().history(of: "matter-type/pothole", kind: "definition", tenant: Self.tenant, in: transaction)
    }
    #expect(events.map(\.kind) == Array(repeating: "DefinitionAdopted", count: 3))
    #expect(events.map(\.revision) == [1, 2, 3])
  }

  @Test(arguments: Engine.allCases) func keepsWhatThePackHasNoLonger(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations)
    let folder = try PackFolder()
    _ = try await Self.adopt(folder, in: database)
    let smaller = try PackFolder([
      "matters/all.yaml": PackFolder.sound["matters/all.yaml"]?.replacing("code: pothole", with: "code: crack"),
      "decisions/duties.yaml": PackFolder.sound["decisions/duties.yaml"]?.replacing("\"pothole\"", with: "\"crack\""),
    ])
    let adopted = try await Self.adopt(smaller, in: database)
    #expect(adopted.changes.map(\.description) == ["matter-type/crack@1", "decision/duties@2"])
    #expect(adopted.catalogue.type("pothole") == nil)
    #expect(adopted.catalogue.type("pothole", version: 1) != nil)
    #expect(adopted.catalogue.currentTypes == ["crack", "leak"])
    // Come back unchanged, it is the version that it was.
    let back = try await Self.adopt(folder, in: database)
    #expect(back.changes.map(\.description) == ["decision/duties@3"])
    #expect(back.catalogue.type("pothole")?.version == 1)
  }

  @Test(arguments: Engine.allCases) func keepsTenantsApart(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations)
    let pack = try PackFolder().load()
    for name in ["town", "village"] {
      let adopted = try await database.write {
        try Definitions.adopt(pack, tenant: Tenant(name), in: $0, at: Self.now)
      }
      #expect(adopted.changes.count == 7)
    }
  }

  @Test func saysWhichStoredDefinitionCannotBeRead() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: kernelMigrations)
    let folder = try PackFolder()
    _ = try await Self.adopt(folder, in: database)
    try await database.write { transaction in
      try transaction.execute("UPDATE definitions SET content = '{}' WHERE kind = 'matter-type' AND code = 'leak'")
    }
    let problem = try await #require(throws: Problem.self) { try await Self.adopt(folder, in: database) }
    #expect(problem.detail.hasPrefix("the stored definition matter-type/leak@1 cannot be read: "))
  }

  /// A shared calendar is part of the content of the one that extends it.
  @Test func noticesAChangeOfASharedCalendar() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: kernelMigrations)
    let shared = """
      {"code": "base", "version": 1, "timeZone": "Asia/Shanghai", "source": "a notice",
       "weekly": {"monday": ["09:00-17:00"], "source": "a notice"}, "holidays": {"2026-10-01": {"en": "N"}}}
      """
    let folder = try PackFolder([
      "../shared/calendars/base.json": shared, "calendar/office.yaml": "code: office\nextends: base\n",
    ])
    let first = try await Self.adopt(folder, in: database)
    #expect(first.catalogue.calendar("office")?.hours(on: CivilDate("2026-09-28")!).isEmpty == false)
    try folder.write("../shared/calendars/base.json", shared.replacing("2026-10-01", with: "2026-10-02"))
    #expect(try await Self.adopt(folder, in: database).changes.map(\.description) == ["calendar/office@2"])
  }
}
