// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An expression of PromQL.
indirect enum Expression {
  case number(Double)
  case string(String)
  case selector(Selector)
  /// A selector with the length of its range, in milliseconds.
  case range(Selector, length: Int64)
  case subquery(Subquery)
  case call(Function, [Expression])
  case aggregation(Aggregation)
  case binary(Binary)
  case negation(Expression)

  enum ValueType: String {
    case scalar
    case vector = "instant vector"
    case matrix = "range vector"
    case string
  }

  struct Selector {
    var matchers: [Matcher]
    var shift = Shift()
  }

  /// Another time than that of the step: `offset` and `@`.
  struct Shift: Equatable {
    /// Back in time, in milliseconds.
    var offset: Int64?
    var anchor: Anchor?

    enum Anchor: Equatable {
      /// Milliseconds since 1970.
      case instant(Int64)
      /// Of the query.
      case start, end
    }
  }

  /// What an expression is at even instants within a range.
  struct Subquery {
    var expression: Expression
    /// In milliseconds.
    var length: Int64
    /// In milliseconds; `nil` for a minute, the usual interval of rules.
    var step: Int64?
    var shift = Shift()
  }

  struct Aggregation {
    var operation: Operation
    var expression: Expression
    /// Of `topk`, `bottomk`, `quantile` and `count_values`.
    var parameter: Expression?
    var labels: [String] = []
    /// Whether the labels are those that go.
    var isWithout = false

    enum Operation: String, CaseIterable {
      case sum, avg, min, max, count, stddev, stdvar, group, topk, bottomk, quantile
      case countValues = "count_values"

      /// The type of the parameter; `nil` where it has none.
      var parameter: ValueType? {
        switch self {
        case .topk, .bottomk, .quantile: .scalar
        case .countValues: .string
        default: nil
        }
      }
    }
  }

  struct Binary {
    var operation: Operation
    var left: Expression
    var right: Expression
    var returnsBool = false
    var matching = Matching()
    /// Labels by which series of both sides are paired.
    struct Matching: Equatable {
      var isOn = false
      var labels: [String] = []
      /// On which side several series may have one partner.
      var many: Side?
      /// Labels that the partner gives to them.
      var included: [String] = []

      enum Side { case left, right }
    }

    enum Operation: String, CaseIterable {
      case add = "+"
      case subtract = "-"
      case multiply = "*"
      case divide = "/"
      case remainder = "%"
      case power = "^"
      case arcTangent = "atan2"
      case equal = "=="
      case notEqual = "!="
      case less = "<"
      case lessOrEqual = "<="
      case greater = ">"
      case greaterOrEqual = ">="
      case and, or, unless

      /// The higher, the tighter it binds.
      var precedence: Int {
        switch self {
        case .or: 1
        case .and, .unless: 2
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
        case .add, .subtract: 4
        case .multiply, .divide, .remainder, .arcTangent: 5
        case .power: 6
        }
      }

      var isComparison: Bool { precedence == 3 }
      var isSet: Bool { precedence < 3 }
    }
  }

  var type: ValueType {
    switch self {
    case .number: .scalar
    case .string: .string
    case .selector, .aggregation: .vector
    case .range, .subquery: .matrix
    case .call(let function, _): function.result
    case .negation(let expression): expression.type
    case .binary(let binary): binary.left.type == .scalar && binary.right.type == .scalar ? .scalar : .vector
    }
  }

  /// Which time it looks at; `nil` for what looks at none of itself.
  var shift: Shift? {
    switch self {
    case .selector(let selector), .range(let selector, _): selector.shift
    case .subquery(let subquery): subquery.shift
    default: nil
    }
  }

  func with(_ shift: Shift) -> Expression {
    switch self {
    case .selector(var selector):
      selector.shift = shift
      return .selector(selector)
    case .range(var selector, let length):
      selector.shift = shift
      return .range(selector, length: length)
    case .subquery(var subquery):
      subquery.shift = shift
      return .subquery(subquery)
    default: return self
    }
  }

  /// The labels that `absent` can tell: those that a selector demands to be equal to something.
  var certainLabels: Labels {
    let matchers: [Matcher]
    switch self {
    case .selector(let selector), .range(let selector, _): matchers = selector.matchers
    default: return Labels()
    }
    var labels: [String: String] = [:]
    var seen: Set<String> = []
    for matcher in matchers where matcher.name != Labels.metricName {
      let isFirst = matcher.operation == .equal && seen.insert(matcher.name).inserted
      labels[matcher.name] = isFirst ? matcher.value : nil
    }
    return Labels(labels.map { Label(name: $0, value: $1) })
  }
}
