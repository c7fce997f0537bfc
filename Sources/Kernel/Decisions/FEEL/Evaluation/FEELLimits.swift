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

  /// A condition that is asked for every reading may not take long.
  public static let thresholds: FEELLimits = {
    var limits = FEELLimits()
    limits.steps = 100_000
    limits.memory = 1_000_000
    limits.warnings = 1
    limits.sourceLength = 10_000
    return limits
  }()
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

  public var description: String { message.english }

  /// What was too much, and what would be less.
  public var message: Message {
    switch limit {
    case .steps:
      Message(
        "The evaluation takes more than \(allowed) steps; make its loops shorter, or raise the limit of steps.",
        "计算超过 \(allowed) 步；请缩短循环，或提高步数上限。")
    case .depth:
      Message(
        "Functions call one another more than \(allowed) deep; end the recursion earlier, or raise the limit of depth.",
        "函数嵌套调用超过 \(allowed) 层；请尽早结束递归，或提高层数上限。")
    case .valueDepth:
      Message(
        "A value is nested more than \(allowed) deep; make it flatter, or raise the limit.",
        "值的嵌套超过 \(allowed) 层；请减少嵌套，或提高上限。")
    case .valueParts:
      Message(
        "A value is made of more than \(allowed) others; make it smaller, or raise the limit.",
        "一个值由超过 \(allowed) 个值组成；请缩小它，或提高上限。")
    case .listSize:
      Message(
        "A list has more than \(allowed) elements; make it shorter, or raise the limit.",
        "列表超过 \(allowed) 个元素；请缩短列表，或提高上限。")
    case .stringSize:
      Message(
        "A string has more than \(allowed) bytes; make it shorter, or raise the limit.",
        "字符串超过 \(allowed) 字节；请缩短它，或提高上限。")
    case .memory:
      Message(
        "The evaluation makes more than \(allowed) bytes of lists and strings; make them fewer, or raise the limit.",
        "计算产生的列表和字符串超过 \(allowed) 字节；请减少它们，或提高上限。")
    case .regexSteps:
      Message(
        "A regular expression takes more than \(allowed) steps on its text; write it with less repetition, "
          + "or raise the limit.",
        "正则表达式在文本上超过 \(allowed) 步；请减少其中的重复，或提高上限。")
    case .cancelled: Message("The evaluation was cancelled.", "计算已取消。")
    }
  }
}
