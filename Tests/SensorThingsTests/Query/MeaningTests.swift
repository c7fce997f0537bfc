// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Storage
import TestSupport
import Testing
import Vocabulary

/// What conditions mean: in memory, in SQLite and in PostgreSQL the same.
struct MeaningTests {
  static let now = Instant("2026-01-01T06:00:00Z") ?? Instant(seconds: 0)

  /// The ids of the entities that meet a condition, after `Evaluator` and, where the database can, after SQL.
  static func ids(
    _ filter: String, of root: EntityType, world: SmallWorld, in transaction: Transaction
  ) throws -> (memory: [Int64], sql: [Int64]?) {
    let options = try QueryOptions(parsing: "$filter=" + ExpressionTests.encoded(filter), root: root)
    let expression = try #require(options.filter)
    let evaluator = Evaluator(now: now)
    let memory = try world.of(root).filter { try evaluator.matches(expression, $0) }.map(\.id)
    do {
      let sql = try SQLCompiler(SmallResolver(), in: transaction, now: now).condition(expression, alias: "i")
      let rows = try transaction.rows(
        "SELECT i.id FROM items i WHERE i.type = ? AND (\(sql.sql)) ORDER BY i.id",
        values: [.text(root.rawValue)] + sql.values)
      return (memory, rows.map { $0[0] })
    } catch is NotInSQL {
      return (memory, nil)
    }
  }

