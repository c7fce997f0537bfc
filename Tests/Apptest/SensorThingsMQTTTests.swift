// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// SensorThings over MQTT (OGC 18-088 §11) as paho-mqtt speaks it, in both versions, against the built program.
struct SensorThingsMQTTTests {
  private static let script = """
    import sys, time, json, urllib.request
    import paho.mqtt.client as mqtt
    port, base, token, version = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    def http(method, path, body=None):
        url = path if path.startswith("http") else base + "/sensorthings/v1.1/" + path
        request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + token)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.headers.get("Location") or (json.loads(text) if text else None)
    def wait(condition, what):
        end = time.time() + 60
        while not condition():
            assert time.time() < end, what
            time.sleep(0.02)
    class Client:
        def __init__(self, name):
            self.messages, self.acks, self.subacks, self.code = [], {}, [], None
            args = {} if version == 5 else {"clean_session": True}
            self.mqtt = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, name, protocol=version, **args)
            self.mqtt.username_pw_set("any", token)
            self.mqtt.on_message = lambda c, u, m: self.messages.append((m.topic, json.loads(m.payload)))
            self.mqtt.on_publish = lambda c, u, mid, code, p: self.acks.__setitem__(mid, code)
            self.mqtt.on_subscribe = lambda c, u, mid, codes, p: self.subacks.append([x.value for x in codes])
            def connected(c, u, flags, code, p): self.code = code
            self.mqtt.on_connect = connected
            self.mqtt.connect("127.0.0.1", port, 60)
            self.mqtt.loop_start()
            wait(lambda: self.code is not None, "no CONNACK")
        def publish(self, topic, body):
            info = self.mqtt.publish(topic, body if isinstance(body, str) else json.dumps(body), 1)
            wait(lambda: info.mid in self.acks, "no PUBACK for " + topic)
            return self.acks[info.mid].value
        def subscribe(self, topic):
            before = len(self.subacks)
            self.mqtt.subscribe(topic, 1)
            wait(lambda: len(self.subacks) > before, "no SUBACK")
            return self.subacks[-1][0]
        def on(self, topic): return [body for at, body in self.messages if at == topic]
        def told(self, topic, count):
            wait(lambda: len(self.on(topic)) >= count, "%s: %s of %d" % (topic, self.on(topic), count))
            return self.on(topic)[count - 1]
    where = {"name": "L", "description": "d", "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [8, 51]}}
    stream = {"name": "D", "description": "d", "unitOfMeasurement": {"name": "degree", "symbol": "Cel", "definition": "x"},
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "Sensor": {"name": "S", "description": "d", "encodingType": "text/plain", "metadata": "m"},
        "ObservedProperty": {"name": "P", "definition": "http://p", "description": "d"}}
    thing = http("POST", "Things", {"name": "T", "description": "d", "Locations": [where], "Datastreams": [stream]})
    thing_id = thing.split("(")[-1].rstrip(")")
    stream_id = http("GET", thing + "/Datastreams")["value"][0]["@iot.id"]
    own, things = "v1.1/Datastreams(%s)/Observations" % stream_id, "v1.1/Things(%s)" % thing_id
    c = Client("listener%d" % version)
    for topic in (own, own + "?$select=result,phenomenonTime", "v1.1/Observations?$filter=result gt 5", things, things + "/name",
            things + "/description", "v1.1/Things", "v1.1/HistoricalLocations", things + "/Datastreams", "v1.1/Datastreams(%s)/phenomenonTime" % stream_id):
        assert c.subscribe(topic) == 1, topic
    refused = 0x8F if version == 5 else 0x80
    for topic in ("v1.1/#", "v1.1/Foo", "v1.1/Things?$top=1", "v1.1/Things?$filter=nme eq 1", "v1.1/Things(1)/name/$value"):
        assert c.subscribe(topic) == refused, topic
    p = Client("publisher%d" % version)
    # Made by publishing; told as it is read.
    assert p.publish(own, {"phenomenonTime": "2026-01-01T00:00:00Z", "result": 3.5}) == 0
    first = c.told(own, 1)
    assert first["result"] == 3.5 and first == http("GET", first["@iot.selfLink"]), first
    assert c.told(own + "?$select=result,phenomenonTime", 1) == {"result": 3.5, "phenomenonTime": "2026-01-01T00:00:00.000Z"}
    assert "2026-01-01" in c.told("v1.1/Datastreams(%s)/phenomenonTime" % stream_id, 1)["phenomenonTime"]
    assert p.publish("v1.1/Observations", {"result": 9, "resultTime": "2026-01-01T00:05:00Z", "phenomenonTime": "2026-01-01T00:01:00Z",
        "Datastream": {"@iot.id": stream_id}}) == 0
    assert c.told(own, 2)["resultTime"].startswith("2026-01-01T00:05:00")
    assert c.told("v1.1/Observations?$filter=result gt 5", 1)["result"] == 9
    # Posted over HTTP, and as a reading.
    http("POST", "Datastreams(%s)/Observations" % stream_id, {"phenomenonTime": "2026-01-01T00:02:00Z", "result": 4})
    assert c.told(own, 3)["result"] == 4
    assert p.publish("readings/sensorthings-%s" % stream_id, {"value": 5, "at": "2026-01-01T00:03:00Z"}) == 0
    assert c.told(own, 4)["phenomenonTime"].startswith("2026-01-01T00:03:00")
    for i in range(200): p.mqtt.publish(own, json.dumps({"phenomenonTime": "2026-01-02T00:%02d:%02dZ" % (i // 60, i % 60), "result": 1}), 1)
    c.told(own, 204)
    assert len(c.on("v1.1/Observations?$filter=result gt 5")) == 1
    # Entities.
    assert p.publish("v1.1/Things", {"name": "Second", "description": "d"}) == 0
    assert c.told("v1.1/Things", 1)["name"] == "Second"
    http("PATCH", "Things(%s)" % thing_id, {"name": "T2"})
    assert c.told(things, 1)["name"] == "T2" and c.told(things + "/name", 1) == {"name": "T2"}
    assert c.told("v1.1/Things", 2) == http("GET", "Things(%s)" % thing_id)
    assert c.on(things + "/description") == []
    assert p.publish(things + "/Locations", dict(where, name="L2")) == 0
    assert c.told("v1.1/HistoricalLocations", 1)["time"]
    assert p.publish(things + "/Datastreams", dict(stream, name="D2")) == 0
    assert c.told(things + "/Datastreams", 1)["name"] == "D2"
    # What cannot be made.
    for topic, body, code in ((own, "nonsense", 0x99), (own, {"foo": 1}, 0x99), ("v1.1/Datastreams(999999)/Observations", {"result": 1}, 0x90),
            ("v1.1/Things(%s)" % thing_id, {"name": "x"}, 0x90), ("v1.1/Foo", {}, 0x90), ("v1.1/Things", {"name": "only"}, 0x99)):
        given = p.publish(topic, body)
        assert given == (code if version == 5 else 0), (topic, body, given)
    assert http("GET", "Datastreams(%s)/Observations?$count=true&$top=0" % stream_id)["@iot.count"] == 204
    print("done")
    """

  @Test(.timeLimit(.minutes(4)), arguments: Engine.allCases) func publishesAndListens(_ engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("agent", "supervisor")
    let port = RunningServer.freePort()
    let server = try await city.serve(["--mqtt-port", "\(port)"])
    for version in ["4", "5"] {
      let ended = try await Python.run(["-c", Self.script, "\(port)", server.base, token, version])
      guard let (status, said) = ended else { break }
      #expect(status == 0 && said.hasSuffix("done\n"), "MQTT \(version) on \(engine): \(said)")
    }
    #expect(await server.stop() == 0)
  }
}
