// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Asks Python for a second opinion.
public enum Python {
  /// What a script prints; `nil` when no Python here can run it: the script ends with 9 where a package is missing.
  public static func output(of script: String, _ arguments: [String] = []) throws -> String? {
    let own = RealData.packageRoot.appending(path: ".venv/bin/python")
    for words in [[own.path(percentEncoded: false)], ["/usr/bin/env", "python3"]] {
      guard FileManager.default.isExecutableFile(atPath: words[0]) else { continue }
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: words[0])
      process.arguments = words.dropFirst() + ["-c", script] + arguments
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = pipe
      try process.run()
      let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      switch process.terminationStatus {
      case 0: return String(decoding: output, as: UTF8.self)
      case 9, 127: continue
      default: throw Failure(status: process.terminationStatus)
      }
    }
    return nil
  }

  /// Runs Python with what `scripts/requirements-test.txt` pins.
  /// - Parameter words: a file, or `-c` and a script, and their arguments. A script ends with 9 where a package is
  ///   missing, or says so by itself.
  /// - Returns: its status, and what it said; `nil`, with a printed message, where it cannot run here.
  public static func run(_ words: [String]) async throws -> (status: Int32, said: String)? {
    let own = RealData.packageRoot.appending(path: ".venv/bin/python").path(percentEncoded: false)
    guard FileManager.default.isExecutableFile(atPath: own) else {
      print("skipped: there is no .venv (make test makes it)")
      return nil
    }
    let ended = try await Command.output(of: [own] + words)
    guard ended.status != 9, !ended.said.contains("ModuleNotFoundError") else {
      print("skipped: a package is not in .venv (make test installs it)")
      return nil
    }
    return ended
  }

  struct Failure: Error {
    let status: Int32
  }
}