  /// Expected ids by hand.
  static let cases: [(EntityType, String, [Int64])] = [
    (.thing, "name eq 'Bridge'", [1]), (.thing, "name ne 'Bridge'", [2, 3]), (.thing, "name gt 'Bridge'", [2, 3]),
    (.thing, "name eq 'it''s'", [3]), (.thing, "id eq 2", [2]), (.thing, "id eq '2'", []),
    (.thing, "id ne '2'", [1, 2, 3]),
    (.thing, "id in (1,3)", [1, 3]), (.thing, "not (id in (1,3))", [2]), (.thing, "id ge 2 and id lt 3", [2]),
    (.thing, "true", [1, 2, 3]), (.thing, "null", []), (.thing, "not true", []),
    // Values of JSON: by type, and null where they are missing.
    (.thing, "properties/floors eq 2", [1]), (.thing, "properties/floors eq '2'", [2]),
    (.thing, "properties/floors ne 2", [2, 3]), (.thing, "properties/floors eq null", [3]),
    (.thing, "properties/floors ne null", [1, 2]), (.thing, "properties/n eq null", [1, 2, 3]),
    (.thing, "properties/floors gt 1", [1]), (.thing, "properties/floors gt '1'", [2]),
    (.thing, "not (properties/floors gt 1)", [2, 3]), (.thing, "properties/open", [1]),
    (.thing, "not properties/open", [2]), (.thing, "properties/open eq false", [2]),
    (.thing, "properties/open ne true", [2, 3]), (.thing, "properties/list[0] eq 8", [1]),
    (.thing, "properties/list[1][1] eq 10", [1]), (.thing, "properties/list[5] eq null", [1, 2, 3]),
    (.thing, "properties/list/0 eq 8", []), (.thing, "properties/deep/x eq 'y'", [1]),
    (.thing, "properties/deep eq properties/deep", [2, 3]), (.thing, "properties/deep ne null", [1]),
    (.thing, "properties/half eq 2.5", [2]), (.thing, "properties/tag lt 'a'", [2]),
    (.thing, "properties/floors eq properties/floors", [1, 2, 3]), (.thing, "properties/floors lt properties/half", []),
    (.thing, "properties/floors mul 2 sub 1 eq 3", [1]), (.thing, "7 div 2 eq 3.5 and id eq 1", [1]),
    (.thing, "-7 mod 2 eq -1 and id eq 1", [1]), (.thing, "id mod 2 eq 1", [1, 3]),
    (.thing, "1 div (id sub 1) eq null", [1]),
    (.thing, "properties/floors add 1 eq null", [2, 3]),
    // Elements of arrays: by type; a text is no array, and null is an element of none.
    (.thing, "8 in properties/list", [1]), (.thing, "'8' in properties/list", []),
    (.thing, "10 in properties/list[1]", [1]), (.thing, "9 in properties/list", []),
    (.thing, "'a' in properties/tags", [1]), (.thing, "'路' in properties/tags", [1]),
    (.thing, "3.0 in properties/tags", [1]), (.thing, "1 in properties/tags", []),
    (.thing, "true in properties/tags", [1]), (.thing, "false in properties/tags", []),
    (.thing, "null in properties/tags", []), (.thing, "properties/nothing in properties/tags", []),
    (.thing, "'x' in properties/deep", []), (.thing, "8 in id", []),
    (.thing, "properties/tag in properties/tags", [1]), (.thing, "properties/open in properties/tags", [1]),
    (.thing, "not ('a' in properties/tags)", [2, 3]), (.thing, "('a' in properties/tags) eq false", [2, 3]),
    (.thing, "'a' in properties/tags or id eq 3", [1, 3]), (.thing, "id add 2 in properties/tags", [1]),
    (.thing, "'a' in Datastreams/Thing/properties/tags", [1]),
    (.thing, "not ('a' in Datastreams/Thing/properties/tags)", [2, 3]),
    (.datastream, "'a' in Thing/properties/tags", [31, 32]),
    (.thing, "Datastreams/any(d:d/Thing/properties/tag in properties/tags)", [1]),
    (.observation, "result in Datastream/Thing/properties/list", []),
    (.observation, "result in Datastream/Thing/properties/tags", [101, 106]),
    // Three values: unknown is neither true nor false.
    (.thing, "properties/open or name eq 'it''s'", [1, 3]), (.thing, "not (properties/open or id eq 2)", []),
    (.thing, "not (properties/open and id eq 3)", [1, 2]),
    (.thing, "(properties/open and id eq 9) eq false", [1, 2, 3]),
    // Texts.
    (.thing, "substringof('rid',name)", [1]), (.thing, "startswith(name,'R')", [2]),
    (.thing, "endswith(name,'''s')", [3]),
    (.thing, "endswith(name,'')", [1, 2, 3]), (.thing, "startswith(properties/tag,'a')", [1]),
    (.thing, "not startswith(properties/tag,'a')", [2]), (.thing, "length(name) eq 4", [2, 3]),
    (.thing, "length(description) eq 5", [2]), (.thing, "indexof(name,'o') eq 1", [2]),
    (.thing, "indexof(name,'z') eq -1", [1, 2, 3]),
    (.thing, "indexof(description,'é') eq 4", [2]), (.thing, "substring(name,1) eq 'oad'", [2]),
    (.thing, "substring(name,1,2) eq 'ri'", [1]), (.thing, "substring(name,-1,2) eq 'Br'", [1]),
    (.thing, "substring(name,9) eq ''", [1, 2, 3]),
    (.thing, "substring(name,id,id) eq 'ad'", [2]), (.thing, "tolower(name) eq 'road'", [2]),
    (.thing, "toupper(properties/tag) eq 'A'", [1]),
    (.thing, "tolower(description) eq '路 É é'", [2]), (.thing, "trim(description) eq 'blank'", [3]),
    (.thing, "concat(concat(name,' '),properties/tag) eq 'Road B'", [2]),
    (.thing, "concat(name,properties/tag) eq null", [3]),
    // Numbers.
    (.observation, "result eq 3", [101]), (.observation, "result gt 3", [102, 109]),
    (.observation, "result lt 0", [103, 111]),
    (.observation, "result ge 2.5", [101, 102, 109, 110]), (.observation, "result eq true", [106]),
    (.observation, "result ne true", [100, 101, 102, 103, 104, 105, 107, 108, 109, 110, 111]),
    (.observation, "result eq null", [108]), (.observation, "round(result) eq 3", [101, 110]),
    (.observation, "round(result) eq -3", [111]),
    (.observation, "floor(result) eq -3", [111]), (.observation, "ceiling(result) eq 3", [101, 110]),
    (.observation, "result mul result gt 9", [102, 109]),
    (.observation, "result eq '3'", [101, 104]), (.observation, "result gt '3'", [102, 105]),
    // Related entities.
    (.thing, "Datastreams/name eq 'humidity'", [1]), (.thing, "Datastreams/name ne 'humidity'", [1, 2, 3]),
    (.thing, "not (Datastreams/name eq 'humidity')", [2, 3]), (.thing, "Datastreams/id eq null", [3]),
    (.thing, "Datastreams/id ne null", [1, 2]),
    (.thing, "Datastreams/Sensor/description eq null", [1, 3]),
    (.thing, "startswith(Datastreams/Sensor/name,'S')", [1, 2]),
    (.thing, "Datastreams/Observations/result eq 1000000", [1]),
    (.thing, "Locations/name eq 'square' and Locations/name eq 'here'", [1]),
    (.thing, "Datastreams/properties/limit lt 0 and Datastreams/unitOfMeasurement/symbol eq '°C'", [1]),
    (.thing, "Datastreams/any(d:d/properties/limit lt 0 and d/unitOfMeasurement/symbol eq '°C')", []),
    (.thing, "Datastreams/any(d:d/Sensor/name eq 'S' and d/unitOfMeasurement/symbol eq '°C')", [1]),
    (.thing, "Datastreams/any()", [1, 2]), (.thing, "not Datastreams/any()", [3]),
    (.thing, "Datastreams/all(d:d/Sensor/name eq 'S')", [2, 3]),
    (.thing, "Datastreams/any(d:d/Observations/any(o:o/result gt d/properties/limit))", [1]),
    (.thing, "Datastreams/any(d:d/name eq 'Traffic' and name eq 'Road')", [2]),
    (.thing, "Datastreams/Thing/name eq name", [1, 2]),
    (.observation, "Datastream/Thing/name eq 'Road'", [102, 105, 108, 111]),
    (.observation, "Datastream/Thing/name eq 'Road' and result eq 5.5", [102]),
    (.observation, "result sub Datastream/properties/limit gt 0", [101, 109, 110]),
    (.observation, "Datastream/Thing/Locations/name eq 'line'", [102, 105, 108, 111]),
    (.observation, "MultiDatastream/id eq null and id eq 100", [100]),
    // Times.
    (.observation, "resultTime lt 2026-01-01T03:00:00Z", [100, 101]),
    (.observation, "resultTime le 2026-01-01T11:00:00+08:00", [100, 101, 102]),
    (.observation, "resultTime eq null", [104, 109]),
    (.observation, "not (resultTime lt 2026-01-01T03:00:00Z)", [102, 103, 104, 105, 106, 107, 108, 109, 110, 111]),
    (.observation, "resultTime gt now() sub duration'PT1H' and resultTime lt now() add duration'PT1H'", [105]),
    (.observation, "phenomenonTime lt 2026-01-01T03:00:00Z", [100, 101]),
    (.observation, "phenomenonTime eq 2026-01-01T02:00:00Z", [101]),
    (.observation, "phenomenonTime eq 2026-01-01T01:00:00Z", []),
    (.observation, "phenomenonTime eq 2026-01-01T01:00:00Z/2026-01-01T02:30:00.250Z", [100]),
    (.observation, "overlaps(phenomenonTime,2026-01-01T02:00:00Z)", [100, 101]),
    (.observation, "during(phenomenonTime,2026-01-01T02:00:00Z/2026-01-01T04:00:00Z)", [101, 102]),
    (.observation, "meets(phenomenonTime,2026-01-01T02:00:00Z)", [101]),
    (.observation, "starts(phenomenonTime,2026-01-01T04:00:00Z/2026-01-01T09:00:00Z)", [103]),
    (.observation, "finishes(phenomenonTime,2026-01-01T05:30:00.250Z)", [103]),
    (.observation, "before(phenomenonTime,2026-01-01T02:00:00Z)", []),
    (.observation, "after(phenomenonTime,2026-01-01T11:00:00Z)", [111]),
    (
      .observation,
      "year(resultTime) eq 2026 and month(resultTime) eq 1 and day(resultTime) eq 1 and hour(resultTime) eq 4", [103]
    ),
    (.datastream, "year(phenomenonTime) eq 2025", [33]),
    (.datastream, "fractionalseconds(phenomenonTime) gt 0.99", [33]),
    (.datastream, "second(phenomenonTime) eq 59 and minute(phenomenonTime) eq 59", [33]),
    (.datastream, "date(phenomenonTime) eq 2026-01-01", [31]), (.datastream, "time(phenomenonTime) eq 00:00", [31]),
    (.datastream, "phenomenonTime add duration'PT0.001S' ge 2026-01-01T00:00:00Z", [31, 33]),
    (.datastream, "totaloffsetminutes(phenomenonTime) eq 0", [31, 33]),
    (.datastream, "totaloffsetminutes(2026-01-01T00:00:00+08:00) eq 480 and id eq 31", [31]),
    (.observation, "phenomenonTime sub 2026-01-01T01:00:00Z eq duration'PT1H'", [101]),
    (.observation, "mindatetime() lt resultTime and resultTime lt maxdatetime() and id le 101", [100, 101]),
    (.observation, "validTime ne null", [100, 104, 108]),
    (.observation, "date(validTime) sub 2025-12-31 eq duration'P1D'", [100, 104, 108]),
    // Geometries, in degrees.
    (.location, "st_within(location,geography'POLYGON ((7 50,9 50,9 52,7 52,7 50))')", [11]),
    (.location, "st_equals(location,geography'LINESTRING (3 4,0 0)')", [13]),
    (.location, "st_disjoint(location,geography'POINT (1 1)')", [11, 13]),
    (.location, "not st_disjoint(location,geography'POINT (1 1)')", [12]),
    (.location, "st_touches(location,geography'POINT (4 4)')", [12]),
    (.location, "st_overlaps(location,geography'POLYGON ((2 2,6 2,6 6,2 6,2 2))')", [12]),
    (.location, "st_crosses(location,geography'LINESTRING (0 4,4 0)')", [13]),
    (.location, "st_crosses(geography'LINESTRING (-1 1,5 1)',location)", [12, 13]),
    (.location, "st_intersects(location,geography'POINT (0 0)')", [12, 13]),
    (.location, "geo.intersects(location,geography'POINT (0 0)')", [12, 13]),
    (.location, "st_contains(location,geography'POINT (1 2)')", [12]),
    (.location, "st_contains(geography'POLYGON ((-1 -1,5 -1,5 5,-1 5,-1 -1))',location)", [12, 13]),
    (.location, "st_relate(location,geography'POINT (1 2)','T********')", [12]),
    (.location, "st_relate(location,geography'POINT (1 1)','FF*FF****')", [11, 13]),
    (.location, "geo.distance(location,geography'POINT (8 50)') le 1", [11]),
    (.location, "geo.distance(location,geography'POINT (8 50)') gt 1", [12, 13]),
    (.location, "1 ge geo.distance(geography'POINT (8 50)',location)", [11]),
    (.location, "geo.distance(location,geography'POINT (8 50)') ne 1", [12, 13, 14]),
    (.location, "geo.length(location) eq 5", [13]), (.location, "geo.length(location) lt 5", [11, 12]),
    (.location, "not (geo.length(location) lt 5)", [13, 14]),
    (.location, "location eq null", [14]), (.location, "location ne null", [11, 12, 13]),
    (.thing, "st_within(Locations/location,geography'POLYGON ((7 50,9 50,9 52,7 52,7 50))')", [1]),
    (.thing, "geo.distance(Locations/location,geography'POINT (0 1)') lt 1", [1, 2]),
    (
      .observation, "st_intersects(Datastream/Thing/Locations/location,geography'POINT (3 4)') and result gt 0",
      [101, 102, 109, 110]
    ),
  ]

