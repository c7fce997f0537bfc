// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension FEELValue {
  /// A JSON value as a value of FEEL: objects become contexts, their entries in the order of their names.
  public init(_ json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .boolean(value)
    case .integer(let value): self = .number(Decimal128(Int(value)))
    case .number(let value): self = Decimal128(value.description).map { .number($0) } ?? .null
    case .string(let value): self = .string(value)
    case .array(let elements): self = .list(elements.map { FEELValue($0) })
    case .object(let members):
      self = .context(FEELContext(members.sorted { precedes($0.key, $1.key) }.map { ($0.key, FEELValue($0.value)) }))
    }
  }

  /// The same for a value of a declared type: a text becomes a date, a time or a duration where that is the type's name and
  /// the text is one.
  init(_ json: JSON, type: String?) {
    guard case .string(let text) = json, let type = type.flatMap({ FEELType(typeName: $0) }) else {
      self.init(json)
      return
    }
    let value: FEELValue? =
      switch type {
      case .date: FEELDate(text).map { .date($0) }
      case .time: FEELTime(text).map { .time($0) }
      case .dateAndTime: FEELDateAndTime(text).map { .dateAndTime($0) }
      case .daysAndTimeDuration: DaysAndTimeDuration(text).map { .daysAndTimeDuration($0) }
      case .yearsAndMonthsDuration: YearsAndMonthsDuration(text).map { .yearsAndMonthsDuration($0) }
      default: nil
      }
    self = value ?? .string(text)
  }

  /// The value as JSON: whole numbers that fit as integers, others as the nearest double; what JSON has no kind for,
  /// dates, durations, ranges, functions, as FEEL's text.
  public var json: JSON {
    switch self {
    case .null: .null
    case .boolean(let value): .bool(value)
    case .number(let value): value.int.map { .integer(Int64($0)) } ?? .number(value.double)
    case .string(let value): .string(value)
    case .list(let list): .array(list.map(\.json))
    case .context(let context):
      .object(Dictionary(context.entries.map { ($0.name, $0.value.json) }) { _, last in last })
    default: .string(text)
    }
  }
}
