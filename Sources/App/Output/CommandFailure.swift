// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Storage
import Vocabulary

/// The exit codes of the program, after BSD's sysexits where those have a name for it.
enum ExitCodes {
  /// What was asked for was done and the answer is bad: a pack with faults, a journal that was changed.
  static let faults = ExitCode(1)
  /// Input that cannot be used (EX_DATAERR).
  static let data = ExitCode(65)
  /// A database or port that is not to be had (EX_UNAVAILABLE).
  static let unavailable = ExitCode(69)
}

/// An error in the words that a person at a terminal reads.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  static func readable(_ error: any Error) -> any Error {
    switch error {
    case let problem as Problem: CommandFailure(description: words(of: problem))
    case let storage as StorageError: CommandFailure(description: "\(storage)")
    case is CancellationError: ExitCode(130)
    default: error
    }
  }

  private static func words(of problem: Problem) -> String {
    guard problem.errors.count > 1 else { return problem.detail }
    return problem.errors.map { error in
      // Findings of files name their place themselves.
      error.pointer.isEmpty || error.detail.hasPrefix(error.pointer)
        ? error.detail : "\(error.pointer): \(error.detail)"
    }.joined(separator: "\n")
  }

  /// The bytes of a file or pipe that somebody named.
  /// - Parameters:
  ///   - takesInput: whether `-` stands for the standard input.
  ///   - limit: how many bytes it may have at most.
  static func bytes(of file: String, takesInput: Bool = false, limit: Int = .max) throws(CommandFailure) -> [UInt8] {
    if takesInput, file == "-" { return try bytes(from: .standardInput, named: "the standard input", limit: limit) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
      throw CommandFailure(description: "\(file): there is no such file.")
    }
    guard !isFolder.boolValue else { throw CommandFailure(description: "\(file) is a folder; a file is expected.") }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw CommandFailure(description: "\(file): the file cannot be read; look at its permissions.")
    }
    defer { try? handle.close() }
    return try bytes(from: handle, named: file, limit: limit)
  }

  /// Reads to the end: a pipe does not tell beforehand how much there is.
  private static func bytes(
    from handle: FileHandle, named name: String, limit: Int
  ) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty, bytes.count <= limit { bytes += data }
    } catch {
      throw CommandFailure(description: "\(name) cannot be read: \(error.localizedDescription)")
    }
    guard bytes.count <= limit else {
      throw CommandFailure(description: "\(name) has more than \(limit >> 20) MiB, which is the most that is read.")
    }
    return bytes
  }
}
