// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
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
    return problem.errors.map { "\($0.pointer): \($0.detail)" }.joined(separator: "\n")
  }
}
