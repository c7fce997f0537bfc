// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An expression of PromQL.
indirect enum Expression {
  case number(Double)
  case string(String)
  case selector(Selector)
  /// A selector with the length of its range, in milliseconds.
  case range(Selector, length: Int64)
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
    /// Back in time, in milliseconds.
    var offset: Int64 = 0
  }

  struct Aggregation {
    var operation: Operation
    var expression: Expression
    /// Of `topk`, `bottomk` and `quantile`.
    var parameter: Expression?
    var labels: [String] = []
    /// Whether the labels are those that go.
    var isWithout = false

    enum Operation: String, CaseIterable {
      case sum, avg, min, max, count, stddev, stdvar, group, topk, bottomk, quantile

      var hasParameter: Bool { self == .topk || self == .bottomk || self == .quantile }
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
    case .range: .matrix
    case .call(let function, _): function.result
    case .negation(let expression): expression.type
    case .binary(let binary): binary.left.type == .scalar && binary.right.type == .scalar ? .scalar : .vector
    }
  }
}
