// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Testing

/// Calls of built-in functions as text, with the text of what they give.
enum BuiltinCase {
  static let now = FEELDateAndTime("2026-11-24T08:30:00+08:00")

  /// The text of an expression's value; `null` for null.
  static func text(of expression: String) throws -> String {
    let run = FEELEvaluation(now: now)
    let value = try FEELExpression("string(" + expression + ")").evaluate(in: run)
    switch value {
    case .string(let text): return text
    case .null:
      // Where an argument is wrong, a warning says so.
      return "null"
    default: return "?"
    }
  }

  /// Lines of `expression => text`.
  static func check(_ lines: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for line in lines.split(separator: "\n") {
      guard let arrow = line.range(of: " => ") else { continue }
      let expression = String(line[..<arrow.lowerBound])
      let expected = String(line[arrow.upperBound...])
      let found: String
      do { found = try text(of: expression) } catch { found = "\(error)" }
      #expect(found == expected, "\(expression)", sourceLocation: sourceLocation)
    }
  }
}
