// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Logging
import Synchronization
import Vocabulary

/// A server on a free port, for the time of one test.
struct TestServer {
  let server: HTTPServer
  let port: Int
  let log: LogRecorder

  var address: String { "http://127.0.0.1:\(port)" }

  static func with<Result: Sendable>(
    _ endpoints: [Endpoint] = Toy.endpoints, site change: (inout SiteSettings) -> Void = { _ in },
    server changeServer: (inout ServerSettings) -> Void = { _ in }, problemPage: Site.ProblemPage? = nil,
    _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    var siteSettings = SiteSettings()
    change(&siteSettings)
    var settings = ServerSettings()
    settings.port = 0
    settings.drainDeadline = .seconds(5)
    changeServer(&settings)
    let log = LogRecorder()
    let logger = Logger(label: "test") { _ in log.handler }
    let site = try Site(
      endpoints, schemas: Toy.schemas, about: DocumentInfo(title: "Toy", version: "1.0"),
      authenticator: ToyAuthenticator(), settings: siteSettings, problemPage: problemPage, logger: logger)
    let server = try HTTPServer(site, settings: settings, logger: logger)
    let running = Task { try await server.run() }
    do {
      let result = try await body(TestServer(server: server, port: server.port, log: log))
      server.shutDown()
      try await running.value
      return result
    } catch {
      server.shutDown()
      _ = await running.result
      throw error
    }
  }
}

/// Keeps what is logged.
final class LogRecorder: Sendable {
  private let entries = Mutex<[String]>([])

  var lines: [String] { entries.withLock { $0 } }
  var handler: any LogHandler { Handler(recorder: self) }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let words = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
      recorder.entries.withLock { $0.append("\(event.level) \(event.message) \(words)") }
    }
  }
}
