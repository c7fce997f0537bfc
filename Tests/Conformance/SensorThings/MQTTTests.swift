// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Intake
import MQTT
import Packs
import SensorThings
import TestCity
import TestSupport
import Testing
import Vocabulary

/// T1–T3: SensorThings over MQTT (OGC 18-088 §11), as paho-mqtt speaks it in both versions.
struct MQTTTests {
  /// What is published is made as if it were posted, with all that it is nested in, or refused.
  @Test(.timeLimit(.minutes(4)), arguments: Engine.allCases, [4, 5])
  func t1Creates(engine: Engine, version: Int) async throws {
    try await Self.run(
      """
      # To a set below its Datastream; the place of the Thing becomes the feature.
      assert p.publish(own, {"phenomenonTime": "2026-01-01T00:00:00Z", "result": 3.5}) == 0
      first = http("GET", "Datastreams(%s)/Observations?$expand=FeatureOfInterest" % stream_id)["value"][0]
      assert first["result"] == 3.5 and first["FeatureOfInterest"]["feature"]["coordinates"] == [8, 51], first
      # To the set of all, naming its Datastream.
      assert p.publish("v1.1/Observations", {"result": 9, "resultTime": "2026-01-01T00:05:00Z", "phenomenonTime": "2026-01-01T00:01:00Z",
          "Datastream": {"@iot.id": stream_id}}) == 0
      assert http("GET", "Datastreams(%s)/Observations?$filter=result eq 9" % stream_id)["value"][0]["resultTime"].startswith("2026-01-01T00:05:00")
      # To the set below a feature.
      feature = number(http("POST", "FeaturesOfInterest", field))
      assert p.publish("v1.1/FeaturesOfInterest(%s)/Observations" % feature, {"result": 4, "phenomenonTime": "2026-01-01T00:02:00Z",
          "Datastream": {"@iot.id": stream_id}}) == 0
      assert [o["result"] for o in http("GET", "FeaturesOfInterest(%s)/Observations" % feature)["value"]] == [4]
      # With what belongs to it.
      assert p.publish(own, {"result": 5, "phenomenonTime": "2026-01-01T00:03:00Z", "FeatureOfInterest": dict(field, name="F2")}) == 0
      assert http("GET", "Datastreams(%s)/Observations?$filter=FeatureOfInterest/name eq 'F2'" % stream_id)["value"][0]["result"] == 5
      assert p.publish("v1.1/Observations", {"result": 6, "phenomenonTime": "2026-01-01T00:00:00Z",
          "Datastream": stream("Deep", Thing={"name": "Deep thing", "description": "d", "Locations": [where]})}) == 0
      deep = http("GET", "Observations?$filter=Datastream/Thing/name eq 'Deep thing'&$expand=Datastream($expand=Sensor)&$orderby=id desc&$top=1")["value"][0]
      assert deep["result"] == 6 and deep["Datastream"]["Sensor"]["name"] == "S", deep
      # Other entities.
      before = count("Things")
      assert p.publish("v1.1/Things", {"name": "Second", "description": "d", "Datastreams": [stream("Of the second")]}) == 0
      assert count("Things") == before + 1 and http("GET", "Datastreams?$filter=name eq 'Of the second'")["value"][0]["observationType"]
      assert p.publish(things + "/Locations", dict(where, name="L2")) == 0
      assert http("GET", "Things(%s)/Locations" % thing_id)["value"][0]["name"] == "L2"
      # What cannot be made is refused, and nothing of it is there.
      observations, before = count("Datastreams(%s)/Observations" % stream_id), count("Things")
      for topic, body, code in ((own, "nonsense", 0x99), (own, {"foo": 1}, 0x99), ("v1.1/Datastreams(999999)/Observations", {"result": 1}, 0x90),
              ("v1.1/Observations", {"result": 1}, 0x99), ("v1.1/Things(%s)" % thing_id, {"name": "x"}, 0x90), ("v1.1/Foo", {}, 0x90),
              ("v1.1/Things", {"name": "only"}, 0x99),
              ("v1.1/Things", {"name": "T", "description": "d", "Datastreams": [{"name": "no sensor", "description": "d"}]}, 0x99)):
          given = p.publish(topic, body)
          assert given == (code if version == 5 else 0), (topic, body, given)
      assert count("Datastreams(%s)/Observations" % stream_id) == observations and count("Things") == before
      print("done")
      """, engine, version)
  }

