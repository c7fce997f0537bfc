// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decisions
import Foundation
import Vocabulary

/// `citywide feel`: an expression, worked out at a terminal.
struct FEELCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feel", abstract: "Work out an expression of FEEL, the language of the city's decisions.",
    discussion: """
      citywide feel 'if level > 3 then "red" else "blue"' --context level.json
      citywide feel -- '-2 ** 2'
      Prints the value as FEEL reads it, texts in quotes, dates as @"2026-11-24", and on the error output why something \
      in it became null, each reason once. Ends with 1 when the expression cannot be read or passes a limit.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var limits: DecisionLimitOptions
  @Option(help: "A file or pipe with a JSON object: the names that the expression may use; - for the standard input.")
  var context: String = ""
  @Flag(help: "Print the value as JSON.") var json = false
  // The parser shows this where the expression is missing, as one is that it took for an option.
  @Argument(help: "The expression; put -- before one that begins with a minus.") var expression: String

  func run() async throws {
    var names = FEELContext()
    if !context.isEmpty {
      let bytes = try CommandFailure.bytes(of: context, takesInput: true, limit: 64 << 20)
      let json: JSON
      do throws(Problem) { json = try JSON(parsing: bytes) } catch {
        throw CommandFailure(description: "\(context): \(error.detail)")
      }
      guard case .context(let entries) = FEELValue(json) else {
        throw CommandFailure(
          description: "\(context): an object is expected, its members are the names of the expression.")
      }
      names = entries
    }
    let evaluation = FEELEvaluation(limits: limits.limits.feel, now: FEELDateAndTime(SystemTime().now()))
    let value: FEELValue
    do {
      value = try FEELExpression(expression, names: FEELNames(names), limits: limits.limits.feel).evaluate(
        names, in: evaluation)
    } catch {
      throw CommandFailure(description: "\(error)")
    }
    print(json ? value.json.text : value.expression)
    func warn(_ text: String) { FileHandle.standardError.write(Data("warning: \(text)\n".utf8)) }
    for warning in evaluation.warnings.map(\.whole).counted { warn(warning.english) }
    let more = evaluation.warningCount - evaluation.warnings.count
    if more > 0 { warn("\(more) more were not kept; see --feel-warnings") }
  }
}

extension FEELDateAndTime {
  /// A moment as the clocks of Greenwich show it.
  init?(_ instant: Instant) { self.init(instant.description) }
}
