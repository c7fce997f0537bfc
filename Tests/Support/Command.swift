// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs a program and waits for it without holding a thread of the cooperative pool.
public enum Command {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Runs a program whose output nobody needs but the failure.
  public static func run(_ words: [String]) async throws {
    let folder = try TemporaryFolder()
    try await run(words, log: folder.url.appending(path: "log"))
  }

  /// Runs a program that may fail, in an empty folder.
  /// - Returns: its status, and what it said, standard error among it.
  public static func output(of words: [String]) async throws -> (status: Int32, said: String) {
    let folder = try TemporaryFolder()
    let log = folder.url.appending(path: "log")
    let status = try await status(["env", "--chdir", folder.path] + words, log: log)
    return (status, try String(contentsOf: log, encoding: .utf8))
  }

  /// - Parameter log: the file that takes the program's output, quoted in the failure.
  static func run(_ words: [String], log: URL) async throws {
    let status = try await status(words, log: log)
    guard status != 0 else { return }
    let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    throw Failure(description: "\(words.joined(separator: " ")) ended with \(status): \(said.suffix(2000))")
  }

  /// Runs a program that may fail.
  static func status(_ words: [String], log: URL) async throws -> Int32 {
    try await withCheckedThrowingContinuation { continuation in
      do {
        _ = try start(words, log: log) { continuation.resume(returning: $0) }
      } catch { continuation.resume(throwing: error) }
    }
  }

  /// Starts a program and calls `ended` with its status when it and all that it started have ended.
  static func start(_ words: [String], log: URL, ended: @escaping @Sendable (Int32) -> Void) throws -> Process {
    if !FileManager.default.fileExists(atPath: log.path(percentEncoded: false)) { try Data().write(to: log) }
    let output = try FileHandle(forWritingTo: log)
    try output.seekToEnd()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: "/")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    process.terminationHandler = { ended($0.terminationStatus) }
    try process.run()
    try output.close()
    return process
  }
}