  /// Sets, entities, properties, related sets and `$select`: whatever changes is told as it is read.
  @Test(.timeLimit(.minutes(4)), arguments: Engine.allCases, [4, 5])
  func t2Tells(engine: Engine, version: Int) async throws {
    try await Self.run(
      """
      selected = own + "?$select=result,phenomenonTime"
      time_of = "v1.1/Datastreams(%s)/phenomenonTime" % stream_id
      c.subscribe(own, selected, time_of, things, things + "/name", things + "/description", things + "/Datastreams", things + "/Locations",
          "v1.1/Things", "v1.1/Locations", "v1.1/HistoricalLocations", "v1.1/Datastreams", "v1.1/Sensors", "v1.1/ObservedProperties",
          "v1.1/Observations", "v1.1/FeaturesOfInterest")
      for topic in ("v1.1/#", "v1.1/+", "v1.1/Foo", "v1.1/Things?$top=1", "v1.1/Things(1)/name/$value", "v1.1/Things(1)/$ref"):
          assert c.refused(topic), topic
      # An Observation, whatever way it came: published, posted, as a reading. The feature is made of the place.
      assert p.publish(own, {"phenomenonTime": "2026-01-01T00:00:00Z", "result": 3.5}) == 0
      first = c.told(own, 1)
      assert first["result"] == 3.5 and first == http("GET", first["@iot.selfLink"]), first
      assert c.told(selected, 1) == {"result": 3.5, "phenomenonTime": "2026-01-01T00:00:00.000Z"}
      assert c.told("v1.1/Observations", 1) == first
      assert "2026-01-01" in c.told(time_of, 1)["phenomenonTime"]
      assert c.told("v1.1/FeaturesOfInterest", 1)["feature"]["coordinates"] == [8, 51]
      http("POST", "Datastreams(%s)/Observations" % stream_id, {"phenomenonTime": "2026-01-01T00:02:00Z", "result": 4})
      assert c.told(own, 2)["result"] == 4
      assert p.publish("readings/sensorthings-%s" % stream_id, {"value": 5, "at": "2026-01-01T00:03:00Z"}) == 0
      assert c.told(own, 3)["phenomenonTime"].startswith("2026-01-01T00:03:00")
      for i in range(200): p.mqtt.publish(own, json.dumps({"phenomenonTime": "2026-01-02T00:%02d:%02dZ" % (i // 60, i % 60), "result": 1}), 1)
      c.told(own, 203)
      # PATCH and PUT: the entity, its set, and those of its properties that changed.
      http("PATCH", "Things(%s)" % thing_id, {"name": "T2"})
      assert c.told(things, 1)["name"] == "T2" and c.told(things + "/name", 1) == {"name": "T2"}
      assert c.told("v1.1/Things", 1) == http("GET", "Things(%s)" % thing_id)
      http("PUT", "Things(%s)" % thing_id, {"name": "T3", "description": "d"})
      assert c.told(things + "/name", 2) == {"name": "T3"} and c.told("v1.1/Things", 2)["name"] == "T3"
      assert c.on(things + "/description") == []
      # A new place, published: the place, below the Thing too, and the HistoricalLocation that comes of it.
      assert p.publish(things + "/Locations", dict(where, name="L2")) == 0
      assert c.told("v1.1/Locations", 1)["name"] == "L2" and c.told(things + "/Locations", 1)["name"] == "L2"
      assert c.told("v1.1/HistoricalLocations", 1)["time"]
      # Deep insert: each of the entities.
      made = http("POST", "Things", {"name": "Deep", "description": "d", "Locations": [dict(where, name="L3")], "Datastreams": [
          stream("D3", Observations=[{"result": 7, "phenomenonTime": "2026-01-01T00:00:00Z"}])]})
      wait(lambda: "Deep" in [t["name"] for t in c.on("v1.1/Things")], "no Thing")
      wait(lambda: "D3" in [d["name"] for d in c.on("v1.1/Datastreams")], "no Datastream")
      wait(lambda: 7 in [o["result"] for o in c.on("v1.1/Observations")], "no Observation")
      wait(lambda: c.on("v1.1/Sensors") and c.on("v1.1/ObservedProperties") and len(c.on("v1.1/HistoricalLocations")) == 2, "not all of a deep insert")
      assert p.publish(things + "/Datastreams", stream("D2")) == 0
      assert c.told(things + "/Datastreams", 1)["name"] == "D2"
      assert len(c.on(own)) == 203, len(c.on(own))
      print("done")
      """, engine, version)
  }

