// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// An Observation that was answered with 201 survives a kill at any moment, and none is there twice.
@Suite(.serialized)
struct ObservationKillTests {
  private final class Acknowledged: Sendable {
    private let numbers = Mutex<[Int: Int]>([:])
    func note(_ client: Int, _ number: Int) { numbers.withLock { $0[client] = number } }
    var all: [Int: Int] { numbers.withLock { $0 } }
  }

  private static let clients = 8
  private static let root = "/sensorthings/v1.1"
  private static let start: Int64 = 1_780_000_000_000

  @Test(arguments: Engine.allCases)
  func everyAcknowledgedObservationIsFoundAgain(engine: Engine) async throws {
    let city = try await BuiltCity(engine, pack: "Packs/boston")
    let token = try await city.token("gateway", "supervisor")
    let acknowledged = Acknowledged()
    var random = SeededGenerator(seed: 12)
    var stream = ""
    for _ in 0..<12 {
      let server = try await city.serve()
      if stream.isEmpty { stream = try await Self.makeStream(server, token) }
      let load = Task { [stream] in await Self.load(server, token, stream, acknowledged) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 60...400, using: &random)))
      server.kill()
      await server.ended()
      load.cancel()
      await load.value
    }
    let server = try await city.serve()
    var found: [Int64: [Int64]] = [:]
    var path: String? = "\(Self.root)/\(stream)/Observations?$top=1000"
    while let next = path {
      let page = try await server.request(.GET, next, token: token)
      #expect(page.status == 200, "\(page.text)")
      for observation in page.json["value"]?.array ?? [] {
        let result = observation["result"]?.integer ?? 0
        found[result % 8, default: []].append(result / 8)
        let client = Int(result % 8)
        // Every second client says a result time too, which is there where the Observation was acknowledged.
        if client % 2 == 1, result / 8 <= Int64(acknowledged.all[client] ?? 0) {
          #expect(observation["resultTime"]?.string != nil, "client \(client), \(result / 8)")
        }
      }
      path = page.json["@iot.nextLink"]?.string.flatMap { URL(string: $0) }.map { $0.path() + "?" + ($0.query() ?? "") }
    }
    for (client, number) in acknowledged.all {
      let numbers = found[Int64(client)]?.sorted() ?? []
      #expect(numbers == Array(1...Int64(max(1, numbers.count))), "client \(client): each once, without a gap")
      #expect(
        numbers.count >= number, "client \(client) was told of \(number) Observations, \(numbers.count) are there")
    }
    #expect(await server.stop() == 0)
  }

  private static func makeStream(_ server: RunningServer, _ token: String) async throws -> String {
    let body: JSON = [
      "name": "Thing", "description": "d",
      "Locations": [
        [
          "name": "here", "description": "d", "encodingType": "application/geo+json",
          "location": ["type": "Point", "coordinates": [120.1, 30.1]],
        ]
      ],
      "Datastreams": [
        [
          "name": "Load", "description": "d",
          "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
          "unitOfMeasurement": ["name": "n", "symbol": "1", "definition": "d"],
          "Sensor": ["name": "s", "description": "d", "encodingType": "text/plain", "metadata": "m"],
          "ObservedProperty": ["name": "p", "definition": "d", "description": "d"],
        ]
      ],
    ]
    let made = try await server.request(
      .POST, "\(root)/Things", token: token, bytes: body.bytes, headers: ["Content-Type": "application/json"])
    #expect(made.status == 201, "\(made.text)")
    let streams = try await server.request(.GET, "\(root)/Datastreams", token: token)
    return "Datastreams(\(streams.json["value"]?.array?.first?["@iot.id"]?.text ?? ""))"
  }

  private static func load(
    _ server: RunningServer, _ token: String, _ stream: String, _ acknowledged: Acknowledged
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for client in 0..<clients {
        group.addTask {
          while !Task.isCancelled {
            let next = (acknowledged.all[client] ?? 0) + 1
            let result = Int64(next * 8 + client)
            let time = Instant(milliseconds: start + result).description
            var body: [String: JSON] = ["phenomenonTime": .string(time), "result": .integer(result)]
            if client % 2 == 1 { body["resultTime"] = .string(time) }
            guard
              let answer = try? await server.request(
                .POST, "\(root)/\(stream)/Observations", token: token, bytes: JSON.object(body).bytes,
                headers: ["Content-Type": "application/json"]), answer.status == 201
            else { return }
            acknowledged.note(client, next)
          }
        }
      }
    }
  }
}
