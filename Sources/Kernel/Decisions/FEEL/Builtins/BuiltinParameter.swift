// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What is known of a parameter without its type.
protocol BuiltinParameterName {
  var name: String { get }
  var isOptional: Bool { get }
}

/// A parameter of a built-in function: its name and how a value of FEEL is read as what it takes.
struct BuiltinParameter<Value>: BuiltinParameterName, Sendable {
  let name: String
  /// Whether the argument may be left out.
  let isOptional: Bool
  /// `nil` when the value is outside the domain.
  private let read: @Sendable (FEELValue) -> Value?

  init(_ name: String, isOptional: Bool = false, read: @escaping @Sendable (FEELValue) -> Value?) {
    self.name = name
    self.isOptional = isOptional
    self.read = read
  }

  /// The argument as what the function takes. A list of one stands for its item where no list is wanted (10.3.2.9.4).
  func value(_ argument: FEELValue) -> Value? {
    if let value = read(argument) { return value }
    guard case .list(let list) = argument, list.count == 1 else { return nil }
    return read(list[0])
  }

  /// The same parameter, which may be null or left out.
  func optional() -> BuiltinParameter<Value?> { nullable(isOptional: true) }

  /// The same parameter, which may be null but not left out.
  func nullable() -> BuiltinParameter<Value?> { nullable(isOptional: false) }

  private func nullable(isOptional: Bool) -> BuiltinParameter<Value?> {
    let read = read
    return BuiltinParameter<Value?>(name, isOptional: isOptional) { value in
      value.isNull ? .some(nil) : read(value).map { .some($0) }
    }
  }
}

extension BuiltinParameter where Value == FEELValue {
  static func any(_ name: String) -> Self { Self(name) { $0 } }
}

extension BuiltinParameter where Value == Decimal128 {
  static func number(_ name: String) -> Self {
    Self(name) { if case .number(let number) = $0 { number } else { nil } }
  }
}

extension BuiltinParameter where Value == String {
  static func string(_ name: String) -> Self {
    Self(name) { if case .string(let string) = $0 { string } else { nil } }
  }
}

extension BuiltinParameter where Value == FEELDate {
  /// A date, or the date of a date and time.
  static func date(_ name: String) -> Self {
    Self(name) {
      switch $0 {
      case .date(let date): date
      case .dateAndTime(let moment): moment.date
      default: nil
      }
    }
  }
}

extension BuiltinParameter where Value == FEELTime {
  static func time(_ name: String) -> Self {
    Self(name) { if case .time(let time) = $0 { time } else { nil } }
  }
}

extension BuiltinParameter where Value == DaysAndTimeDuration {
  static func daysAndTime(_ name: String) -> Self {
    Self(name) { if case .daysAndTimeDuration(let duration) = $0 { duration } else { nil } }
  }
}

extension BuiltinParameter where Value == FEELRange {
  static func range(_ name: String) -> Self {
    Self(name) { if case .range(let range) = $0 { range } else { nil } }
  }

  /// A value that has an order, as the range that holds nothing else.
  static func point(_ name: String) -> Self {
    Self(name) { $0.isPoint ? FEELRange(start: $0, startIncluded: true, end: $0, endIncluded: true) : nil }
  }
}

extension BuiltinParameter where Value == [FEELValue] {
  /// A list; another value but null stands for the list of it (10.3.2.9.4).
  static func list(_ name: String) -> Self {
    Self(name) {
      switch $0 {
      case .list(let list): list.elements
      case .null: nil
      default: [$0]
      }
    }
  }
}
