// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Vocabulary
import Yams

/// Adds to the command line what the environment and the configuration file say, so that an option is declared once and can be
/// given in three ways.
enum LayeredArguments {
  /// One option of a command, as the command line's own description lists it.
  struct Option: Hashable {
    /// Without dashes: `log-level`.
    var name: String
    var isFlag: Bool

    var variable: String { "CITYWIDE_" + name.uppercased().replacing("-", with: "_") }
  }

  /// A command line, and where what was added to it came from.
  struct Resolved {
    var arguments: [String]
    /// By option: `CITYWIDE_PORT`, or `port in citywide.yaml`.
    var origins: [String: String] = [:]

    /// Where the options came from that an error names and nobody typed.
    func origins(in message: String) -> [String] {
      origins.keys.sorted().filter { message.contains("--\($0)") }.map { "--\($0) comes from \(origins[$0] ?? "")." }
    }
  }

  /// - Returns: the arguments followed by an option for each that is not among them but in the environment or the file.
  static func resolve(
    _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Resolved {
    guard let options = try options(of: arguments), !options.isEmpty else { return Resolved(arguments: arguments) }
    let given = Set(
      arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2).prefix { $0 != "=" }) }
    )
    if given.contains("help") || given.contains("version") || arguments.contains("-h") {
      return Resolved(arguments: arguments)
    }
    let file = try configuration(arguments, environment)
    var added: [String] = []
    var origins: [String: String] = [:]
    for option in options.sorted(by: { $0.name < $1.name }) where !given.contains(option.name) {
      guard let value = environment[option.variable] ?? file.values[option.name] else { continue }
      origins[option.name] =
        environment[option.variable] == nil ? "\(option.name) in \(file.name)" : option.variable
      if option.isFlag {
        guard
          let isOn = ["true": true, "1": true, "yes": true, "false": false, "0": false, "no": false, "": false][
            value.lowercased()]
        else {
          throw ValidationError(
            "\(option.variable) (or \(option.name) in the file) is true or false, not \"\(value)\".")
        }
        if isOn { added.append("--\(option.name)") }
      } else {
        // Joined, so that a value may begin with a dash.
        added.append("--\(option.name)=\(value)")
      }
    }
    // Options come before a terminator, behind which everything is a file.
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return Resolved(
      arguments: Array(arguments[..<end]) + added + Array(arguments[end...]), origins: origins)
  }

  /// All options of all commands, by the command's path: what the documentation must list.
  static func catalogue() throws -> [(command: String, option: Option, help: String)] {
    var result: [(String, Option, String)] = []
    func walk(_ command: JSON, _ path: [String]) {
      for argument in command["arguments"]?.array ?? [] {
        guard let option = option(argument) else { continue }
        result.append((path.joined(separator: " "), option, argument["abstract"]?.string ?? ""))
      }
      for sub in command["subcommands"]?.array ?? [] where sub["commandName"]?.string != "help" {
        walk(sub, path + [sub["commandName"]?.string ?? ""])
      }
    }
    walk(try description(), [])
    return result
  }

  /// The options of the command that the arguments name; `nil` when they name none.
  private static func options(of arguments: [String]) throws -> Set<Option>? {
    var command: any ParsableCommand.Type = Citywide.self
    for argument in arguments {
      guard !argument.hasPrefix("-"),
        let sub = command.configuration.subcommands.first(where: { $0._commandName == argument })
      else { break }
      command = sub
    }
    guard command != Citywide.self else { return nil }
    // Of that command alone: describing all of them takes longer than many a command itself.
    let described = try description(command)
    return Set((described["arguments"]?.array ?? []).compactMap(option))
  }

  private static func option(_ argument: JSON) -> Option? {
    guard let kind = argument["kind"]?.string, kind != "positional",
      let name = argument["names"]?.array?.first(where: { $0["kind"]?.string == "long" })?["name"]?.string,
      name != "help", name != "version"
    else { return nil }
    return Option(name: name, isFlag: kind == "flag")
  }

  private static func description(_ command: any ParsableCommand.Type = Citywide.self) throws -> JSON {
    let json = try JSON(parsing: command._dumpHelp())
    return json["command"] ?? .object([:])
  }

  /// The file's keys; empty when there is none and none was named.
  private static func configuration(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (name: String, values: [String: String]) {
    var path = environment["CITYWIDE_CONFIG"]
    for (index, argument) in arguments.enumerated() {
      if argument == "--config", index + 1 < arguments.count { path = arguments[index + 1] }
      if argument.hasPrefix("--config=") { path = String(argument.dropFirst(9)) }
    }
    let url = URL(fileURLWithPath: path ?? "citywide.yaml")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      if let path { throw ValidationError("The configuration file \(path) cannot be read.") }
      return (url.relativePath, [:])
    }
    return (url.relativePath, try read(text, name: url.relativePath))
  }

  static func read(_ text: String, name: String) throws -> [String: String] {
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch { throw ValidationError("\(name): \(error)") }
    guard let node else { return [:] }
    guard let mapping = node.mapping else {
      throw ValidationError("\(name):1: a configuration file is a list of lines \"option: value\".")
    }
    let known = Set(try catalogue().map(\.option.name))
    var values: [String: String] = [:]
    for (key, value) in mapping {
      let line = key.mark?.line ?? 1
      guard let option = key.string, known.contains(option) else {
        throw ValidationError(
          "\(name):\(line): there is no option \"\(key.string ?? "?")\"; see docs/configuration.md.")
      }
      guard let scalar = value.scalar?.string else {
        throw ValidationError("\(name):\(line): \(option) takes one value.")
      }
      values[option] = scalar
    }
    return values
  }
}
