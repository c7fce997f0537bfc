// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

/// Options, and the three ways to give them.
struct ConfigurationTests {
  private struct Option: Hashable {
    var command: String
    var name: String
    var value: String
    var help: String
  }

  /// The options that the program itself lists.
  private func options() async throws -> [Option] {
    let dump = try await RunningServer.run(["--experimental-dump-help"])
    var result: [Option] = []
    func walk(_ command: JSON, _ path: [String]) {
      for argument in command["arguments"]?.array ?? [] where argument["kind"]?.string != "positional" {
        guard let name = argument["names"]?.array?.first(where: { $0["kind"]?.string == "long" })?["name"]?.string,
          !["help", "version"].contains(name)
        else { continue }
        let value = argument["kind"]?.string == "flag" ? "false" : argument["defaultValue"]?.string ?? ""
        result.append(
          Option(
            command: path.joined(separator: " "), name: name, value: value, help: argument["abstract"]?.string ?? ""))
      }
      for sub in command["subcommands"]?.array ?? [] where sub["commandName"]?.string != "help" {
        walk(sub, path + [sub["commandName"]?.string ?? ""])
      }
    }
    walk(try JSON(parsing: dump.output)["command"] ?? .null, [])
    return result
  }

  @Test func everyOptionIsDocumentedWithVariableKeyAndDefault() async throws {
    let text = try String(
      contentsOf: RunningServer.packageRoot.appending(path: "docs/configuration.md"), encoding: .utf8)
    let options = try await options()
    #expect(options.count > 40)
    for option in options {
      let variable = "CITYWIDE_" + option.name.uppercased().replacing("-", with: "_")
      let line =
        "| `--\(option.name)` | `\(variable)` | `\(option.name)` | "
        + (option.value.isEmpty ? "none" : "`\(option.value)`") + " |"
      #expect(text.contains(line), "docs/configuration.md lacks the line \(line) of \(option.command)")
      #expect(!option.help.isEmpty, "--\(option.name) of \(option.command) has no help")
    }
    // And nothing that no longer exists.
    let known = Set(options.map(\.name))
    for match in text.matches(of: #/\| `--([a-z-]+)` \|/#) {
      #expect(known.contains(String(match.1)), "docs/configuration.md lists --\(match.1), which does not exist")
    }
  }

  /// The usage of the whole program would bury what is wrong.
  @Test func whatIsFoundWhileACommandRunsIsSaidAlone() async throws {
    let wrong = try await RunningServer.run(["report", "on-time", "--by", "dragons"])
    #expect(wrong.status == 64 && wrong.errors.contains("Error: --by takes"), "\(wrong)")
    #expect(!wrong.errors.contains("Usage:"), "\(wrong)")
  }

  @Test func commandLineBeforeEnvironmentBeforeFile() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "citywide.yaml")
    try "pack: /nowhere/file\n".write(to: file, atomically: true, encoding: .utf8)
    let data = folder.url.appending(path: "data").path
    let fromFile = try await RunningServer.run(["doctor", "--data", data, "--config", file.path])
    #expect(fromFile.output.contains("/nowhere/file"), "\(fromFile)")
    let fromEnvironment = try await RunningServer.run(
      ["doctor", "--data", data, "--config", file.path], environment: ["CITYWIDE_PACK": "/nowhere/environment"])
    #expect(fromEnvironment.output.contains("/nowhere/environment"))
    let fromLine = try await RunningServer.run(
      ["doctor", "--data", data, "--config", file.path, "--pack", "/nowhere/line"],
      environment: ["CITYWIDE_PACK": "/nowhere/environment"])
    #expect(fromLine.output.contains("/nowhere/line"))
  }

  @Test func aWrongValueSaysWhereItComesFrom() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "citywide.yaml")
    try "port: many\n".write(to: file, atomically: true, encoding: .utf8)
    let fromFile = try await RunningServer.run(["serve", "--config", file.path])
    #expect(fromFile.status == 64 && fromFile.errors.contains("--port comes from port in"), "\(fromFile.errors)")
    let fromEnvironment = try await RunningServer.run(["serve"], environment: ["CITYWIDE_PORT": "-1x"])
    #expect(fromEnvironment.status == 64, "\(fromEnvironment)")
    #expect(fromEnvironment.errors.contains("--port comes from CITYWIDE_PORT."), "\(fromEnvironment.errors)")
    #expect(fromEnvironment.errors.contains("-1x"), "\(fromEnvironment.errors)")
    let help = try await RunningServer.run(["serve", "-h"], environment: ["CITYWIDE_CONFIG": "/nowhere"])
    #expect(help.status == 0 && help.output.contains("--port"))
    let days = try await RunningServer.run(["token", "issue", "somebody", "--days", "999999999999999999"])
    #expect(days.status == 64 && days.errors.contains("--days is 1 to 3650"), "\(days)")
  }

  /// A mistyped folder is no new city.
  @Test func whatOnlyLooksMakesNoCity() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data").path
    for words in [["verify"], ["report", "on-time"], ["backup", folder.url.appending(path: "b").path]] {
      let ended = try await RunningServer.run(words + ["--data", data])
      #expect(ended.status != 0 && ended.errors.contains("There is no city at \(data)"), "\(words): \(ended)")
    }
    #expect(!FileManager.default.fileExists(atPath: data))
    let empty = try await RunningServer.run(
      ["report", "on-time", "--data", data, "--database", try await TestDatabase.postgresURI()])
    #expect(empty.status != 0 && empty.errors.contains("There is no city in"), "\(empty)")
  }

  @Test func wrongConfigurationNamesFileAndLine() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "citywide.yaml")
    try "port: 1\nprot: 2\n".write(to: file, atomically: true, encoding: .utf8)
    let ended = try await RunningServer.run(["serve", "--config", file.path])
    #expect(ended.status != 0)
    #expect(ended.errors.contains("citywide.yaml:2"), "\(ended.errors)")
    #expect(ended.errors.contains("prot"))
  }
}
