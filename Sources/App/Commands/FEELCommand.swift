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
      Prints the value as FEEL writes it, and on the error output why something in it became null. Ends with 1 when the \
      expression cannot be read or passes a limit.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var limits: FEELLimitOptions
  @Option(help: "A file with a JSON object: the names that the expression may use.") var context: String = ""
  @Flag(help: "Print the value as JSON.") var json = false
  @Argument(help: "The expression.") var expression: String

  func run() async throws {
    var names = FEELContext()
    if !context.isEmpty {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: context))
      guard case .context(let entries) = FEELValue(try JSON(parsing: Array(bytes))) else {
        throw CommandFailure(
          description: "\(context): an object is expected, its members are the names of the expression.")
      }
      names = entries
    }
    let evaluation = FEELEvaluation(limits: limits.feel, now: FEELDateAndTime(SystemTime().now()))
    let value: FEELValue
    do {
      value = try FEELExpression(expression, names: FEELNames(names), limits: limits.feel).evaluate(
        names, in: evaluation)
    } catch {
      throw CommandFailure(description: "\(error)")
    }
    print(json ? value.json.text : value.text)
    for warning in evaluation.warnings { FileHandle.standardError.write(Data("warning: \(warning)\n".utf8)) }
  }
}

/// How much an expression may use.
struct FEELLimitOptions: ParsableArguments {
  @Option(help: "Steps that working out an expression may take: turns of loops, elements looked at, calls.")
  var feelSteps: Int = FEELLimits.default.steps

  @Option(help: "How deep functions may call one another in an expression.")
  var feelDepth: Int = FEELLimits.default.depth

  @Option(help: "Bytes of lists and strings that an expression may make.")
  var feelMemory: Int = FEELLimits.default.memory

  @Option(help: "Steps that one call of a regular expression may take.")
  var feelRegexSteps: Int = FEELLimits.default.regexSteps

  func validate() throws {
    guard feelSteps > 0, feelDepth > 0, feelMemory > 0, feelRegexSteps > 0 else {
      throw ValidationError("Limits of expressions are positive numbers.")
    }
  }

  var feel: FEELLimits {
    var limits = FEELLimits.default
    limits.steps = feelSteps
    limits.depth = feelDepth
    limits.memory = feelMemory
    limits.regexSteps = feelRegexSteps
    return limits
  }
}

extension FEELDateAndTime {
  /// A moment as the clocks of Greenwich show it.
  init?(_ instant: Instant) { self.init(instant.description) }
}
