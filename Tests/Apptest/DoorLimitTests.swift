// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// The limits of the doors, and of questions about readings, are options of the program.
struct DoorLimitTests {
  @Test(.timeLimit(.minutes(2))) func questionsAndBodiesHaveLimits() async throws {
    let city = try await BuiltCity(.sqlite)
    let token = try await city.token("agent", "supervisor")
    let server = try await city.serve([
      "--append-readings", "3", "--buckets", "10", "--bucket-values", "5", "--line-protocol-limit", "200",
      "--line-protocol-bodies", "200", "--sensorthings-address-length", "256", "--sensorthings-nesting", "2",
      "--sensorthings-terms", "4", "--sensorthings-path-steps", "1", "--sensorthings-expansions", "1",
      "--sensorthings-positions", "2", "--sensorthings-skip", "10",
    ])
    func readings(_ count: Int) -> JSON {
      .array(
        (0..<count).map { index -> JSON in
          ["series": "level", "at": .string("2026-01-01T00:00:0\(index)Z"), "value": .integer(Int64(index))]
        })
    }
    let path = "/api/v1/readings?createSeries=true"
    #expect(try await server.request(.POST, path, token: token, body: readings(3)).status == 200)
    let many = try await server.request(.POST, path, token: token, body: readings(4))
    #expect(many.status == 413 && many.text.contains("3 are allowed"), "\(many.text)")
    // Bodies of line protocol are kept in parts; as a whole they may hold more.
    let lines = (1...5).map { "m v=\($0) \($0)" }.joined(separator: "\n")
    let headers = ["Authorization": "Token \(token)"]
    let written = try await server.request(.POST, "/write?precision=s", bytes: Array(lines.utf8), headers: headers)
    #expect(written.status == 204, "\(written.text)")
    let large = try await server.request(
      .POST, "/write?precision=s", bytes: Array(String(repeating: "m v=1 1\n", count: 30).utf8), headers: headers)
    #expect(large.status == 413, "\(large.text)")

    for (question, status, said) in [
      ("step=PT6H", 200, "start"), ("step=PT1H", 422, "more than 10 buckets"),
      ("step=PT6H&functions=min,max", 422, "would make 8 values, 5 are possible"),
    ] {
      let answer = try await server.request(
        .GET, "/api/v1/buckets?series=level&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&\(question)", token: token
      )
      #expect(answer.status == status && answer.text.contains(said), "\(question): \(answer.text)")
    }
    for (question, said) in [
      ("$filter=name eq 'a' and id eq 1", "more than 4 terms"), ("$filter=(((id eq 1)))", "more than 2 levels"),
      ("$filter=Datastreams/Thing/id eq 1", "more than 1 steps in a path"),
      ("$expand=Datastreams,Locations", "more than 1 expansions"), ("$skip=11", "more than 10 cannot be skipped"),
      (
        "$filter=st_within(Locations/location,geography'LINESTRING (1 1,2 2,3 3)')", "more than 2 positions"
      ), ("$filter=name eq '\(String(repeating: "x", count: 256))'", "256 are allowed"),
    ] {
      let encoded = question.replacing(" ", with: "%20")
      let answer = try await server.request(.GET, "/sensorthings/v1.1/Things?\(encoded)", token: token)
      // 431 where the address itself is too long.
      #expect([400, 431].contains(answer.status) && answer.text.contains(said), "\(question): \(answer.text)")
    }
    #expect(try await server.request(.GET, "/sensorthings/v1.1/Things?$skip=10", token: token).status == 200)
    #expect(await server.stop() == 0)
  }

  private static let script = """
    import socket, sys, time
    import paho.mqtt.client as mqtt
    port, gateway, token = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    told, codes = [], []
    c = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "one", protocol=5)
    c.username_pw_set("any", token)
    c.on_connect = lambda c, u, flags, code, p: told.append(p)
    c.on_subscribe = lambda c, u, mid, given, p: codes.extend(x.value for x in given)
    c.connect("127.0.0.1", port, 600)
    c.loop_start()
    def wait(condition, what):
        end = time.time() + 30
        while not condition():
            assert time.time() < end, what
            time.sleep(0.02)
    wait(lambda: told, "no CONNACK")
    assert told[0].ServerKeepAlive == 30 and told[0].ReceiveMaximum == 7, told[0]
    c.subscribe([("readings/a", 1), ("readings/b", 1), ("readings/c", 1)])
    wait(lambda: len(codes) == 3, codes)
    assert codes == [1, 1, 0x97], codes
    # What has not said who it is for a second is closed.
    silent = socket.create_connection(("127.0.0.1", port))
    silent.settimeout(30)
    assert silent.recv(1) == b""
    # Two wrong frames of HJ 212, and the connection is closed.
    monitor = socket.create_connection(("127.0.0.1", gateway))
    monitor.settimeout(30)
    monitor.sendall(b"##nonsense" * 2)
    answer = b""
    while True:
        piece = monitor.recv(4096)
        if not piece: break
        answer += piece
    assert answer.count(b"QnRtn=100") == 2, answer
    print("done")
    """

  @Test(.timeLimit(.minutes(2))) func connectionsHaveLimits() async throws {
    let city = try await BuiltCity(.sqlite)
    let token = try await city.token("agent", "supervisor")
    let devices = city.folder.url.appending(path: "devices.yaml")
    try "- {mn: \"1\", password: \"2\"}\n".write(to: devices, atomically: true, encoding: .utf8)
    let (port, gateway) = (RunningServer.freePort(), RunningServer.freePort())
    let server = try await city.serve([
      "--mqtt-port", "\(port)", "--mqtt-keep-alive", "30", "--mqtt-receive-maximum", "7", "--mqtt-subscriptions", "2",
      "--mqtt-connect-timeout", "1", "--hj212-devices", devices.path, "--hj212-port", "\(gateway)",
      "--hj212-wrong-frames", "2",
    ])
    if let (status, said) = try await Python.run(["-c", Self.script, "\(port)", "\(gateway)", token]) {
      #expect(status == 0 && said.hasSuffix("done\n"), "\(said)")
    }
    #expect(await server.stop() == 0)
  }

  @Test(arguments: [
    (["--sensorthings-nesting", "65"], "--sensorthings-nesting is 1 to 64"),
    (["--mqtt-keep-alive", "70000"], "--mqtt-keep-alive are 1 to 65535"),
    (["--line-protocol-bodies", "1"], "--line-protocol-bodies is no less than --line-protocol-limit"),
    (["--bucket-values", "0"], "--bucket-values is 1 to"),
  ]) func limitsThatCannotBeAreRefused(words: [String], said: String) async throws {
    let ended = try await RunningServer.run(["serve"] + words)
    #expect(ended.status == 64 && ended.errors.contains(said), "\(ended)")
  }
}
