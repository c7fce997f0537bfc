// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTP
import TestSupport
import Testing

/// Another program reads the document and tries everything it says, and what it does not say.
@Suite struct SchemathesisTests {
  /// The program in `.venv` beside `Package.swift`, or on the path of `$CITYWIDE_SCHEMATHESIS`.
  private static var program: String? {
    let given = ProcessInfo.processInfo.environment["CITYWIDE_SCHEMATHESIS"]
    let path = given ?? RealData.packageRoot.appending(path: ".venv/bin/schemathesis").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  @Test(.timeLimit(.minutes(5))) func findsNothing() async throws {
    guard let program = Self.program else {
      print("skipped: there is no schemathesis in .venv (make test installs it)")
      return
    }
    var endpoints = Toy.endpoints.filter { $0.operationId != "getBroken" }
    for index in endpoints.indices { endpoints[index].requestBody?.limit = 1 << 20 }
    try await TestServer.with(endpoints, site: { $0.accessLog = .off }) { server in
      let folder = try TemporaryFolder()
      let (status, said) = try await Self.run(
        program,
        [
          "run", "\(server.address)/openapi.json", "--header", "Authorization: Bearer handler", "--checks", "all",
          // A cursor may fit its schema and be none; and the toy keeps nothing, so that what was deleted is there again.
          "--exclude-checks", "positive_data_acceptance,use_after_free", "--max-examples", "30", "--seed", "1",
          "--generation-allow-x00", "false", "--no-color", "--suppress-health-check", "all",
        ], in: folder)
      #expect(status == 0, "\(said.suffix(12000))")
      #expect(!said.contains("500"))
    }
  }

  private static func run(_ program: String, _ words: [String], in folder: TemporaryFolder) async throws -> (
    Int32, String
  ) {
    let log = folder.url.appending(path: "schemathesis.log")
    try Data().write(to: log)
    let output = try FileHandle(forWritingTo: log)
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = words
    process.currentDirectoryURL = folder.url
    process.standardOutput = output
    process.standardError = output
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return (status, try String(contentsOf: log, encoding: .utf8))
  }
}
