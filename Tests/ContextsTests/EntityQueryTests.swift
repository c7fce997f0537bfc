// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Contexts
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct EntityQueryTests {
  private typealias Condition = AttributeCondition

  /// Lamps 1 to 6, and a sensor that shares their attributes.
  private func fixture(_ engine: Engine) async throws -> Fixture {
    let fixture = try await Fixture(engine)
    let values: [(JSON?, JSON)] = [
      (5, "on"), (10, "off"), (2.5, "on"), ("10", "on"), ([1, 7, "x"], true), (nil, "broken"),
    ]
    for (index, (power, state)) in values.enumerated() {
      var lamp = NewEntity(
        id: "urn:ngsi-ld:Lamp:\(index + 1)", type: "Lamp",
        attributes: ["state": Attribute(state), "department": Attribute(index < 3 ? "lights" : "parks")],
        relationships: ["on": Relationship("urn:ngsi-ld:Road:\(index % 2)")],
        location: .point(Position(Double(index) * 0.4, 0.5)))
      if let power { lamp.attributes["power"] = Attribute(power) }
      try await fixture.create(lamp)
    }
    try await fixture.create(
      NewEntity(
        id: "urn:ngsi-ld:Sensor:1", type: "Sensor",
        attributes: ["power": Attribute(5), "place": Attribute(["street": "High Street"])],
        relationships: ["in": Relationship("urn:ngsi-ld:Road:0")]))
    return fixture
  }

  @Test(arguments: Engine.allCases) func comparesAttributes(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let cases: [(Condition, [String])] = [
      (Condition("power", .equal, 5), ["Lamp:1", "Sensor:1"]),
      (Condition("power", .equal, 5.0), ["Lamp:1", "Sensor:1"]),
      (Condition("power", .greater, 5), ["Lamp:2", "Lamp:5"]),
      (Condition("power", .greaterOrEqual, 5), ["Lamp:1", "Lamp:2", "Lamp:5", "Sensor:1"]),
      (Condition("power", .less, 5), ["Lamp:3", "Lamp:5"]),
      (Condition("power", .lessOrEqual, 2.5), ["Lamp:3", "Lamp:5"]),
      // A text is no number.
      (Condition("power", .equal, "10"), ["Lamp:4"]),
      (Condition("power", .equal, 10), ["Lamp:2"]),
      (Condition("power", .notEqual, 10), ["Lamp:1", "Lamp:3", "Lamp:4", "Lamp:5", "Sensor:1"]),
      (Condition("power", .notEqual, 7), ["Lamp:1", "Lamp:2", "Lamp:3", "Lamp:4", "Sensor:1"]),
      (Condition("power", .equal, "x"), ["Lamp:5"]),
      (Condition("power", .missing), ["Lamp:6"]),
      (Condition("power", .exists), ["Lamp:1", "Lamp:2", "Lamp:3", "Lamp:4", "Lamp:5", "Sensor:1"]),
      (Condition("state", .equal, "on"), ["Lamp:1", "Lamp:3", "Lamp:4"]),
      (Condition("state", .greater, "off"), ["Lamp:1", "Lamp:3", "Lamp:4"]),
      (Condition("state", .equal, true), ["Lamp:5"]),
      (Condition("state", .equal, false), []),
      (Condition("state", .notEqual, true), ["Lamp:1", "Lamp:2", "Lamp:3", "Lamp:4", "Lamp:6"]),
      (Condition("place", .exists), ["Sensor:1"]),
      (Condition("nothing", .equal, 1), []),
    ]
    for (condition, expected) in cases {
      #expect(try await fixture.ids(EntityQuery(conditions: [condition])) == expected, "\(condition)")
      let lamps = try await fixture.ids(EntityQuery(types: ["Lamp"], conditions: [condition]))
      #expect(lamps == expected.filter { $0.hasPrefix("Lamp") }, "\(condition)")
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func combinesConditions(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let query = EntityQuery(
      types: ["Lamp", "Sensor"], conditions: [Condition("power", .greater, 1), Condition("state", .equal, "on")],
      relationships: [RelationshipCondition("on", target: "urn:ngsi-ld:Road:0")],
      box: BoundingBox(west: 0, south: 0, east: 0.8, north: 1))
    #expect(try await fixture.ids(query) == ["Lamp:1", "Lamp:3"])
    let anyRelation = EntityQuery(relationships: [RelationshipCondition(nil, target: "urn:ngsi-ld:Road:0")])
    #expect(try await fixture.ids(anyRelation) == ["Lamp:1", "Lamp:3", "Lamp:5", "Sensor:1"])
    #expect(
      try await fixture.ids(EntityQuery(box: BoundingBox(west: 0.4, south: 0, east: 0.8, north: 0.5)))
        == ["Lamp:2", "Lamp:3"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func listsInPagesWithinBounds(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    #expect(try await fixture.ids(EntityQuery(), limit: 3) == ["Lamp:1", "Lamp:2", "Lamp:3"])
    #expect(
      try await fixture.ids(EntityQuery(), after: "urn:ngsi-ld:Lamp:3", limit: 3) == ["Lamp:4", "Lamp:5", "Lamp:6"])
    #expect(try await fixture.ids(EntityQuery(types: ["Lamp"]), after: "urn:ngsi-ld:Lamp:6") == [])
    let templates = EntityStore.accessTemplates
    func bounded(_ template: String, _ codes: [SQLValue]) async throws -> [String] {
      try await fixture.ids(EntityQuery(types: ["Lamp"]), where: template, arguments: codes)
    }
    #expect(try await bounded(templates.department, [.text("parks")]) == ["Lamp:4", "Lamp:5", "Lamp:6"])
    let east = [SQLValue](repeating: .text("E"), count: 4)
    #expect(try await bounded(templates.area, east) == ["Lamp:4", "Lamp:5", "Lamp:6"])
    #expect(try await bounded(templates.owner, [.text("somebody")]) == [])
    let types = try await fixture.database.read { [store = fixture.store] in
      try store.types(tenant: here.tenant, in: $0).map { "\($0.type) \($0.count)" }
    }
    #expect(types == ["Lamp 6", "Sensor 1"])
    await fixture.database.close()
  }

  @Test func refusesComparisonsWithoutSense() async throws {
    let fixture = try await Fixture(.sqlite)
    for condition in [Condition("a", .less, true), Condition("a", .equal, nil), Condition("a", .equal, [1])] {
      let problem = try await #require(throws: Problem.self) {
        try await fixture.ids(EntityQuery(conditions: [Condition("b", .exists), condition]))
      }
      #expect(problem.code == .invalid && problem.errors.map(\.pointer) == ["/conditions/1"])
    }
    await fixture.database.close()
  }

  /// Longer than an index takes: kept, returned, and found by its presence.
  @Test(arguments: Engine.allCases) func keepsWhatNoIndexTakes(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var random = SeededGenerator(seed: 1)
    let long = String((0..<6000).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) ?? "a" })
    let id = "urn:ngsi-ld:" + long.prefix(1000)
    let many = JSON.array((0..<1000).map { .integer($0) })
    let made = try await fixture.create(
      NewEntity(
        id: id, type: String(long.prefix(256)),
        attributes: [
          String(long.prefix(256)): Attribute(.string(String(long.prefix(512)))), "long": Attribute(.string(long)),
          "many": Attribute(many),
        ], relationships: ["to": Relationship(id)]))
    #expect(try await fixture.find(id) == made)
    for name in ["long", "many"] {
      #expect(try await fixture.ids(EntityQuery(conditions: [Condition(name, .exists)])).count == 1)
    }
    #expect(try await fixture.ids(EntityQuery(conditions: [Condition("long", .equal, .string(long))])) == [])
    #expect(try await fixture.ids(EntityQuery(relationships: [RelationshipCondition("to", target: id)])).count == 1)
    await fixture.database.close()
  }

  @Test func everyConditionUsesItsIndex() async throws {
    let fixture = try await Fixture(.sqlite)
    func plan(_ query: EntityQuery, where condition: String? = nil) async throws -> [String] {
      let sql = try EntityStore.listQuery(
        query, where: condition, arguments: [], after: "", limit: 10, tenant: here.tenant, dialect: .sqlite
      ).sql
      return try await TestDatabase.plan(sql, in: fixture.database)
    }
    let expected: [(EntityQuery, String)] = [
      (EntityQuery(), "SEARCH e USING INDEX sqlite_autoindex_entities_1 (tenant=? AND id>?)"),
      (EntityQuery(types: ["A"]), "SEARCH e USING INDEX entities_type (tenant=? AND type=? AND id>?)"),
      (
        EntityQuery(conditions: [Condition("p", .greater, 1)]),
        "SEARCH a USING COVERING INDEX entity_attributes_number (tenant=? AND name=? AND number>?)"
      ),
      (
        EntityQuery(types: ["A"], conditions: [Condition("p", .equal, 1)]),
        "SEARCH a USING COVERING INDEX entity_attributes_number (tenant=? AND name=? AND number=? AND type=?)"
      ),
      (
        EntityQuery(types: ["A"], conditions: [Condition("p", .equal, "x")]),
        "SEARCH a USING COVERING INDEX entity_attributes_text (tenant=? AND name=? AND text=? AND type=?)"
      ),
      (
        EntityQuery(conditions: [Condition("p", .exists)]),
        "SEARCH a USING COVERING INDEX entity_attributes_text (tenant=? AND name=?)"
      ),
      (
        EntityQuery(conditions: [Condition("p", .missing)]),
        "SEARCH a USING PRIMARY KEY (tenant=? AND id=? AND name=?)"
      ),
      (
        EntityQuery(relationships: [RelationshipCondition("r", target: "urn:x:1")]),
        "SEARCH r USING COVERING INDEX entity_relationships_target (tenant=? AND target=? AND name=?)"
      ),
      (EntityQuery(box: BoundingBox(west: 0, south: 0, east: 1, north: 1)), "SCAN b VIRTUAL TABLE INDEX 2:"),
    ]
    for (query, step) in expected {
      let plan = try await plan(query)
      #expect(plan.contains { $0.hasPrefix(step) }, "\(plan)")
      #expect(!plan.contains { $0.hasPrefix("SCAN e") }, "\(plan)")
    }
    await fixture.database.close()
  }

  @Test(.enabled(if: Engine.allCases.contains(.postgresql))) func comparisonsUseTheIndexOnPostgreSQL() async throws {
    let fixture = try await Fixture(.postgresql)
    try await fixture.database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO entities (tenant, id, type, revision, created_at, modified_at, content)
        SELECT 'here', 'urn:x:' || i, 'Lamp', 1, 0, 0, '{}' FROM generate_series(1, 20000) i
        """)
      try transaction.execute(
        """
        INSERT INTO entity_attributes (tenant, id, name, element, type, number, text)
        SELECT 'here', 'urn:x:' || i, name, 0, 'Lamp', CASE name WHEN 'power' THEN i END,
          CASE name WHEN 'code' THEN 'c' || i END
        FROM generate_series(1, 20000) i, (VALUES ('power'), ('code')) names (name)
        """)
      for table in ["entities", "entity_attributes"] { try transaction.execute("ANALYZE \(table)") }
    }
    let cases = [
      (Condition("power", .greater, 19_990), "entity_attributes_number"),
      (Condition("code", .equal, "c77"), "entity_attributes_text"),
    ]
    for (condition, index) in cases {
      let (sql, values) = try EntityStore.listQuery(
        EntityQuery(types: ["Lamp"], conditions: [condition]), where: nil, arguments: [], after: "", limit: 10,
        tenant: here.tenant, dialect: .postgresql)
      let plan: [String] = try await fixture.database.read { transaction in
        try transaction.rows("EXPLAIN " + sql, values: values).map { $0[0] }
      }
      #expect(plan.contains { $0.contains(index) }, "\(plan)")
      #expect(!plan.contains { $0.contains("Seq Scan") }, "\(plan)")
    }
    await fixture.database.close()
  }
}
