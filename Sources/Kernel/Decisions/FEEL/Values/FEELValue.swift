// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A value of FEEL's semantic domain (DMN 1.5, 10.3.2.2).
///
/// Large payloads are boxed so that the common ones, numbers, booleans and strings, stay in place.
public enum FEELValue: Sendable {
  case null
  case boolean(Bool)
  case number(Decimal128)
  case string(String)
  indirect case date(FEELDate)
  indirect case time(FEELTime)
  indirect case dateAndTime(FEELDateAndTime)
  indirect case daysAndTimeDuration(DaysAndTimeDuration)
  case yearsAndMonthsDuration(YearsAndMonthsDuration)
  indirect case range(FEELRange)
  case list(FEELList)
  case context(FEELContext)
  case function(FEELFunction)

  /// A list of these elements.
  @inline(__always)
  public static func list(_ elements: [FEELValue]) -> FEELValue { .list(FEELList(elements)) }

  @inline(__always)
  public static func number(_ value: Int) -> FEELValue { .number(Decimal128(value)) }

  @inline(__always)
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// How deep lists, contexts, ranges and functions are nested in one another: 0 for other values.
  var depth: Int {
    switch self {
    case .list(let list): Int(list.depth)
    case .context(let context): Int(context.depth)
    case .function(let function): function.depth
    case .range(let range): range.depth
    default: 0
    }
  }

  /// How many values are to be walked through to compare or write this one.
  var weight: UInt32 {
    switch self {
    case .list(let list): list.weight
    case .context(let context): context.weight
    case .range(let range): range.weight
    case .string(let text): 1 + UInt32(truncatingIfNeeded: min(text.utf8.count / 64, 1 << 30))
    default: 1
    }
  }
}

extension FEELValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int) { self = .number(Decimal128(value)) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: FEELValue...) { self = .list(FEELList(elements)) }
  public init(nilLiteral: ()) { self = .null }
}
