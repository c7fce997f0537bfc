// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Journaling
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct EntityStoreTests {
  private static let bridge = NewEntity(
    id: "urn:ngsi-ld:Bridge:7", type: "Bridge",
    attributes: [
      "name": Attribute("Long Bridge 长桥"),
      "span": Attribute(
        .number(42), observedAt: Instant(seconds: 1_700_000_000), unitCode: "MTR", metadata: ["accuracy": 0.5]),
      "department": Attribute("roads"), "tags": Attribute(["old", "stone"]),
    ],
    relationships: ["crosses": Relationship("urn:ngsi-ld:River:1", "urn:ngsi-ld:River:2")],
    location: .point(Position(0.5, 0.5)))

  @Test(arguments: Engine.allCases) func createsAndReads(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    #expect(made.revision == 1 && made.createdAt == fixture.time.now() && made.modifiedAt == made.createdAt)
    #expect(made.department == "roads" && made.areas == AreaPath(district: "W"))
    #expect(made.attributes["span"]?.value == .integer(42))
    #expect(try await fixture.find(made.id) == made)
    let problem = try await #require(throws: Problem.self) { try await fixture.create(Self.bridge) }
    #expect(problem.code == .conflict && problem.detail.contains(made.id))
    #expect(try await fixture.events().map(\.kind) == ["EntityCreated"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func mergesParts(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    let later = fixture.time.advance(by: .seconds(60))
    let patch = EntityPatch(
      attributes: ["span": .set(Attribute(43)), "tags": .remove, "unknown": .remove, "lanes": .set(Attribute(2))],
      relationships: ["crosses": .remove], location: .set(.point(Position(1.5, 0.5))))
    let changed = try await fixture.database.write { [store = fixture.store] in
      try store.merge(patch, into: made.id, expecting: 1, by: here, at: later, in: $0)
    }
    #expect(changed.revision == 2 && changed.createdAt == made.createdAt && changed.modifiedAt == later)
    #expect(Set(changed.attributes.keys) == ["name", "span", "department", "lanes"])
    #expect(changed.attributes["span"] == Attribute(43))
    #expect(changed.relationships.isEmpty && changed.areas.district == "E")
    #expect(try await fixture.find(made.id) == changed)
    let event = try #require(try await fixture.events().last)
    #expect(event.kind == "EntityUpdated" && event.revision == 2 && event.subjectKind == "entity")
    #expect(event.subject == made.id)
    #expect(
      try JSON(parsing: event.payload)
        == [
          "type": "Bridge", "attributes": ["span": ["value": 43], "tags": nil, "lanes": ["value": 2]],
          "relationships": ["crosses": nil], "location": ["type": "Point", "coordinates": [1.5, 0.5]],
          "department": "roads", "areas": ["E"],
        ])
    // The same again changes nothing and says nothing.
    let again = try await fixture.database.write { [store = fixture.store] in
      try store.merge(patch, into: made.id, by: here, at: later, in: $0)
    }
    #expect(again == changed)
    #expect(try await fixture.events().count == 2)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func replacesAndPuts(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    let new = NewEntity(id: made.id, type: "Footbridge", attributes: ["name": Attribute("Short Bridge")])
    let (replaced, put, fresh) = try await fixture.database.write { [store = fixture.store, now = made.createdAt] in
      (
        try store.replace(with: new, expecting: 1, by: here, at: now, in: $0),
        try store.put(new, by: here, at: now, in: $0),
        try store.put(NewEntity(id: "urn:ngsi-ld:Bridge:8", type: "Bridge"), by: here, at: now, in: $0)
      )
    }
    #expect(replaced.type == "Footbridge" && replaced.revision == 2 && replaced.location == nil)
    #expect(replaced.areas.isEmpty && replaced.department == nil)
    #expect(put == replaced && fresh.revision == 1)
    #expect(try await fixture.ids(EntityQuery(types: ["Footbridge"])) == ["Bridge:7"])
    #expect(try await fixture.ids(EntityQuery(conditions: [AttributeCondition("span", .exists)])) == [])
    let old = Relation.crossesRiver1
    #expect(try await fixture.ids(old) == [])
    #expect(
      try await fixture.ids(EntityQuery(types: ["Footbridge"], conditions: [AttributeCondition("name", .exists)]))
        == ["Bridge:7"])
    await fixture.database.close()
  }

  private enum Relation {
    static let crossesRiver1 = EntityQuery(
      relationships: [RelationshipCondition("crosses", target: "urn:ngsi-ld:River:1")])
  }

  @Test(arguments: Engine.allCases) func refusesAStaleRevision(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    let patch = EntityPatch(attributes: ["span": .set(Attribute(1))])
    let now = fixture.time.now()
    let attempts: [@Sendable (EntityStore, Transaction) throws -> Void] = [
      { _ = try $0.merge(patch, into: made.id, expecting: 9, by: here, at: now, in: $1) },
      { _ = try $0.replace(with: Self.bridge, expecting: 9, by: here, at: now, in: $1) },
      { try $0.delete(made.id, expecting: 9, by: here, at: now, in: $1) },
    ]
    for attempt in attempts {
      let problem = try await #require(throws: Problem.self) {
        try await fixture.database.write { [store = fixture.store] in try attempt(store, $0) }
      }
      #expect(problem.code == .revisionMismatch && problem.members["revision"] == 1)
    }
    #expect(try await fixture.find(made.id) == made)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func deletes(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    try await fixture.database.write { [store = fixture.store, now = made.createdAt] in
      try store.delete(made.id, expecting: 1, by: here, at: now, in: $0)
    }
    #expect(try await fixture.find(made.id) == nil)
    #expect(try await fixture.ids(EntityQuery(conditions: [AttributeCondition("span", .exists)])) == [])
    #expect(try await fixture.ids(EntityQuery(box: BoundingBox(west: 0, south: 0, east: 1, north: 1))) == [])
    let event = try #require(try await fixture.events().last)
    #expect(event.kind == "EntityDeleted" && event.revision == 2)
    for _ in 0..<2 {
      let problem = try await #require(throws: Problem.self) {
        try await fixture.database.write { [store = fixture.store, now = made.createdAt] in
          try store.delete(made.id, by: here, at: now, in: $0)
        }
      }
      #expect(problem.code == .notFound)
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func keepsTenantsApart(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let mine = try await fixture.create(Self.bridge)
    let theirs = try await fixture.create(
      NewEntity(id: mine.id, type: "Bridge", attributes: ["span": Attribute(1)], location: mine.location), by: there)
    #expect(theirs.areas.isEmpty, "the other city has no areas")
    #expect(try await fixture.find(mine.id) == mine)
    #expect(try await fixture.find(mine.id, by: there) == theirs)
    let long = EntityQuery(conditions: [AttributeCondition("span", .greater, 10)])
    #expect(try await fixture.ids(long) == ["Bridge:7"])
    #expect(try await fixture.ids(long, by: there) == [])
    try await fixture.database.write { [store = fixture.store, now = mine.createdAt] in
      try store.delete(mine.id, by: there, at: now, in: $0)
    }
    #expect(try await fixture.find(mine.id) == mine)
    #expect(try await fixture.ids(Relation.crossesRiver1) == ["Bridge:7"])
    #expect(try await fixture.ids(EntityQuery(box: BoundingBox(west: 0, south: 0, east: 1, north: 1))) == ["Bridge:7"])
    #expect(try await fixture.events().count == 1)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func keepsNothingOfATransactionThatFails(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    await #expect(throws: Problem.self) {
      try await fixture.database.write { [store = fixture.store, now = fixture.time.now()] in
        try store.create(Self.bridge, by: here, at: now, in: $0)
        throw Problem(.conflict, "no")
      }
    }
    #expect(try await fixture.find(Self.bridge.id) == nil)
    #expect(try await fixture.events().isEmpty)
    await fixture.database.close()
  }

  /// Writers that change one entity at the same time: none is lost.
  @Test(arguments: Engine.allCases) func losesNoConcurrentChange(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          let patch = EntityPatch(attributes: ["a\(number)": .set(Attribute(.integer(Int64(number))))])
          try await fixture.database.write { [store = fixture.store] in
            _ = try store.merge(patch, into: made.id, by: here, at: made.createdAt, in: $0)
          }
        }
      }
      try await group.waitForAll()
    }
    let entity = try #require(try await fixture.find(made.id))
    #expect(entity.revision == 21 && entity.attributes.count == 24)
    #expect(try await fixture.events().map(\.revision) == Array(1...21))
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func rebuildsWhatIsDerived(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let made = try await fixture.create(Self.bridge)
    try await fixture.create(
      NewEntity(id: "urn:ngsi-ld:Depot:1", type: "Depot", attributes: ["area": Attribute("E")]))
    try await fixture.database.write { transaction in
      for table in ["entity_attributes", "entity_relationships", "places"] {
        try transaction.execute("DELETE FROM \(table)")
      }
    }
    // The districts changed their names.
    let divided = EntityStore { _ in AreaIndex([Fixture.district("N", 0)]) }
    try await fixture.database.write { try divided.rebuild(tenant: here.tenant, in: $0) }
    let entity = try #require(try await fixture.find(made.id))
    #expect(entity.areas.district == "N" && entity.revision == 1 && entity.attributes == made.attributes)
    #expect(try await fixture.find("urn:ngsi-ld:Depot:1")?.areas.district == nil)
    #expect(try await fixture.ids(Relation.crossesRiver1) == ["Bridge:7"])
    #expect(
      try await fixture.ids(EntityQuery(conditions: [AttributeCondition("tags", .equal, "stone")])) == ["Bridge:7"])
    #expect(try await fixture.ids(EntityQuery(box: BoundingBox(west: 0, south: 0, east: 1, north: 1))) == ["Bridge:7"])
    await fixture.database.close()
  }
}
