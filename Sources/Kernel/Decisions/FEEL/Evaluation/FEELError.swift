// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A place in the text of an expression.
public struct FEELPosition: Sendable, Hashable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  /// Code points from the start of the line, counted from 1.
  public let column: Int
  /// UTF-8 bytes from the start of the text.
  public let offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  public var description: String { words.english }

  var words: Message { Message("line \(line), column \(column)", "第 \(line) 行第 \(column) 列") }
}

/// Why a text is no expression.
public struct FEELError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public let messages: Message
  public let position: FEELPosition
  /// The same in English.
  public var message: String { messages.english }

  public init(_ message: Message, at position: FEELPosition) {
    messages = message
    self.position = position
  }

  /// The place and what is wrong.
  public var whole: Message { messages.at(position.words) }

  public var description: String { whole.english }
}

/// Why a value became null (DMN 1.5, 10.3.2.13).
public struct FEELWarning: Sendable, Hashable, CustomStringConvertible {
  public let messages: Message
  private static let longest = 1_000
  /// The place in the expression's text; `nil` where there is no text.
  public let position: FEELPosition?
  /// What the text belongs to, as given with the expression.
  public let origin: Message?
  /// Whether the place is a line of the document that the text stands in, rather than one of the text.
  let isOfDocument: Bool
  /// The reason in English.
  public var message: String { messages.english }

  /// - Parameter message: cut off behind `longest` bytes, as names and values in it may be very long.
  public init(_ message: Message, at position: FEELPosition? = nil, origin: Message? = nil) {
    self.init(message, at: position, origin: origin, isOfDocument: false)
  }

  init(_ message: Message, at position: FEELPosition?, origin: Message?, isOfDocument: Bool) {
    messages = Message(Self.cut(message.english), Self.cut(message.chinese))
    self.position = position
    self.origin = origin
    self.isOfDocument = isOfDocument
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= longest ? text : String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "…"
  }

  /// What it is about, the place and the reason.
  public var whole: Message { whole(namingLines: true) }

  /// The same, without lines of a document that nobody sees.
  func whole(namingLines: Bool) -> Message {
    let shown = namingLines || !isOfDocument ? position : nil
    let placed = shown.map { messages.at($0.words) } ?? messages
    return origin.map { placed.at($0) } ?? placed
  }

  public var description: String { whole.english }
}
