// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Contexts
import Decisions
import Journaling
import Lifeline
import Logging
import Matters
import Packs
import Spatial
import Storage
import Telemetry
import TestSupport
import Vocabulary

/// A small city with sensors: a pump in the east district, a bridge in the west.
struct LifelineHouse {
  let database: Database
  let time: FrozenTime
  let entities: EntityStore
  let detector: ThresholdDetector
  let telemetry: Telemetry
  let matters: Matters
  let warnings: Warnings
  let follower: Follower
  let identifiers = IdentifierSource()

  static let tenant = Tenant("here")
  static let zone = TimeZoneRules.utc

  static func make(_ engine: Engine, rules: [ThresholdRule]? = nil) async throws -> LifelineHouse {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations + lifelineMigrations)
    return try await LifelineHouse(database, rules: rules ?? [flowRule(), tiltRule()])
  }

  init(_ database: Database, rules: [ThresholdRule]) async throws {
    self.database = database
    time = FrozenTime()
    entities = EntityStore(areas: { $0 == Self.tenant ? Self.areas : nil })
    detector = ThresholdDetector(
      rules: RulesInForce(rules), tenant: Self.tenant, entities: entities, identifiers: identifiers, time: time)
    telemetry = Telemetry(database: database, identifiers: identifiers, time: time, observers: [detector])
    matters = Matters(
      database: database, catalogue: try Self.catalogue(), time: time, identifiers: identifiers, zone: Self.zone)
    warnings = Warnings(database: database)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    follower = WarningsToMatters(matters: matters, tenant: Self.tenant, zone: Self.zone, logger: logger)
      .follower(database: database)
    try await database.write { [entities, telemetry, time] transaction in
      let system = Principal.system(Self.tenant)
      for (id, place) in [("urn:pump", Position(1.5, 0.5)), ("urn:bridge", Position(0.5, 0.5))] {
        try entities.create(
          NewEntity(id: id, type: "Device", location: .point(place)), by: system, at: time.now(), in: transaction)
      }
      let series = [
        ("pump-flow", "L/min", "urn:pump", "Flow", "流量"), ("bridge-tilt", "deg", "urn:bridge", "Tilt", "倾角"),
        ("quiet", "Cel", "urn:bridge", "Quiet", "无人看"),
      ]
      for (code, unit, entity, english, chinese) in series {
        try telemetry.catalogue.define(
          NewSeries(code: code, name: LocalizedText(["en": english, "zh-Hans": chinese]), unit: unit, entity: entity),
          at: time.now(), tenant: Self.tenant, in: transaction)
      }
    }
  }

  static func flowRule() throws -> ThresholdRule {
    try ThresholdRule(
      json: [
        "code": "flow-low", "name": ["en": "Flow too low", "zh-Hans": "流量过低"], "series": ["pump-flow"],
        "levels": [
          ["level": "red", "when": "< 20", "until": ">= 21", "for": "PT2S"],
          ["level": "yellow", "when": "value < 30", "until": "value >= 31", "for": "PT2S"],
        ], "clearAfter": "PT3S", "silence": "PT60S", "matterType": "pump-fault", "source": "test",
      ])
  }

  static func tiltRule() throws -> ThresholdRule {
    try ThresholdRule(
      json: [
        "code": "tilt", "name": ["en": "Bridge tilts", "zh-Hans": "桥梁倾斜"], "series": ["bridge-*"],
        "levels": [["level": "orange", "when": "> 2"], ["level": "blue", "when": "> 1"]], "matterType": "pump-fault",
        "source": "test",
      ])
  }

  private static func square(_ west: Double) -> Geometry {
    .polygon([
      [Position(west, 0), Position(west + 1, 0), Position(west + 1, 1), Position(west, 1), Position(west, 0)]
    ])
  }

  static let areas = AreaIndex([
    Area(code: "west", level: .district, name: LocalizedText(["en": "West"]), geometry: square(0)),
    Area(code: "east", level: .district, name: LocalizedText(["en": "East"]), geometry: square(1)),
  ])

  private static func catalogue() throws -> Catalogue {
    var catalogue = Catalogue(areas: areas)
    catalogue.add(
      try MatterType(
        json: [
          "code": "pump-fault", "name": ["en": "Fault", "zh-Hans": "故障"], "kind": "alert", "accept": "automatic",
          "dispatch": "automatic", "route": "duty", "source": "test",
        ]))
    catalogue.add(
      try DecisionDefinition(
        json: ["code": "duty", "outputs": [["name": "department"]], "rules": [["\"water\""]], "source": "test"]))
    catalogue.currentTypes = ["pump-fault"]
    catalogue.departments = ["water": LocalizedText(["en": "Water"]), "roads": LocalizedText(["en": "Roads"])]
    return catalogue
  }

  static let start = Instant(seconds: 1_795_500_000)

  /// Sends one reading for each second after the start.
  func send(_ values: [Double], to series: String = "pump-flow", from second: Int64 = 0) async throws {
    let readings = values.enumerated().map { index, value in
      NewReading(
        series: series, at: Instant(seconds: Self.start.milliseconds / 1000 + second + Int64(index)),
        value: .number(value))
    }
    try await telemetry.append(readings, tenant: Self.tenant)
  }

  /// What the journal says of warnings, oldest first.
  func events() async throws -> [WarningEvent] {
    try await database.read { transaction in
      try Journal().events(after: JournalPosition(), limit: .max >> 1, tenant: Self.tenant, in: transaction).events
    }.compactMap { WarningEvent($0) }.sorted {
      ($0.warning.id, $0.warning.revision) < ($1.warning.id, $1.warning.revision)
    }
  }

  func allMatters() async throws -> [Matter] {
    var query = MatterQuery()
    query.order = .newest
    query.limit = 1000
    return try await matters.list(query, for: .system(Self.tenant)).matters.reversed()
  }

  static func person(_ grants: Grant...) -> Principal {
    Principal(id: "p", kind: .person, tenant: tenant, name: "p", grants: grants)
  }
}
