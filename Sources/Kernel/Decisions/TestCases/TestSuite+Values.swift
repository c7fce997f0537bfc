// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension TestSuite.Value {
  /// The value in FEEL's domain.
  ///
  /// The text of a value with a type of XML Schema is read as that type; without one it is a string.
  /// - Returns: `nil` when the text is not of its type.
  public var feel: FEELValue? {
    switch self {
    case .null: return .null
    case .list(let items):
      var values: [FEELValue] = []
      for item in items {
        guard let value = item.feel else { return nil }
        values.append(value)
      }
      return .list(values)
    case .components(let components):
      var context = FEELContext()
      for (name, component) in components {
        guard let value = component.feel else { return nil }
        context[name] = value
      }
      return .context(context)
    case .simple(let text, let type): return Self.read(text, as: type)
    }
  }

  private static func read(_ text: String, as type: String?) -> FEELValue? {
    let trimmed = text.trimmingXMLSpace
    switch type {
    case nil, "string", "normalizedString", "token", "anyURI", "anySimpleType": return .string(text)
    case "boolean":
      switch trimmed {
      case "true", "1": return .boolean(true)
      case "false", "0": return .boolean(false)
      default: return nil
      }
    case "date": return FEELDate(trimmed).map { .date($0) }
    case "time": return FEELTime(trimmed).map { .time($0) }
    case "dateTime": return FEELDateAndTime(trimmed).map { .dateAndTime($0) }
    case "duration", "dayTimeDuration", "yearMonthDuration":
      if type != "dayTimeDuration", let months = YearsAndMonthsDuration(trimmed) {
        return .yearsAndMonthsDuration(months)
      }
      return DaysAndTimeDuration(trimmed).map { .daysAndTimeDuration($0) }
    default:
      // Every other type of the kit's files is one of XML Schema's numbers.
      return Decimal128(trimmed.hasPrefix("+") ? String(trimmed.dropFirst()) : trimmed).map { .number($0) }
    }
  }
}

/// Whether a result is what a test case expects.
///
/// Numbers are equal when they differ by less than 10⁻⁸, as the kit's own runner has it; times are equal in FEEL's sense
/// and are written with the same offset; contexts have the same names; lists the same order.
func matches(_ expected: TestSuite.Value, _ actual: FEELValue) -> Bool {
  switch (expected, actual) {
  case (.list(let expected), .list(let actual)):
    return expected.count == actual.count && zip(expected, actual).allSatisfy { matches($0, $1) }
  case (.components(let expected), .context(let actual)):
    return expected.count == actual.entries.count
      && expected.allSatisfy { name, value in actual[name].map { matches(value, $0) } ?? false }
  case (.simple(let text, nil), let actual):
    if case .string(let actual) = actual { return actual == text }
    return actual.text == text.trimmingXMLSpace
  default:
    guard let expected = expected.feel else { return false }
    return isSame(expected, actual)
  }
}

private func isSame(_ expected: FEELValue, _ actual: FEELValue) -> Bool {
  switch (expected, actual) {
  case (.null, .null): return true
  case (.boolean(let expected), .boolean(let actual)): return expected == actual
  case (.string(let expected), .string(let actual)): return expected == actual
  case (.number(let expected), .number(let actual)):
    guard expected != actual else { return true }
    guard let difference = expected.subtracting(actual), let tolerance = Decimal128("0.00000001") else { return false }
    return difference.magnitude < tolerance
  case (.date(let expected), .date(let actual)): return expected == actual
  case (.time(let expected), .time(let actual)):
    return expected == actual || expected.isEqual(to: actual) && expected.timeOffset == actual.timeOffset
  case (.dateAndTime(let expected), .dateAndTime(let actual)):
    return expected == actual || expected.isEqual(to: actual) && expected.timeOffset == actual.timeOffset
  case (.daysAndTimeDuration(let expected), .daysAndTimeDuration(let actual)): return expected == actual
  case (.yearsAndMonthsDuration(let expected), .yearsAndMonthsDuration(let actual)): return expected == actual
  default: return false
  }
}
