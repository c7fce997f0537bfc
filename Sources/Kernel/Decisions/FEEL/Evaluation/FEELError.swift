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

  public var description: String { "line \(line), column \(column)" }
}

/// Why a text is no expression.
public struct FEELError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public let message: String
  public let position: FEELPosition

  public init(_ message: String, at position: FEELPosition) {
    self.message = message
    self.position = position
  }

  public var description: String { "\(position): \(message)" }
}

/// Why a value became null (DMN 1.5, 10.3.2.13).
public struct FEELWarning: Sendable, Hashable, CustomStringConvertible {
  public let message: String
  private static let longest = 1_000
  /// The place in the expression's text; `nil` where there is no text.
  public let position: FEELPosition?
  /// What the text belongs to, as given with the expression.
  public let origin: String?

  /// - Parameter message: cut off behind `longest` bytes, as names and values in it may be very long.
  public init(_ message: String, at position: FEELPosition? = nil, origin: String? = nil) {
    self.message =
      message.utf8.count <= Self.longest
      ? message : String(decoding: message.utf8.prefix(Self.longest), as: UTF8.self) + "…"
    self.position = position
    self.origin = origin
  }

  public var description: String {
    [origin, position?.description, message].compactMap(\.self).joined(separator: ": ")
  }
}
