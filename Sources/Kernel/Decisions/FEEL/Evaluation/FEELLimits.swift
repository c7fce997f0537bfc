// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How much an evaluation, and the reading of an expression, may use.
public struct FEELLimits: Sendable, Hashable {
  /// Turns of loops, elements looked at, calls; in reading, names compared.
  public var steps = 10_000_000
  /// Calls within calls.
  public var depth = 1_000
  /// Expressions within expressions.
  public var nesting = 256
  /// Lists within lists: how deep a value may be.
  public var valueDepth = 256
  /// Values that one value is made of, in all levels together; a value that stands in several places counts in each.
  public var valueParts = 20_000_000
  /// Elements of one list.
  public var listSize = 1_000_000
  /// Bytes of one string.
  public var stringSize = 10_000_000
  /// Bytes of all lists and strings made during an evaluation together.
  public var memory = 512_000_000
  /// Bytes of an expression's text.
  public var sourceLength = 1_000_000
  /// Steps of the matcher in one call of a regular expression.
  public var regexSteps = 1_000_000
  /// Warnings that are kept; later ones are counted only.
  public var warnings = 100

  public init() {}

  public static let `default` = FEELLimits()
}

/// An evaluation stopped because it used more than it may.
public struct LimitExceeded: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Limit: String, Sendable, Hashable {
    case steps, depth, valueDepth, valueParts, listSize, stringSize, memory, regexSteps, cancelled
  }

  public let limit: Limit
  /// The greatest value allowed.
  public let allowed: Int

  public init(_ limit: Limit, allowed: Int) {
    self.limit = limit
    self.allowed = allowed
  }

  public var description: String {
    switch limit {
    case .steps: "The evaluation takes more than \(allowed) steps; make its loops shorter, or raise the limit of steps."
    case .depth:
      "Functions call one another more than \(allowed) deep; end the recursion earlier, "
        + "or raise the limit of depth."
    case .valueDepth: "A value is nested more than \(allowed) deep; make it flatter, or raise the limit."
    case .valueParts: "A value is made of more than \(allowed) others; make it smaller, or raise the limit."
    case .listSize: "A list has more than \(allowed) elements; make it shorter, or raise the limit."
    case .stringSize: "A string has more than \(allowed) bytes; make it shorter, or raise the limit."
    case .memory:
      "The evaluation makes more than \(allowed) bytes of lists and strings; make them "
        + "fewer, or raise the limit."
    case .regexSteps:
      "A regular expression takes more than \(allowed) steps on its text; write it with less repetition, "
        + "or raise the limit."
    case .cancelled: "The evaluation was cancelled."
    }
  }
}
