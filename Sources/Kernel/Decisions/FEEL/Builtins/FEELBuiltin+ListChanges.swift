// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Functions that make lists of lists (DMN 1.5, 10.3.4.4).
extension FEELBuiltin {
  static let listChanges: [FEELBuiltin] = [
    FEELBuiltin("append", "list", "item...") { arguments, run in
      guard let list = elements(arguments[0]) else {
        return run.null(Message("append() takes a list, not null", "append() 需要列表，不能是 null"))
      }
      try run.checkListSize(list.count + arguments.count - 1)
      return .list(list + arguments.values.dropFirst())
    },
    FEELBuiltin("concatenate", "list...") { arguments, run in
      guard let all = try joined(arguments.values, run) else {
        return run.null(Message("concatenate() takes lists, not null", "concatenate() 需要列表，不能是 null"))
      }
      return .list(all)
    },
    FEELBuiltin("union", "list...") { arguments, run in
      guard let all = try joined(arguments.values, run) else {
        return run.null(Message("union() takes lists, not null", "union() 需要列表，不能是 null"))
      }
      return .list(try distinct(all, run))
    },
    FEELBuiltin(
      "distinct values", BuiltinSignature(.list("list")) { list, run in .list(try distinct(list, run)) }),
    FEELBuiltin("reverse", BuiltinSignature(.list("list")) { list, _ in .list(Array(list.reversed())) }),
    FEELBuiltin(
      "flatten",
      BuiltinSignature(.list("list")) { list, run in
        var flat: [FEELValue] = []
        try flatten(list, into: &flat, run)
        return .list(flat)
      }),
    FEELBuiltin(
      "insert before",
      BuiltinSignature(.list("list"), .integer("position"), .any("newItem")) { list, position, item, _ in
        place(position, in: list).map { index in
          var list = list
          list.insert(item, at: index)
          return .list(list)
        }
      }),
    FEELBuiltin(
      "remove",
      BuiltinSignature(.list("list"), .integer("position")) { list, position, _ in
        place(position, in: list).map { index in
          var list = list
          list.remove(at: index)
          return .list(list)
        }
      }),
    FEELBuiltin(
      "list replace",
      BuiltinSignature(.list("list"), .integer("position"), .any("newItem")) { list, position, item, _ in
        place(position, in: list).map { index in
          var list = list
          list[index] = item
          return .list(list)
        }
      },
      BuiltinSignature(.list("list"), .function("match"), .any("newItem")) { list, match, item, run in
        var list = list
        for index in list.indices {
          guard case .boolean(let fits) = try match.call([list[index], item], run) else {
            return run.null(
              Message(
                "the function \"match\" gives no boolean for \(list[index].shortText)",
                "对 \(list[index].shortText)，函数 \"match\" 的结果不是布尔值"))
          }
          if fits { list[index] = item }
        }
        return .list(list)
      }),
  ]

  private static func elements(_ value: FEELValue) -> [FEELValue]? {
    switch value {
    case .list(let list): list.elements
    case .null: nil
    default: [value]
    }
  }

  private static func joined(_ values: [FEELValue], _ run: FEELEvaluation) throws -> [FEELValue]? {
    var all: [FEELValue] = []
    for value in values {
      guard let list = elements(value) else { return nil }
      try run.checkListSize(all.count + list.count)
      all += list
    }
    return all
  }

  /// Counted from 1, or from the end with −1.
  private static func place(_ position: Int, in list: [FEELValue]) -> Int? {
    guard position != 0, position >= -list.count, position <= list.count else { return nil }
    return position > 0 ? position - 1 : list.count + position
  }

  /// The first of equal elements each. Numbers, strings and booleans are found in a table, others by comparing.
  private static func distinct(_ list: [FEELValue], _ run: FEELEvaluation) throws -> [FEELValue] {
    var kept: [FEELValue] = []
    var numbers: Set<Decimal128> = []
    var strings: Set<[UInt8]> = []
    var others: [FEELValue] = []
    for element in list {
      switch element {
      case .number(let number): guard numbers.insert(number).inserted else { continue }
      case .string(let string):
        try run.step(1 + string.utf8.count / 16)
        guard strings.insert(Array(string.utf8)).inserted else { continue }
      default:
        try run.step(others.count)
        if try others.contains(where: { try Comparing.isEqual($0, element, run) == true }) { continue }
        others.append(element)
      }
      kept.append(element)
    }
    return kept
  }

  private static func flatten(_ list: [FEELValue], into flat: inout [FEELValue], _ run: FEELEvaluation) throws {
    try run.step(list.count)
    for element in list {
      if case .list(let inner) = element {
        try flatten(inner.elements, into: &flat, run)
      } else {
        flat.append(element)
        try run.checkListSize(flat.count)
      }
    }
  }
}

extension BuiltinParameter where Value == FEELFunction {
  static func function(_ name: String) -> Self {
    Self(name) { if case .function(let function) = $0 { function } else { nil } }
  }
}