  @Test(arguments: Engine.allCases)
  func conditionsMeanTheSameEverywhere(_ engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: SmallWorld.migrations)
    try await database.write { try SmallWorld().store(in: $0) }
    for (root, filter, expected) in Self.cases {
      do {
        let (memory, sql) = try await database.read {
          try Self.ids(filter, of: root, world: SmallWorld(), in: $0)
        }
        #expect(memory == expected, "in memory: \(filter)")
        #expect(sql ?? expected == expected, "in \(engine): \(filter)")
      } catch { Issue.record("\(filter): \(error)") }
    }
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func pagesFollowEachOther(_ engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: SmallWorld.migrations)
    try await database.write { try SmallWorld().store(in: $0) }
    for (root, text, expected) in [
      (EntityType.observation, "result", [108, 107, 106, 104, 105, 111, 103, 100, 110, 101, 102, 109]),
      (.observation, "result desc", [109, 102, 101, 110, 100, 103, 111, 105, 104, 106, 107, 108]),
      (.observation, "resultTime desc,id", [111, 110, 108, 107, 106, 105, 103, 102, 101, 100, 104, 109]),
      (.thing, "properties/floors,id desc", [3, 2, 1]), (.thing, "length(name) desc,name", [1, 2, 3]),
      (.observation, "Datastream/name desc,id desc", [109, 106, 103, 100, 110, 107, 104, 101, 111, 108, 105, 102]),
      (.thing, "Locations/name", [3, 1, 2]), (.datastream, "phenomenonTime", [32, 33, 31]),
    ] as [(EntityType, String, [Int64])] {
      let options = try QueryOptions(parsing: "$orderby=" + ExpressionTests.encoded(text), root: root)
      let found = try await database.read { transaction in
        var order = try SQLCompiler(SmallResolver(), in: transaction, now: Self.now).order(options.orderBy, alias: "i")
        order.keys.append(SQLOrder.Key("i.id", .integer))
        var ids: [Int64] = []
        var after: SQLText = "1 = 1"
        while ids.count < 100 {
          let columns = order.columns
          let clause = order.clause
          let page = try transaction.rows(
            "SELECT i.id, \(columns.sql) FROM items i WHERE i.type = ? AND \(after.sql) ORDER BY \(clause.sql) LIMIT 2",
            values: columns.values + [.text(root.rawValue)] + after.values + clause.values)
          ids += page.map { $0[0] }
          guard let last = page.last else { break }
          let token = SkipToken.text(Array(last.values.dropFirst()))
          after = try order.after(try SkipToken.values(token, count: order.keys.count))
        }
        return ids
      }
      #expect(found == expected, "in \(engine): \(text)")
      let evaluator = Evaluator(now: Self.now)
      let sorted = try SmallWorld().of(root).sorted { left, right in
        for ordering in options.orderBy {
          let (first, second) = (
            try evaluator.value(of: ordering.expression, left), try evaluator.value(of: ordering.expression, right)
          )
          if first.isOrderedBefore(second) { return !ordering.isDescending }
          if second.isOrderedBefore(first) { return ordering.isDescending }
        }
        return left.id < right.id
      }
      #expect(sorted.map(\.id) == expected, "in memory: \(text)")
    }
    await database.close()
  }

  @Test func tokensOfOtherListsAreRefused() throws {
    var order = SQLOrder(dialect: .postgresql)
    order.keys = [SQLOrder.Key("a", .integer), SQLOrder.Key("b", .text)]
    #expect(throws: QueryFault.self) { try order.after([.integer(1)]) }
    #expect(throws: QueryFault.self) { try order.after([.text("1"), .text("x")]) }
    for token in ["", "x", "W10", "WzFd", "e30", "AAAA"] {
      #expect(throws: QueryFault.self) { try SkipToken.values(token, count: 2) }
    }
    let values: [SQLValue] = [.null, .integer(-7), .real(0.1), .text("路?&"), .blob([1, 2, 255])]
    #expect(try SkipToken.values(SkipToken.text(values), count: 5) == values)
  }
}
