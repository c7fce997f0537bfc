// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension BoxCompiler {
  /// A boxed filter (DMN 1.5, 10.2.2.9): as `list[match]` in text, whose match sees `item` and its entries by name.
  func filter(_ list: BoxedExpression, _ match: BoxedExpression, _ names: FEELNames, line: Int) -> Compiled {
    let source = compile(list, names)
    // A literal match is read behind the list, so that it means the same as in FEEL's own filter.
    if case .literal(let cell, nil) = match.kind, match.typeRef == nil {
      return filter(source, cell, names, line: line)
    }
    return filter(source, by: match, names, line: line)
  }

  private func filter(_ source: Compiled, _ match: Cell, _ names: FEELNames, line: Int) -> Compiled {
    var inner = names
    let name = "filtered_list_of_the_box"
    let slot = inner.declare(name, type: source.type)
    reserve(inner)
    func read(_ before: String, _ after: String) -> Compiled {
      // The list on one line with the match, so that lines of errors stay right; the end behind a comment.
      literal(Cell("\(name)[\(before)\(match.text)\n\(after)]", line: match.line, column: match.column), inner)
    }
    let before = findings.count
    let chosen = read("(", ") = true")
    guard findings.count == before else { return chosen }
    // A match that is neither true, false nor null makes the whole null, where FEEL's filter would take it as a place.
    let wrong = read("not((", ") instance of boolean)").logic
    let right = read("(", ") = null").logic
    let element = element
    return Compiled(
      logic: { frame, evaluation in
        frame.slots[slot] = try source.logic(frame, evaluation)
        let result = try chosen.logic(frame, evaluation)
        if case .list(let list) = result, list.count == Filtering.elements(frame.slots[slot]).count { return result }
        if case .list(let others) = try wrong(frame, evaluation), case .list(let nulls) = try right(frame, evaluation),
          others.count > nulls.count
        {
          evaluation.warn(
            Message("the match is neither true nor false", "筛选条件既不是 true 也不是 false"), line: line, origin: element)
          return .null
        }
        return result
      }, type: chosen.type)
  }

  /// A match that is a box itself sees the entries that the type of the list's elements has.
  private func filter(_ source: Compiled, by match: BoxedExpression, _ names: FEELNames, line: Int) -> Compiled {
    var inner = names
    let itemType: FEELType = if case .list(let item) = source.type { item } else { .any }
    var members: [(name: String, slot: Int)] = []
    if case .context(let entries) = itemType {
      members = entries.map { ($0.name, inner.declare($0.name, type: $0.type)) }
    }
    let slot = inner.declare("item", type: itemType)
    let condition = compile(match, inner).logic
    let final = members
    let element = element
    return Compiled(
      logic: { frame, evaluation in
        var result: [FEELValue] = []
        for item in Filtering.elements(try source.logic(frame, evaluation)) {
          try evaluation.step()
          frame.slots[slot] = item
          if case .context(let context) = item {
            for (name, slot) in final { frame.slots[slot] = context[name] ?? .null }
          }
          switch try condition(frame, evaluation) {
          case .boolean(true): result.append(item)
          case .boolean, .null: break
          case let other:
            evaluation.warn(
              Message("the match is \(other.shortText), not true or false", "筛选条件是 \(other.shortText)，不是 true 或 false"),
              line: line, origin: element)
            return .null
          }
        }
        return try evaluation.checked(.list(result))
      }, type: .list(itemType))
  }
}
