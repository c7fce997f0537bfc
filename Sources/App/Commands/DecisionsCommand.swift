// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decisions
import Foundation
import Packs
import Vocabulary

/// `citywide decisions`: models and tables of decisions.
struct DecisionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions", abstract: "Check decisions, and run the standard's test cases.",
    subcommands: [Check.self, TestCases.self])

  /// `citywide decisions check`: everything that is wrong in tables and models.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Check decision tables (.csv, .yaml) and DMN models (.dmn): gaps, overlaps, rules that never count, unknown names.",
      discussion: "Ends with 0 when nothing is an error, with 1 otherwise.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var limits: DecisionLimitOptions
    @Argument(help: "Files *.dmn, *.csv and, as a pack has them, *.yaml; models may import one another.")
    var files: [String]

    func run() async throws {
      let limits = limits.limits
      var models: [(file: String, model: DecisionModel)] = []
      var errors = 0
      for file in files {
        if file.hasSuffix(".yaml") {
          errors += checked(file, limits)
          continue
        }
        do {
          models.append((file, try model(file, limits)))
        } catch {
          // The other files are looked at all the same.
          print(CommandFailure.readable(error))
          errors += 1
        }
      }
      // Each model is read together with the others, which may tell of them too.
      var told: Set<DecisionFinding> = []
      for (index, (file, model)) in models.enumerated() {
        let others = models.enumerated().filter { $0.offset != index }.map(\.element.model)
        let findings = CompiledModel(model, imports: others, limits: limits, analysed: true).findings
        for finding in findings where told.insert(finding).inserted {
          print(finding)
          if finding.severity == .error { errors += 1 }
        }
        if !findings.contains(where: { $0.file == file }) { print("\(file): nothing to remark.") }
      }
      guard errors == 0 else { throw ExitCodes.faults }
    }

    /// Says what is wrong in a pack's file of decisions.
    /// - Returns: how many errors there are.
    private func checked(_ file: String, _ limits: DecisionLimits) -> Int {
      let check = Pack.checkDecisions(in: file, limits: limits)
      for fault in check.faults.list { print(fault) }
      for remark in check.remarks.list { print("remark: \(remark)") }
      if check.faults.list.isEmpty, check.remarks.list.isEmpty { print("\(file): nothing to remark.") }
      return check.faults.list.count
    }

    private func model(_ file: String, _ limits: DecisionLimits) throws -> DecisionModel {
      guard file.hasSuffix(".csv") || file.hasSuffix(".dmn") else {
        throw CommandFailure(description: "\(file): a table (*.csv, *.yaml) or a model (*.dmn) is expected.")
      }
      let bytes = try CommandFailure.bytes(of: file)
      guard file.hasSuffix(".csv") else { return try DecisionModel(xml: bytes, file: file, limits: limits.xml) }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure(description: "\(file): the file is not in UTF-8.")
      }
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      let sheet = try TableSheet(csv: text, name: name, file: file)
      return try DecisionModel(sheets: [sheet], name: name, namespace: "urn:citywide:decision:\(name)")
    }
  }

  /// `citywide decisions tck`: a folder of the Technology Compatibility Kit.
  struct TestCases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tck", abstract: "Run a folder of test cases of the DMN Technology Compatibility Kit.",
      discussion: """
        Prints passed, failed and skipped of each folder and in total, and of each failure what was expected and what came. \
        Ends with 0 when none failed.
        """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var limits: DecisionLimitOptions
    @Flag(help: "Print a table in Markdown, with the day of the run.") var markdown = false
    @Option(help: "Only folders whose path contains this.") var only: String = ""
    @Argument(help: "The folder.") var folder: String

    func run() async throws {
      let moment = SystemTime().now()
      guard let now = FEELDateAndTime(moment) else { return }
      let report = try TestKit(folder: folder, limits: limits.limits, now: now).run(filter: only.isEmpty ? nil : only)
      // The day in Greenwich, as `now` is.
      print(markdown ? report.markdown(runOn: String(moment.description.prefix(10))) : report.text)
      guard report.failed == 0 else { throw ExitCodes.faults }
    }
  }
}
