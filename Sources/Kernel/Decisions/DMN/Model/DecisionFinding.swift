// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Something to tell the author of a model, with its place.
public struct DecisionFinding: Error, Sendable, Hashable, CustomStringConvertible {
  /// How bad it is: an error keeps the model from being used, a warning is a likely mistake.
  public enum Severity: String, Sendable, Comparable {
    case error, warning, note

    private var rank: Int { self == .error ? 2 : self == .warning ? 1 : 0 }
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
  }

  /// The kinds, stable for programs.
  public enum Kind: String, Sendable, CaseIterable {
    /// An element that is missing, out of place or not known.
    case structure
    /// FEEL that cannot be read.
    case syntax
    /// A reference to an element that does not exist.
    case unknownReference = "unknown-reference"
    /// A type that does not exist.
    case unknownType = "unknown-type"
    /// An input of a table that names nothing in reach.
    case unknownInput = "unknown-input"
    /// An output that the type of the decision does not have, or has and the table lacks.
    case unknownOutput = "unknown-output"
    /// A name used twice.
    case duplicate
    /// Elements that need each other in a circle.
    case cycle
    /// A cell whose values cannot be of the column's type.
    case type
    /// A value outside the allowed values.
    case value
    /// Input values for which no rule fits.
    case gap
    /// Rules that fit the same input values where the hit policy forbids it.
    case overlap
    /// A rule that can never count.
    case unreachable
    /// Something this engine does not run, such as Java or PMML.
    case unsupported
    /// A question too large to be answered within the limits.
    case undecided
    /// A test case that comes out otherwise.
    case test
    /// Something that is sound in itself and does not fit the city, such as a department that does not exist.
    case use
  }

  public var kind: Kind
  public var severity: Severity
  public var messages: Message
  /// What it is about: `decision "Approval", rule 3, input 2`.
  public var place: Message
  public var file: String
  /// Counted from 1; 0 when not known.
  public var line: Int
  /// The column of a sheet, or of a decision table in XML (the inputs, then the outputs), counted from 1; elsewhere that of the
  /// text of an expression. 0 when not known.
  public var column: Int
  /// The rule of a table, counted from 1.
  public var rule: Int?

  public init(
    _ kind: Kind, _ severity: Severity, _ message: Message, element: Message, file: String = "",
    line: Int = 0, column: Int = 0, rule: Int? = nil
  ) {
    self.kind = kind
    self.severity = severity
    messages = message
    place = element
    self.file = file
    self.line = line
    self.column = column
    self.rule = rule
  }

  /// What is wrong, in English.
  public var message: String { messages.english }
  /// What it is about, in English.
  public var element: String { place.english }

  /// The message with the line and what it is about, as far as they are known.
  var whole: Message {
    let named = messages.at(place)
    return line > 0 ? named.at(Message("line \(line)", "第 \(line) 行")) : named
  }

  /// `file:line:column: error: element: message`, the parts that are known.
  public var description: String {
    var place = file
    if line > 0 { place += place.isEmpty ? "line \(line)" : ":\(line)" }
    if column > 0 { place += ":\(column)" }
    let head = place.isEmpty ? "" : "\(place): "
    return "\(head)\(severity.rawValue): \(element.isEmpty ? "" : "\(element): ")\(message)"
  }
}
