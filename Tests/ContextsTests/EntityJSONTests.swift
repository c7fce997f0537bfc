// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Testing
import Vocabulary

@Suite struct EntityJSONTests {
  @Test func readsEverything() throws {
    let entity = try NewEntity(
      json: try JSON(
        parsing: """
          {"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp",
           "attributes": {"power": {"value": 5.5, "observedAt": "2026-11-24T08:00:00Z", "unitCode": "WTT",
                                    "metadata": {"by": "meter"}}},
           "relationships": {"on": {"targets": ["urn:ngsi-ld:Road:1"]}},
           "location": {"type": "Point", "coordinates": [121.5, 31.2]}}
          """))
    let power = Attribute(
      5.5, observedAt: Instant("2026-11-24T08:00:00Z"), unitCode: "WTT", metadata: ["by": "meter"])
    #expect(
      entity
        == NewEntity(
          id: "urn:ngsi-ld:Lamp:1", type: "Lamp", attributes: ["power": power],
          relationships: ["on": Relationship("urn:ngsi-ld:Road:1")], location: .point(Position(121.5, 31.2))))
  }

  @Test func readsAndWritesPatches() throws {
    let text = #"{"attributes":{"a":{"value":1},"b":null},"location":null,"relationships":{"c":null}}"#
    let patch = try EntityPatch(json: try JSON(parsing: text))
    #expect(
      patch
        == EntityPatch(
          attributes: ["a": .set(Attribute(1)), "b": .remove], relationships: ["c": .remove], location: .remove))
    #expect(patch.json.text == text)
    #expect(try EntityPatch(json: [:]).isEmpty)
  }

  @Test(arguments: [
    (#"[]"#, ["/here"]),
    (#"{"type":"A"}"#, ["/here/id"]),
    (#"{"id":"no uri","type":"A"}"#, ["/here/id"]),
    (#"{"id":"urn:","type":"A"}"#, ["/here/id"]),
    (#"{"id":"1a:b","type":"A"}"#, ["/here/id"]),
    (#"{"id":"urn:x:<1>","type":"A"}"#, ["/here/id"]),
    (#"{"id":"urn:x:1","type":"A\u0001"}"#, ["/here/type"]),
    (#"{"id":"urn:x:1","type":"A","extra":1}"#, ["/here/extra"]),
    (
      #"{"id":"urn:x:1","type":"A","attributes":{"p":5,"q/r":{"value":null}}}"#,
      ["/here/attributes/p", "/here/attributes/q~1r/value"]
    ),
    (#"{"id":"urn:x:1","type":"A","attributes":{"":{"value":1}}}"#, ["/here/attributes/"]),
    (
      #"{"id":"urn:x:1","type":"A","attributes":{"p":{"value":1,"observedAt":"yesterday"}}}"#,
      ["/here/attributes/p/observedAt"]
    ),
    (#"{"id":"urn:x:1","type":"A","relationships":{"r":{"targets":[]}}}"#, ["/here/relationships/r/targets"]),
    (#"{"id":"urn:x:1","type":"A","relationships":{"r":{"targets":["x"]}}}"#, ["/here/relationships/r/targets/0"]),
    (
      #"{"id":"urn:x:1","type":"A","attributes":{"r":{"value":1}},"relationships":{"r":{"targets":["urn:x:2"]}}}"#,
      ["/here/relationships/r"]
    ),
    (#"{"id":"urn:x:1","type":"A","location":{"type":"Point","coordinates":[1]}}"#, ["/here/location/coordinates"]),
  ])
  func refusesNamingThePlace(_ text: String, _ pointers: [String]) throws {
    let json = try JSON(parsing: text)
    let problem = try #require(throws: Problem.self) { try NewEntity(json: json, at: "/here") }
    #expect(problem.code == .invalid)
    #expect(problem.errors.map(\.pointer) == pointers)
  }

  @Test(arguments: ["urn:ngsi-ld:桥:7", "https://city.example/id/1?x=y#z", "x+y-z.1:a"])
  func takesURIs(_ id: String) throws {
    #expect(try NewEntity(json: ["id": .string(id), "type": "A"]).id == id)
  }
}
