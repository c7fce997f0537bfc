// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Vocabulary

extension PackReader {
  /// Decisions stand in `decisions/*.yaml`.
  mutating func readDecisions() {
    let named = read(decisions: definitions(in: "decisions", .decision, beside: ["csv", "dmn"]), in: "decisions/")
    reportUnnamed(except: named)
  }

  /// Decisions are written whole, or with the name of a file beside that holds the table (`table: x.csv`) or the model
  /// (`dmn: x.dmn`).
  /// - Parameter folder: where the files beside are, in the pack.
  /// - Returns: the names of the files beside.
  @discardableResult
  mutating func read(decisions places: [Place], in folder: String) -> Set<String> {
    var named: Set<String> = []
    for found in places {
      var place = found
      var file = found.file.path
      var line: (String) -> Int = { found.file.line(of: found.pointer + $0) }
      var sheet: TableSheet?
      if let key = ["table", "dmn"].first(where: { found.json[$0] != nil }) {
        let ending = key == "dmn" ? ".dmn" : ".csv"
        guard let name = found.json[key]?.string, name.hasSuffix(ending), !name.contains("/") else {
          report(found.fault("/\(key)", "the name of a file *\(ending) in decisions/ is expected"))
          continue
        }
        file = folder + name
        named.insert(name)
        guard let text = text(file), let content = content(of: found, key, text, file) else { continue }
        place.json = content.json
        sheet = content.sheet
        line = { content.lines[$0] ?? 0 }
      }
      let decision = make(place) { [limits] json throws(Problem) in
        try DecisionDefinition(json: json, file: file, line: line, limits: limits, read: sheet, analysed: true)
      }
      if let decision { draft.decisions.append(Found(value: decision, place: place)) }
    }
    return named
  }

  /// The content of a decision with what the file beside says in it, and where that stands.
  private mutating func content(
    of place: Place, _ key: String, _ text: String, _ file: String
  ) -> (json: JSON, lines: [String: Int], sheet: TableSheet?)? {
    guard var members = place.json.object else { return nil }
    members[key] = nil
    if key == "dmn" {
      members["dmn"] = .string(text)
      return (.object(members), [:], nil)
    }
    do throws(Problem) {
      let sheet = try TableSheet(csv: text, name: members["code"]?.string ?? "", file: file)
      members.merge(sheet.members) { _, new in new }
      return (.object(members), sheet.lines, sheet)
    } catch {
      for field in error.errors { report(PackFault(file: file, detail: field.detail)) }
      if error.errors.isEmpty { report(PackFault(file: file, detail: error.detail)) }
      return nil
    }
  }

  /// A table that no definition names is mostly a misspelt name.
  private mutating func reportUnnamed(except named: Set<String>) {
    let place = folder.appending(path: "decisions", directoryHint: .isDirectory)
    for entry in ((try? FileManager.default.contentsOfDirectory(atPath: Self.path(place))) ?? []).sorted() {
      guard entry.hasSuffix(".csv") || entry.hasSuffix(".dmn"), !entry.hasPrefix("."), !named.contains(entry) else {
        continue
      }
      report(PackFault(file: "decisions/\(entry)", detail: "no decision names this file as its table or dmn"))
    }
  }
}
