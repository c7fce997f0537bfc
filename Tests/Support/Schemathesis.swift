// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Another program, which reads a server's OpenAPI document and tries everything it says, and what it does not say.
public struct Schemathesis {
  private let path: String

  /// The program in `.venv` beside `Package.swift`, or the one that `$CITYWIDE_SCHEMATHESIS` names. `nil`, with a printed
  /// message, when there is none.
  public init?() {
    let given = ProcessInfo.processInfo.environment["CITYWIDE_SCHEMATHESIS"]
    path = given ?? RealData.packageRoot.appending(path: ".venv/bin/schemathesis").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      print("skipped: there is no schemathesis in .venv (make test installs it)")
      return nil
    }
  }

  /// Tries a server, always with the same inputs.
  ///
  /// - Parameters:
  ///   - address: of the server, as in `http://127.0.0.1:8080`.
  ///   - token: of the caller.
  ///   - words: further options of the program.
  ///   - configuration: a file with what options do not say.
  /// - Returns: its status, 0 where it found nothing, and what it said.
  public func run(
    _ address: String, token: String, _ words: [String], configuration: URL? = nil
  ) async throws -> (status: Int32, said: String) {
    let folder = try TemporaryFolder()
    let log = folder.url.appending(path: "schemathesis.log")
    // It leaves files in the folder where it runs.
    var there = ["env", "--chdir", folder.url.path(percentEncoded: false), path]
    if let configuration { there += ["--config-file", configuration.path(percentEncoded: false)] }
    let status = try await Command.status(
      there + ["run", "\(address)/openapi.json", "--header", "Authorization: Bearer \(token)", "--seed", "1"]
        + ["--generation-allow-x00", "false", "--no-color", "--suppress-health-check", "all"] + words, log: log)
    return (status, try String(contentsOf: log, encoding: .utf8))
  }
}
