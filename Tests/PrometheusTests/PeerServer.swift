// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// Prometheus itself, with data of ours, for a second opinion.
final class PeerServer: Sendable {
  let port: Int
  private let process: Process

  /// Where it is installed, or where `scripts/set-up test` puts it.
  private static func program(_ name: String) -> String? {
    [RealData.packageRoot.appending(path: ".peers/usr/bin/\(name)").path(percentEncoded: false), "/usr/bin/\(name)"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// `nil`, with a message, where it is not installed.
  ///
  /// - Parameter text: readings in the format of OpenMetrics, with their times.
  static func start(_ text: String, in folder: TemporaryFolder) async throws -> PeerServer? {
    guard let server = program("prometheus"), let tool = program("promtool") else {
      print("skipped: Prometheus is not installed (scripts/set-up test fetches it)")
      return nil
    }
    let file = folder.url.appending(path: "readings.txt")
    try Data(text.utf8).write(to: file)
    let data = folder.path + "/blocks"
    try await Command.run([tool, "tsdb", "create-blocks-from", "openmetrics", "--quiet", file.path, data])
    let settings = folder.url.appending(path: "prometheus.yml")
    try Data("global: {}\n".utf8).write(to: settings)
    let port = RunningServer.freePort()
    let process = Process()
    process.executableURL = URL(filePath: server)
    process.arguments = [
      "--config.file=\(settings.path)", "--storage.tsdb.path=\(data)", "--storage.tsdb.retention.time=100y",
      "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let peer = PeerServer(port, process)
    for _ in 0..<600 {
      if (try? await peer.ask("/-/ready")) != nil { return peer }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw Problem(.internal, "Prometheus does not answer")
  }

  private static let client = HTTPClient(eventLoopGroupProvider: .singleton)

  private init(_ port: Int, _ process: Process) {
    self.port = port
    self.process = process
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// - Throws: where the answer is no success.
  @discardableResult
  func ask(_ path: String) async throws -> JSON {
    let response = try await Self.client.execute(
      HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)"), timeout: .seconds(30))
    let bytes = Array(try await response.body.collect(upTo: 64 << 20).readableBytesView)
    guard response.status.code != 503 else { throw Problem(.unavailable, "not ready") }
    return (try? JSON(parsing: bytes)) ?? .null
  }
}