  /// `$filter` and `$expand` choose what is told, and how far.
  @Test(.timeLimit(.minutes(4)), arguments: Engine.allCases, [4, 5])
  func t3TellsWhatIsAskedFor(engine: Engine, version: Int) async throws {
    try await Self.run(
      """
      high, expanded = "v1.1/Observations?$filter=result gt 5", own + "?$expand=Datastream($select=name)&$select=result"
      named = "v1.1/Things?$filter=startswith(name,'Deep')&$select=name"
      c.subscribe(own, high, expanded, named, own + "?$filter=result gt 5 and result lt 8&$select=result")
      for topic in ("v1.1/Things?$filter=nme eq 1", "v1.1/Things?$orderby=name", "v1.1/Things?$expand=Foo", "v1.1/Things?$filter="):
          assert c.refused(topic), topic
      for minute, result in enumerate((3, 9, "text", 7)):
          assert p.publish(own, {"phenomenonTime": "2026-01-01T00:0%d:00Z" % minute, "result": result}) == 0
      c.told(own, 4)
      assert [o["result"] for o in (c.told(high, 1), c.told(high, 2))] == [9, 7]
      assert c.told(expanded, 4) == {"result": 7, "Datastream": {"name": "D"}}, c.on(expanded)
      assert c.told(own + "?$filter=result gt 5 and result lt 8&$select=result", 1) == {"result": 7}
      for name in ("Flat", "Deep 1", "Flat", "Deep 2"): http("POST", "Things", {"name": name, "description": "d"})
      assert [t["name"] for t in (c.told(named, 1), c.told(named, 2))] == ["Deep 1", "Deep 2"]
      assert len(c.on(high)) == 2 and len(c.on(named)) == 2
      print("done")
      """, engine, version)
  }

  /// Serves a town over HTTP and MQTT while the script runs.
  private static func run(_ script: String, _ engine: Engine, _ version: Int) async throws {
    var things = SensorThingsSettings()
    things.showsSeries = false
    var served: (door: SensorThingsDoor, intake: ReadingIntake)?
    try await TestTown.with(
      engine, migrations: sensorThingsMigrations,
      endpoints: { city in
        let intake = ReadingIntake(telemetry: city.telemetry, database: city.database, tenant: city.tenant)
        let door = SensorThingsDoor(city, intake: intake, settings: things)
        served = (door, intake)
        return door.endpoints
      }
    ) { town in
      let (door, intake) = try #require(served)
      var settings = MQTTSettings()
      settings.port = 0
      let topics = Topics(SensorThingsTopics(door, root: town.address + Service.base))
      let server = MQTTServer(
        town.city, intake: intake, topics: TopicTable(), services: [topics], settings: settings,
        logger: town.city.logger)
      let running = Task { try await server.run() }
      do {
        let port = try #require(await server.ports().first)
        let token = try await town.token(.administrator)
        let ended = try await SensorThingsScript.run(
          script, port: port, address: town.address, token: token, version: version)
        if let (status, said) = ended {
          #expect(status == 0 && said.hasSuffix("done\n"), "MQTT \(version) on \(engine): \(said)")
        }
      } catch {
        running.cancel()
        _ = await running.result
        throw error
      }
      running.cancel()
      try await running.value
    }
  }
}

/// The two interfaces do not know each other; the program lets them meet.
private final class Topics: TopicService {
  private let topics: SensorThingsTopics

  init(_ topics: SensorThingsTopics) { self.topics = topics }

  func isResponsible(for topic: String) -> Bool { topics.isResponsible(for: topic) }

  func take(_ messages: [(topic: String, payload: [UInt8])], from principal: Principal) async -> [Problem?] {
    await topics.take(messages, from: principal)
  }

  func checkListening(to filter: String, for principal: Principal) throws(Problem) {
    try topics.checkListening(to: filter, for: principal)
  }

  func run(
    filters: @escaping @Sendable () -> [String], tell: @escaping @Sendable (String, [UInt8]) -> Void
  ) async { await topics.run(filters: filters, tell: tell) }
}
