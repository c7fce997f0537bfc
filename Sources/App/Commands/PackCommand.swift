// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary
import Spatial
import ArgumentParser
import Foundation
import Packs

/// `citywide pack`: city packs.
struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Check the pack of a city.", subcommands: [Check.self])

  /// `citywide pack check`: the whole pack at once.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a pack as a whole: every fault with file and line.",
      discussion: "Ends with 0 when the pack is in order, with 1 when it has faults.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var limits: DecisionLimitOptions
    @Flag(help: "Write the faults as JSON.") var json = false
    @Argument(help: "The folder of the pack.") var folder: String

    func run() async throws {
      do {
        let pack = try Pack.load(folder: URL(fileURLWithPath: folder, isDirectory: true), limits: limits.limits)
        if json {
          print((["faults": [], "remarks": .array(pack.remarks.list.map(\.json))] as JSON).text)
        } else {
          for remark in pack.remarks.list { print("remark: \(remark)") }
          print(
            "\(folder) is in order: \(pack.name.text(in: "en")), \(pack.areas.areas.count) areas, "
              + "\(pack.departments.count) departments, \(pack.matterTypes.count) matter types, \(pack.decisions.count) "
              + "decisions, \(pack.rules.count) threshold rules, \(pack.series.count) series.")
        }
      } catch {
        print(json ? error.json.text : error.text)
        if !json { for remark in error.remarks { print("remark: \(remark)") } }
        throw ExitCodes.faults
      }
    }
  }
}
