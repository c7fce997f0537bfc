// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Functions that look at lists (DMN 1.5, 10.3.4.4). A single value stands for the list of it; null for no list.
extension FEELBuiltin {
  static let lists: [FEELBuiltin] = [
    FEELBuiltin(
      "list contains", returns: .boolean,
      BuiltinSignature(.list("list"), .any("element")) { list, element, run in
        .boolean(try list.contains { try Comparing.isEqual($0, element, run) == true })
      }),
    FEELBuiltin("count", returns: .number, BuiltinSignature(.list("list")) { list, _ in .number(list.count) }),
    FEELBuiltin(
      "index of", returns: .list(.number),
      BuiltinSignature(.list("list"), .any("match")) { list, match, run in
        var places: [FEELValue] = []
        for (index, element) in list.enumerated() where try Comparing.isEqual(element, match, run) == true {
          places.append(.number(index + 1))
        }
        return .list(places)
      }),
    FEELBuiltin(
      "sublist",
      BuiltinSignature(
        .list("list"), .integer("start position"), BuiltinParameter<Int>.integer("length").optional()
      ) { list, start, length, _ in sublist(list, start, length) }),
    listOrMore("all", returns: .boolean) { list, run in truth(list, deciding: false, run) },
    listOrMore("any", returns: .boolean) { list, run in truth(list, deciding: true, run) },
    listOrMore("min", parameter: "c") { list, run in try extreme(list, run) { $0.isLess(than: $1) } },
    listOrMore("max", parameter: "c") { list, run in try extreme(list, run) { $1.isLess(than: $0) } },
  ]

  /// A function of one list, or of its elements as arguments.
  static func listOrMore(
    _ name: String, parameter: String = "n", returns result: FEELType = .any,
    _ body: @escaping @Sendable ([FEELValue], FEELEvaluation) throws -> FEELValue
  ) -> FEELBuiltin {
    FEELBuiltin(name, "list", returns: result) { arguments, run in
      switch arguments[0] {
      case .list(let list): try body(list.elements, run)
      case .null: run.null(Message("\(name)() takes a list, not null", "\(name)() 需要列表，不能是 null"))
      case let value: try body([value], run)
      }
    }.or("\(parameter)...") { arguments, run in try body(arguments.values, run) }
  }

  /// Counted from 1, or from the end with −1; all of it must be inside the list.
  private static func sublist(_ list: [FEELValue], _ start: Int, _ length: Int?) -> FEELValue? {
    guard start != 0, start >= -list.count, start <= list.count else { return nil }
    let first = start > 0 ? start - 1 : list.count + start
    let rest = list.count - first
    guard let length else { return .list(Array(list[first...])) }
    guard length >= 1, length <= rest else { return nil }
    return .list(Array(list[first..<first + length]))
  }

  /// `deciding` if one of the elements is, its opposite if all are, null if not all are known.
  private static func truth(_ list: [FEELValue], deciding: Bool, _ run: FEELEvaluation) -> FEELValue {
    var isKnown = true
    var isDecided = false
    for element in list {
      switch element {
      case .boolean(let value): if value == deciding { isDecided = true }
      case .null: isKnown = false
      default:
        let name = deciding ? "any" : "all"
        return run.null(
          Message(
            "\(name)() takes booleans, and \(element.shortText) is none", "\(name)() 需要布尔值，而 \(element.shortText) 不是"))
      }
    }
    if isDecided { return .boolean(deciding) }
    return isKnown ? .boolean(!deciding) : .null
  }

  private static func extreme(
    _ list: [FEELValue], _ run: FEELEvaluation, _ precedes: (FEELValue, FEELValue) -> Bool?
  ) throws -> FEELValue {
    guard var best = list.first else {
      return run.null(Message("an empty list has no least or greatest element", "空列表没有最小或最大的元素"))
    }
    // One element alone is compared with itself, so that what has no order is none.
    for element in list {
      try Comparing.count(element, best, run)
      guard let isBetter = precedes(element, best) else {
        return run.null(
          Message(
            "\(element.shortText) and \(best.shortText) cannot be compared",
            "\(element.shortText) 与 \(best.shortText) 无法比较"))
      }
      if isBetter { best = element }
    }
    return best
  }
}

extension BuiltinParameter where Value == Int {
  /// A whole number.
  static func integer(_ name: String) -> Self {
    Self(name) { if case .number(let number) = $0 { number.int } else { nil } }
  }
}
