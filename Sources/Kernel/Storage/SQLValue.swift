// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A value as both engines store it.
///
/// Two values have no place in them: a real that is not a number is stored as null, as SQLite does, and a text that
/// holds U+0000 is refused, as PostgreSQL does.
public enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// A Swift type that is stored as one value.
public protocol SQLConvertible: Sendable {
  var sqlValue: SQLValue { get }
  /// `nil` when the value is not of this type.
  init?(sqlValue: SQLValue)
}

extension Int64: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Int: SQLConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self = Int(value)
  }
}

extension Bool: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self = value != 0
  }
}

extension Double: SQLConvertible {
  public var sqlValue: SQLValue { .real(self) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .real(let value): self = value
    case .integer(let value): self = Double(value)
    default: return nil
    }
  }
}

extension String: SQLConvertible {
  public var sqlValue: SQLValue { .text(self) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .text(let value) = sqlValue else { return nil }
    self = value
  }
}

extension [UInt8]: SQLConvertible {
  public var sqlValue: SQLValue { .blob(self) }
  public init?(sqlValue: SQLValue) {
    guard case .blob(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Instant: SQLConvertible {
  public var sqlValue: SQLValue { .integer(milliseconds) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self.init(milliseconds: value)
  }
}

extension Identifier: SQLConvertible {
  public var sqlValue: SQLValue { .integer(rawValue) }
  @inlinable
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self.init(rawValue: value)
  }
}

extension Tenant: SQLConvertible {
  public var sqlValue: SQLValue { .text(name) }
  public init?(sqlValue: SQLValue) {
    guard case .text(let value) = sqlValue else { return nil }
    self.init(value)
  }
}

extension SQLValue: SQLConvertible {
  public var sqlValue: SQLValue { self }
  public init?(sqlValue: SQLValue) { self = sqlValue }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
  @inlinable
  public init?(sqlValue: SQLValue) {
    if case .null = sqlValue {
      self = .none
    } else if let value = Wrapped(sqlValue: sqlValue) {
      self = .some(value)
    } else {
      return nil
    }
  }
}

/// One row of a result, its columns in the order of the statement.
public struct Row: Sendable {
  public let values: [SQLValue]

  public init(values: [SQLValue]) { self.values = values }

  /// The value of a column. The statement and the caller must agree on the type: a mismatch is a programmer's error.
  @inlinable
  public subscript<Value: SQLConvertible>(index: Int) -> Value {
    // Inlinable, so that a caller in another module, who knows the type, reads it without asking what to do with it.
    guard let value = Value(sqlValue: values[index]) else { refuse(index, as: Value.self) }
    return value
  }

  @usableFromInline
  func refuse<Value>(_ index: Int, as type: Value.Type) -> Never {
    preconditionFailure("column \(index) holds \(values[index]), not a \(type)")
  }
}
