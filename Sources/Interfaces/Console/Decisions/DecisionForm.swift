// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

/// A draft of a decision as the editor's form holds it: whole, where a script keeps it; else cell by cell.
struct DecisionForm: Sendable {
  /// The version in force that its author saw.
  var base: Int64?
  var comment = ""
  var validFrom = ""
  var from = ""
  var to = ""
  /// Whether a model is edited as text.
  private(set) var isText = false
  /// By the name of their field: a model has several tables.
  private var hitPolicies: [String: String] = [:]
  private var cells: [String: [String]] = [:]
  private var model: String?
  private var whole: String?

  init(isText: Bool = false) { self.isText = isText }

  /// Reads the parts of the form.
  /// - Parameter limit: of the draft, in bytes.
  init(_ call: Call, limit: Int) async throws {
    guard let parts = call.parts else { return }
    while let part = try await parts.nextPart() {
      let bytes = try await parts.data(limit: limit)
      guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
        throw Problem.invalid("/\(part.name)", "must be text in UTF-8", "须为 UTF-8 文本")
      }
      // Browsers send line breaks of forms as CR LF.
      let words = text.replacing("\r\n", with: "\n")
      switch part.name {
      case "base": base = Int64(words)
      case "content": whole = words.isEmpty ? nil : words
      case let name where name == "hitPolicy" || name.hasPrefix("hitPolicy-"): hitPolicies[name] = words
      case let name where name == "cell" || name.hasPrefix("cell-"): cells[name, default: []].append(words)
      case "dmn":
        model = words
        isText = true
      case "comment": comment = words.trimmed
      case "validFrom": validFrom = words
      case "from": from = words
      case "to": to = words
      default: continue
      }
    }
    guard comment.count <= 2000 else {
      throw Problem.invalid("/comment", "must have at most 2000 characters", "最多2000个字符")
    }
  }

  /// What the draft says.
  ///
  /// - Parameters:
  ///   - original: the content that it changes; what the form does not ask for stays as it is there.
  ///   - limits: of the document of a model.
  /// - Throws: `Problem` where a whole draft is no JSON.
  func content(changing original: JSON, _ limits: XMLLimits) throws(Problem) -> [String: JSON] {
    if let whole {
      guard let content = try JSON(parsing: whole).object else {
        throw Problem.invalid("/content", "must be an object", "须为对象")
      }
      return content
    }
    var content = original.object ?? [:]
    if let model {
      content["dmn"] = .string(model)
      return content
    }
    if let sheet = SheetText(original) {
      content.merge(changes(of: sheet, suffix: "")) { $1 }
    } else if !cells.isEmpty, let xml = content["dmn"]?.string {
      let tables = try ModelTables(xml: xml, limits: limits).tables
      content["tables"] = .array(
        tables.enumerated().map { index, table in
          SheetText(.object(table.members)).map { .object(changes(of: $0, suffix: "-\(index)")) } ?? .null
        })
    }
    return content
  }

  /// What the fields of one table say.
  private func changes(of sheet: SheetText, suffix: String) -> [String: JSON] {
    let width = sheet.columns.count
    guard width > 0, let cells = cells["cell" + suffix] else { return [:] }
    var changes: [String: JSON] = [:]
    if let hitPolicy = hitPolicies["hitPolicy" + suffix] { changes["hitPolicy"] = .string(hitPolicy) }
    changes["rules"] = .array(
      stride(from: 0, to: cells.count - cells.count % width, by: width).map { Array(cells[$0..<$0 + width]) }
        // The form has rows to spare.
        .filter { row in !row.allSatisfy { $0.trimmed.isEmpty } }
        .map { row in .array(row.map(JSON.string)) })
    return changes
  }
}
