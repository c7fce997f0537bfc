// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Vocabulary

extension Expression {
  /// The tree with every parenthesis, for golden cases.
  var tree: String {
    switch node {
    case .literal(let literal): literal.tree
    case .path(let path): path.tree
    case .logical(let name, let operands): "(" + operands.map(\.tree).joined(separator: " \(name.rawValue) ") + ")"
    case .not(let operand): "not(\(operand.tree))"
    case .comparison(let name, let left, let right): "(\(left.tree) \(name.rawValue) \(right.tree))"
    case .arithmetic(let name, let left, let right): "(\(left.tree) \(name.rawValue) \(right.tree))"
    case .negative(let operand): "-(\(operand.tree))"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.tree).joined(separator: ",")))"
    case .quantified(let quantifier, let set, let variable, let condition):
      ([set.variable].compactMap { $0 } + set.navigations.map(\.name) + [quantifier.rawValue]).joined(separator: "/")
        + "(\(variable.map { "\($0):" } ?? "")\(condition?.tree ?? ""))"
    case .member(let value, let list): "(\(value.tree) in (\(list.map(\.tree).joined(separator: ","))))"
    case .element(let value, let array): "(\(value.tree) in \(array.tree))"
    }
  }
}

extension LiteralValue {
  fileprivate var tree: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): "'\(value)'"
    case .instant(let value, let offset): "\(value)\(offset == 0 ? "" : "@\(offset)")"
    case .interval(let value): "\(value.start)/\(value.end)"
    case .date(let value): "\(value)"
    case .timeOfDay(let value): "\(value)ms"
    case .duration(let value): "\(value)ms"
    case .geometry(let value): value.json.text
    }
  }
}

extension PropertyPath {
  fileprivate var tree: String {
    ([variable].compactMap { $0 } + navigations.map(\.name) + [property.name]).joined(separator: "/")
      + inner.map {
        switch $0 {
        case .key(let key): "/\(key)"
        case .index(let index): "[\(index)]"
        }
      }.joined()
  }
}
