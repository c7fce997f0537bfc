// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The built program serves SensorThings over MQTT; what it does there, clause by clause, is tested with the rest of the standard.
struct SensorThingsMQTTTests {
  private static let script = """
    c.subscribe(own, "v1.1/Things")
    assert p.publish(own, {"phenomenonTime": "2026-01-01T00:00:00Z", "result": 3.5}) == 0
    first = c.told(own, 1)
    assert first["result"] == 3.5 and first == http("GET", first["@iot.selfLink"]), first
    http("POST", "Datastreams(%s)/Observations" % stream_id, {"phenomenonTime": "2026-01-01T00:02:00Z", "result": 4})
    assert c.told(own, 2)["result"] == 4
    assert p.publish("readings/sensorthings-%s" % stream_id, {"value": 5, "at": "2026-01-01T00:03:00Z"}) == 0
    assert c.told(own, 3)["phenomenonTime"].startswith("2026-01-01T00:03:00")
    assert p.publish("v1.1/Things", {"name": "Second", "description": "d"}) == 0
    assert c.told("v1.1/Things", 1)["name"] == "Second"
    assert p.publish(own, "nonsense") == (0x99 if version == 5 else 0)
    assert count("Datastreams(%s)/Observations" % stream_id) == 3
    print("done")
    """

  @Test(.timeLimit(.minutes(4)), arguments: Engine.allCases) func publishesAndListens(_ engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("agent", "supervisor")
    let port = RunningServer.freePort()
    let server = try await city.serve(["--mqtt-port", "\(port)"])
    for version in [4, 5] {
      let ended = try await SensorThingsScript.run(
        Self.script, port: port, address: server.base, token: token, version: version)
      guard let (status, said) = ended else { break }
      #expect(status == 0 && said.hasSuffix("done\n"), "MQTT \(version) on \(engine): \(said)")
    }
    #expect(await server.stop() == 0)
  }
}
