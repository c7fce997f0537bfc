// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Another program (schemathesis) reads the document and tries everything it says, and what it does not say.
@Suite struct FuzzTests {
  /// The program in `.venv` beside `Package.swift`, or on the path of `$CITYWIDE_SCHEMATHESIS`.
  private static var program: String? {
    let given = ProcessInfo.processInfo.environment["CITYWIDE_SCHEMATHESIS"]
    let path = given ?? RealData.packageRoot.appending(path: ".venv/bin/schemathesis").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  @Test(.timeLimit(.minutes(10))) func findsNothing() async throws {
    guard let program = Self.program else {
      print("skipped: there is no schemathesis in .venv (make test installs it)")
      return
    }
    try await TestTown.api { town in
      let token = try await town.token("All", Role.allCases.map { Grant($0) })
      let folder = try TemporaryFolder()
      let (status, said) = try await Self.run(
        program,
        [
          "run", "\(town.address)/openapi.json", "--header", "Authorization: Bearer \(token)",
          "--checks",
          "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance",
          "--max-examples", "15", "--seed", "1", "--phases", "examples,coverage,fuzzing",
          // A stream has no end; whoever revokes or disables the account that fuzzes is out.
          "--exclude-operation-id", "getLive", "--exclude-operation-id", "signOut",
          "--generation-allow-x00", "false", "--no-color", "--suppress-health-check", "all",
        ], in: folder)
      #expect(status == 0, "\(said.suffix(8000))")
    }
  }

  private static func run(
    _ program: String, _ words: [String], in folder: TemporaryFolder
  ) async throws -> (Int32, String) {
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
