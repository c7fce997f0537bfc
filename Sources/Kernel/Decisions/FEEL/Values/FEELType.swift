// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A type of FEEL (DMN 1.5, 10.3.2.9).
public indirect enum FEELType: Sendable {
  /// The type all values belong to.
  case any
  /// The type of null alone, which conforms to every type.
  case null
  case boolean, number, string
  case date, time, dateAndTime, daysAndTimeDuration, yearsAndMonthsDuration
  case list(FEELType)
  case range(FEELType)
  /// Contexts with at least these entries.
  case context([(name: String, type: FEELType)])
  case function([FEELType], FEELType)
  /// Functions of any parameters and result.
  case anyFunction

  /// The type of a name of FEEL or of DMN's `typeRef`: `number`, `date and time`, `dateTime`, `dayTimeDuration`, `Any` …
  ///
  /// `nil` for any other name.
  public init?(typeName name: String) {
    switch name {
    case "Any", "any": self = .any
    case "Null", "null": self = .null
    case "boolean": self = .boolean
    case "number": self = .number
    case "string": self = .string
    case "date": self = .date
    case "time": self = .time
    case "date and time", "dateTime": self = .dateAndTime
    case "days and time duration", "dayTimeDuration": self = .daysAndTimeDuration
    case "years and months duration", "yearMonthDuration": self = .yearsAndMonthsDuration
    case "list": self = .list(.any)
    case "range": self = .range(.any)
    case "context": self = .context([])
    case "function": self = .anyFunction
    default: return nil
    }
  }

  public var isAny: Bool { if case .any = self { true } else { false } }
  public var isList: Bool { if case .list = self { true } else { false } }
}

extension FEELType {
  /// Whether it is made of more than so many types, one that stands in several places counted in each.
  func hasMoreParts(than limit: Int) -> Bool {
    var left = limit
    return !isMade(ofAtMost: &left)
  }

  private func isMade(ofAtMost left: inout Int) -> Bool {
    left -= 1
    guard left >= 0 else { return false }
    switch self {
    case .list(let inner), .range(let inner): return inner.isMade(ofAtMost: &left)
    case .context(let entries):
      for entry in entries where !entry.type.isMade(ofAtMost: &left) { return false }
      return true
    case .function(let parameters, let result):
      for parameter in parameters where !parameter.isMade(ofAtMost: &left) { return false }
      return result.isMade(ofAtMost: &left)
    default: return true
    }
  }
}

extension FEELType: Equatable {
  public static func == (left: FEELType, right: FEELType) -> Bool {
    switch (left, right) {
    case (.any, .any), (.null, .null), (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date),
      (.time, .time), (.dateAndTime, .dateAndTime), (.daysAndTimeDuration, .daysAndTimeDuration),
      (.yearsAndMonthsDuration, .yearsAndMonthsDuration), (.anyFunction, .anyFunction):
      true
    case (.list(let left), .list(let right)), (.range(let left), .range(let right)): left == right
    case (.context(let left), .context(let right)):
      left.count == right.count
        && left.allSatisfy { entry in right.contains { $0.name == entry.name && $0.type == entry.type } }
    case (.function(let left, let leftResult), .function(let right, let rightResult)):
      left == right && leftResult == rightResult
    default: false
    }
  }
}

extension FEELType: CustomStringConvertible {
  /// As FEEL writes it: `list<number>`, `context<name: string>`, `function<number> -> string`.
  public var description: String {
    switch self {
    case .any: "Any"
    case .null: "Null"
    case .boolean: "boolean"
    case .number: "number"
    case .string: "string"
    case .date: "date"
    case .time: "time"
    case .dateAndTime: "date and time"
    case .daysAndTimeDuration: "days and time duration"
    case .yearsAndMonthsDuration: "years and months duration"
    case .list(let element): "list<\(element)>"
    case .range(let end): "range<\(end)>"
    case .context(let entries): "context<" + entries.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + ">"
    case .function(let parameters, let result):
      "function<" + parameters.map(\.description).joined(separator: ", ") + "> -> \(result)"
    case .anyFunction: "function"
    }
  }
}
