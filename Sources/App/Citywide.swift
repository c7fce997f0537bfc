// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CMalloc
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one executable.
@main
struct Citywide: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "citywide",
    abstract: "The operating system of a city: sense, decide, and see to it that what must be done gets done in time.",
    discussion: """
      Every option can also be given as an environment variable (--log-level as CITYWIDE_LOG_LEVEL) or as a key of the \
      configuration file (log-level); the command line counts first, then the environment, then the file. \
      --help-hidden lists the limits of decisions too.
      """,
    version: Version.text,
    subcommands: [
      Serve.self, Demo.self, Import.self, Export.self, PackCommand.self, User.self, Token.self, Report.self,
      Backup.self, Restore.self, Verify.self, KeyCommand.self, Doctor.self, FEELCommand.self, DecisionsCommand.self,
      BenchCommand.self,
    ])

  static func main() async {
    // A client that went away must not end the program.
    signal(SIGPIPE, SIG_IGN)
    // A file-size limit is a full disk, reported as such, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
    #if canImport(Glibc)
      // By default eight arenas for each core, of which each keeps what it once needed: a seventh of the memory under load.
      mallopt(M_ARENA_MAX, Int32(ProcessInfo.processInfo.activeProcessorCount))
    #endif
    do {
      var command = try parsed()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let wrong as ValidationError {
      // Found while the command ran, or in the configuration: the parser would add the usage of the whole program.
      FileHandle.standardError.write(Data("Error: \(wrong.message)\n".utf8))
      exit(withError: ExitCode.validationFailure)
    } catch {
      exit(withError: CommandFailure.readable(error))
    }
  }

  /// The command that was asked for; of a wrong value that nobody typed it is said where that comes from.
  private static func parsed() throws -> any ParsableCommand {
    let resolved = try LayeredArguments.resolve(Array(CommandLine.arguments.dropFirst()))
    do { return try parseAsRoot(resolved.arguments) } catch {
      for line in resolved.origins(in: message(for: error)) where !exitCode(for: error).isSuccess {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
      }
      throw error
    }
  }
}

/// Which program this is.
enum Version {
  static let text = "0.1.0"
}
