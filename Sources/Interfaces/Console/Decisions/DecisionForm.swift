// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

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
  private var hitPolicy: String?
  private var cells: [String] = []
  private var model: String?
  private var whole: String?

  /// The largest draft, in bytes.
  static let limit = 4 << 20

  init() {}

  /// Reads the parts of the form.
  init(_ call: Call) async throws {
    guard let parts = call.parts else { return }
    while let part = try await parts.nextPart() {
      let bytes = try await parts.data(limit: Self.limit)
      guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
        throw Problem.invalid("/\(part.name)", "must be text in UTF-8", "须为 UTF-8 文本")
      }
      // Browsers send line breaks of forms as CR LF.
      let words = text.replacing("\r\n", with: "\n")
      switch part.name {
      case "base": base = Int64(words)
      case "content": whole = words.isEmpty ? nil : words
      case "hitPolicy": hitPolicy = words
      case "cell": cells.append(words)
      case "dmn": model = words
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
  /// - Parameter original: the content that it changes; what the form does not ask for stays as it is there.
  /// - Throws: `Problem` where a whole draft is no JSON.
  func content(changing original: JSON) throws(Problem) -> [String: JSON] {
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
    guard let sheet = SheetText(original), !sheet.columns.isEmpty, !cells.isEmpty else { return content }
    let width = sheet.columns.count
    if let hitPolicy { content["hitPolicy"] = .string(hitPolicy) }
    content["rules"] = .array(
      stride(from: 0, to: cells.count - cells.count % width, by: width).map { Array(cells[$0..<$0 + width]) }
        // The form has rows to spare.
        .filter { row in !row.allSatisfy { $0.trimmed.isEmpty } }
        .map { row in .array(row.map(JSON.string)) })
    return content
  }
}
