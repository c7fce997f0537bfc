// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELType {
  /// Whether every value of this type may stand where the other is wanted (DMN 1.5, 10.3.2.9.3).
  public func conforms(to other: FEELType) -> Bool {
    switch (self, other) {
    case (_, .any), (.null, _): return true
    case (.list(let own), .list(let other)), (.range(let own), .range(let other)): return own.conforms(to: other)
    case (.context(let own), .context(let other)):
      return other.allSatisfy { wanted in
        own.contains { $0.name == wanted.name && $0.type.conforms(to: wanted.type) }
      }
    case (.function(let own, let result), .function(let other, let wanted)):
      return own.count == other.count && zip(own, other).allSatisfy { $1.conforms(to: $0) }
        && result.conforms(to: wanted)
    case (.function, .anyFunction): return true
    default: return self == other
    }
  }

  /// Whether a value belongs to the type; null belongs to every type.
  public func accepts(_ value: FEELValue) -> Bool {
    if case .null = value { return true }
    return includes(value)
  }

  /// Whether a value is an instance of the type; null is one of `Null` and nothing else.
  public func includes(_ value: FEELValue) -> Bool {
    switch (self, value) {
    case (_, .null):
      if case .null = self { return true }
      return false
    case (.any, _), (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date), (.time, .time),
      (.dateAndTime, .dateAndTime), (.daysAndTimeDuration, .daysAndTimeDuration),
      (.yearsAndMonthsDuration, .yearsAndMonthsDuration), (.anyFunction, .function):
      return true
    case (.list(let element), .list(let list)):
      return element.isAny || list.allSatisfy { element.accepts($0) }
    case (.range(let type), .range(let range)):
      return [range.start, range.end].allSatisfy { $0.map { type.accepts($0) } ?? true }
    case (.context(let entries), .context(let context)):
      return entries.allSatisfy { entry in context[entry.name].map { entry.type.accepts($0) } ?? false }
    case (.function(let parameters, let result), .function(let function)):
      return function.fits(parameters: parameters, result: result)
    default: return false
    }
  }

  /// The value as the type wants it: itself, or made fit by one of the implicit conversions, a single value and a list
  /// of one for each other, a date to its midnight UTC (10.3.2.9.4).
  ///
  /// `nil` when the value does not conform.
  public func coerce(_ value: FEELValue) -> FEELValue? {
    if accepts(value) { return value }
    if case .list(let list) = value, list.count == 1, !isList { return accepts(list[0]) ? list[0] : nil }
    if case .list(let element) = self {
      if case .list = value { return nil }
      return element.accepts(value) ? .list([value]) : nil
    }
    if case .date(let date) = value, case .dateAndTime = self { return .dateAndTime(date.midnightUTC) }
    return nil
  }

  /// The most special type of a value, as far as names need it: contexts with their entries, lists with the type of
  /// their first element.
  public init(of value: FEELValue) {
    switch value {
    case .null: self = .any
    case .boolean: self = .boolean
    case .number: self = .number
    case .string: self = .string
    case .date: self = .date
    case .time: self = .time
    case .dateAndTime: self = .dateAndTime
    case .daysAndTimeDuration: self = .daysAndTimeDuration
    case .yearsAndMonthsDuration: self = .yearsAndMonthsDuration
    case .range(let range): self = .range((range.start ?? range.end).map { FEELType(of: $0) } ?? .any)
    case .list(let list): self = .list(Self.common(list))
    case .context(let context): self = .context(context.entries.map { ($0.name, FEELType(of: $0.value)) })
    case .function(let function): self = function.type
    }
  }

  /// The type of elements: for contexts the union of their entries, as any of them may be asked for.
  private static func common(_ list: FEELList) -> FEELType {
    guard let first = list.first else { return .any }
    guard case .context(var entries) = FEELType(of: first) else { return FEELType(of: first) }
    var known = Set(entries.map(\.name))
    for case .context(let context) in list.dropFirst() {
      for (name, value) in context.entries where known.insert(name).inserted {
        entries.append((name, FEELType(of: value)))
      }
    }
    return .context(entries)
  }
}
