// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decisions

/// How much reading, checking and making decisions may use. Every command that does so has them, so that what one takes the
/// others take too.
struct DecisionLimitOptions: ParsableArguments {
  @Option(help: "Steps that working out an expression may take: turns of loops, elements looked at, calls.")
  var feelSteps: Int = FEELLimits.default.steps

  @Option(help: "How deep functions may call one another in an expression.")
  var feelDepth: Int = FEELLimits.default.depth

  @Option(help: "Bytes of lists and strings that an expression may make.")
  var feelMemory: Int = FEELLimits.default.memory

  @Option(help: "Steps that one call of a regular expression may take.")
  var feelRegexSteps: Int = FEELLimits.default.regexSteps

  @Option(help: "Most elements of one list of an expression.")
  var feelListSize: Int = FEELLimits.default.listSize

  @Option(help: "Most bytes of one string of an expression.")
  var feelStringSize: Int = FEELLimits.default.stringSize

  @Option(help: "How deep a value of an expression may be: lists within lists.")
  var feelValueDepth: Int = FEELLimits.default.valueDepth

  @Option(help: "Most values that one value of an expression is made of, in all levels together.")
  var feelValueParts: Int = FEELLimits.default.valueParts

  @Option(help: "How deep the text of an expression may be: expressions within expressions.")
  var feelNesting: Int = FEELLimits.default.nesting

  @Option(help: "Most bytes of the text of an expression.")
  var feelSourceLength: Int = FEELLimits.default.sourceLength

  @Option(help: "Warnings of an evaluation that are kept; later ones are counted only.")
  var feelWarnings: Int = FEELLimits.default.warnings

  @Option(help: "Steps that a condition of a threshold rule may take for one reading.")
  var thresholdSteps: Int = FEELLimits.thresholds.steps

  @Option(help: "Bytes of lists and strings that a condition of a threshold rule may make for one reading.")
  var thresholdMemory: Int = FEELLimits.thresholds.memory

  @Option(help: "Most bytes of the text of a condition of a threshold rule.")
  var thresholdSourceLength: Int = FEELLimits.thresholds.sourceLength

  @Option(help: "Steps of the search for gaps, overlaps and rules that never count, in one table.")
  var tableSteps: Int = TableLimits().steps

  @Option(help: "Findings of one kind that are listed for one table; more are counted only.")
  var tableFindings: Int = TableLimits().findings

  @Option(help: "Most bytes of a DMN model.")
  var dmnBytes: Int = XMLLimits().bytes

  @Option(help: "How deep the elements of a DMN model may be nested.")
  var dmnDepth: Int = XMLLimits().depth

  @Option(help: "Most elements of a DMN model.")
  var dmnElements: Int = XMLLimits().elements

  @Option(help: "Most bytes of all texts and attributes of a DMN model together.")
  var dmnText: Int = XMLLimits().text

  func validate() throws {
    let all = [
      feelSteps, feelDepth, feelMemory, feelRegexSteps, feelListSize, feelStringSize, feelValueDepth, feelValueParts,
      feelNesting, feelSourceLength, feelWarnings, thresholdSteps, thresholdMemory, thresholdSourceLength, tableSteps,
      tableFindings, dmnBytes, dmnDepth, dmnElements, dmnText,
    ]
    guard all.allSatisfy({ $0 > 0 }) else { throw ValidationError("Limits of decisions are positive numbers.") }
  }

  /// The one value that all of these make.
  var limits: DecisionLimits {
    var feel = FEELLimits()
    feel.steps = feelSteps
    feel.depth = feelDepth
    feel.memory = feelMemory
    feel.regexSteps = feelRegexSteps
    feel.listSize = feelListSize
    feel.stringSize = feelStringSize
    feel.valueDepth = feelValueDepth
    feel.valueParts = feelValueParts
    feel.nesting = feelNesting
    feel.sourceLength = feelSourceLength
    feel.warnings = feelWarnings
    var thresholds = feel
    thresholds.steps = thresholdSteps
    thresholds.memory = thresholdMemory
    thresholds.sourceLength = thresholdSourceLength
    thresholds.warnings = FEELLimits.thresholds.warnings
    return DecisionLimits(
      xml: XMLLimits(bytes: dmnBytes, depth: dmnDepth, elements: dmnElements, text: dmnText), feel: feel,
      tables: TableLimits(steps: tableSteps, findings: tableFindings), thresholds: thresholds)
  }
}
