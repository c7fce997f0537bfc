// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What Python scripts begin with that meet SensorThings over HTTP and, with paho-mqtt, over MQTT.
///
/// Their arguments are the port of MQTT, the address of HTTP, a token, and the version of MQTT, 4 (3.1.1) or 5. They find a Thing
/// with a place and a Datastream, a client `c` to listen with and a client `p` to publish with; they end by printing `done`.
public enum SensorThingsScript {
  public static let head = """
    import sys, time, json, urllib.request
    import paho.mqtt.client as mqtt
    port, base, token, version = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    def http(method, path, body=None):
        url = path if path.startswith("http") else base + "/sensorthings/v1.1/" + path
        request = urllib.request.Request(url.replace(" ", "%20"), method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + token)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.headers.get("Location") or (json.loads(text) if text else None)
    def wait(condition, what):
        end = time.time() + 60
        while not condition():
            assert time.time() < end, what() if callable(what) else what
            time.sleep(0.02)
    class Client:
        def __init__(self, name):
            self.messages, self.acks, self.subacks, self.code = [], {}, [], None
            args = {} if version == 5 else {"clean_session": True}
            self.mqtt = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "%s%d" % (name, version), protocol=version, **args)
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
        def subscribe(self, *topics):
            for topic in topics:
                before = len(self.subacks)
                self.mqtt.subscribe(topic, 1)
                wait(lambda: len(self.subacks) > before, "no SUBACK")
                assert self.subacks[-1][0] == 1, topic
        def refused(self, topic):
            before = len(self.subacks)
            self.mqtt.subscribe(topic, 1)
            wait(lambda: len(self.subacks) > before, "no SUBACK")
            return self.subacks[-1][0] == (0x8F if version == 5 else 0x80)
        def on(self, topic): return [body for at, body in self.messages if at == topic]
        def told(self, topic, count):
            wait(lambda: len(self.on(topic)) >= count, lambda: "%s: %s of %d" % (topic, self.on(topic), count))
            return self.on(topic)[count - 1]
    def count(path): return http("GET", path + "?$count=true&$top=0")["@iot.count"]
    where = {"name": "L", "description": "d", "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [8, 51]}}
    field = {"name": "F", "description": "d", "encodingType": "application/geo+json", "feature": {"type": "Point", "coordinates": [8, 52]}}
    def stream(name="D", **more):
        return dict({"name": name, "description": "d", "unitOfMeasurement": {"name": "degree", "symbol": "Cel", "definition": "x"},
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "Sensor": {"name": "S", "description": "d", "encodingType": "text/plain", "metadata": "m"},
            "ObservedProperty": {"name": "P", "definition": "http://p", "description": "d"}}, **more)
    thing = http("POST", "Things", {"name": "T", "description": "d", "Locations": [where], "Datastreams": [stream()]})
    def number(address): return address.split("(")[-1].rstrip(")")
    thing_id = number(thing)
    stream_id = http("GET", thing + "/Datastreams")["value"][0]["@iot.id"]
    own, things = "v1.1/Datastreams(%s)/Observations" % stream_id, "v1.1/Things(%s)" % thing_id
    c, p = Client("listener"), Client("publisher")

    """

  /// Runs a script that goes on from `head`.
  ///
  /// - Returns: its status, and what it said; `nil` where Python cannot run here.
  public static func run(
    _ script: String, port: Int, address: String, token: String, version: Int
  ) async throws -> (status: Int32, said: String)? {
    try await Python.run(["-c", head + script, "\(port)", address, token, "\(version)"])
  }
}
