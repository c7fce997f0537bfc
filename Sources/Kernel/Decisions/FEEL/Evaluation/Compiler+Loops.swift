// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Compiler {
  /// What an iteration goes through, and where its variable lies.
  struct Iterating: Sendable {
    let slot: Int
    let domain: Code
    let end: Code?
    let site: Int

    /// The values; `nil`, with a warning, when there is nothing to go through.
    func values(_ run: FEELEvaluation) throws -> Domain? {
      let first = try domain(run)
      let result = try end.map { Domain(from: first, to: try $0(run)) } ?? Domain(first)
      if result == nil {
        run.warn(Message("\(first.shortText) cannot be gone through", "\(first.shortText) 无法遍历"), at: site)
      }
      return result
    }
  }

  private mutating func iterating(_ iterations: [Node.Iteration]) -> [Iterating] {
    iterations.map { iteration in
      let (domain, end) = (compile(iteration.domain), iteration.end.map { compile($0) })
      return Iterating(slot: allocate(iteration.variable), domain: domain, end: end, site: iteration.domain.offset)
    }
  }

  /// `for … return` (table 55): the results in a list; `partial` is the list so far.
  mutating func loop(_ iterations: [Node.Iteration], _ partial: Variable?, _ body: Node, _ site: Int) -> Code {
    let iterating = iterating(iterations)
    let partialSlot = partial.map { allocate($0) }
    let cost = 1 + body.size / 8
    let body = compile(body)
    // The variables of the body, which may hold the list too; what comes from outside of a function stays.
    let captured = units[units.count - 1].captures.map(\.inner)
    let inner = ((partialSlot ?? 0) + 1..<units[units.count - 1].size).filter { !captured.contains($0) }
    guard let partialSlot else {
      return { run in
        var results: [FEELValue] = []
        var measure = ValueMeasure()
        let isComplete = try Self.forEach(iterating, 0, run, cost) {
          let value = try body(run)
          measure.add(value)
          results.append(value)
          if results.count > run.limits.listSize { throw LimitExceeded(.listSize, allowed: run.limits.listSize) }
          return true
        }
        return isComplete ? try run.checked(.list(FEELList(results, measure: measure))) : .null
      }
    }
    return { run in
      var results: [FEELValue] = []
      var measure = ValueMeasure()
      let isComplete = try Self.forEach(iterating, 0, run, cost) {
        run[partialSlot] = .list(FEELList(results, measure: measure))
        let value = try body(run)
        // Without this the list would be shared, and copied for each turn.
        run[partialSlot] = .null
        for slot in inner { run[slot] = .null }
        let before = measure.depth
        measure.add(value)
        if value.depth > 0 {
          // The value may hold the list, which then is copied.
          try run.step(results.count / 8)
          try run.take(bytes: results.count * MemoryLayout<FEELValue>.stride)
        }
        results.append(value)
        if measure.depth > before { _ = try run.checked(.list(FEELList([], measure: measure))) }
        if results.count > run.limits.listSize { throw LimitExceeded(.listSize, allowed: run.limits.listSize) }
        return true
      }
      return isComplete ? try run.checked(.list(FEELList(results, measure: measure))) : .null
    }
  }

  /// `some` and `every` (table 55), with null for what is not known.
  mutating func quantified(
    isSome: Bool, _ iterations: [Node.Iteration], _ condition: Node, _ site: Int
  ) -> Code {
    let iterating = iterating(iterations)
    let cost = 1 + condition.size / 8
    let condition = compile(condition)
    return { run in
      var isKnown = true
      var answer: FEELValue?
      let isComplete = try Self.forEach(iterating, 0, run, cost) {
        switch try condition(run) {
        case .boolean(isSome): answer = .boolean(isSome)
        case .boolean: break
        case .null: isKnown = false
        case let other:
          answer = run.null(
            Message(
              "\(other.shortText) is no boolean, as \"satisfies\" needs",
              "\(other.shortText) 不是布尔值，而 \"satisfies\" 需要布尔值"), at: site)
        }
        return answer == nil
      }
      return answer ?? (isComplete && isKnown ? .boolean(!isSome) : .null)
    }
  }

  /// Runs the body for each combination of values, the last variable changing fastest, until it says no.
  ///
  /// - Returns: false when one of the variables had nothing to go through.
  private static func forEach(
    _ iterating: [Iterating], _ index: Int, _ run: FEELEvaluation, _ cost: Int, _ body: () throws -> Bool
  ) throws -> Bool {
    var wantsMore = true
    return try forEach(iterating, index, run, cost, &wantsMore, body)
  }

  private static func forEach(
    _ iterating: [Iterating], _ index: Int, _ run: FEELEvaluation, _ cost: Int, _ wantsMore: inout Bool,
    _ body: () throws -> Bool
  ) throws -> Bool {
    let this = iterating[index]
    guard let domain = try this.values(run) else { return false }
    let isLast = index == iterating.count - 1
    func turn(_ value: FEELValue) throws -> Bool {
      try run.step(cost)
      run[this.slot] = value
      if isLast {
        wantsMore = try body()
        return true
      }
      return try forEach(iterating, index + 1, run, cost, &wantsMore, body)
    }
    var isComplete = true
    try domain.forEach { value in
      isComplete = try turn(value)
      return isComplete && wantsMore
    }
    return isComplete
  }
}

/// What an iteration goes through: a list, or numbers or dates in steps of one, which are never made into a list.
enum Domain {
  case list(FEELList)
  case numbers(Decimal128, step: Decimal128, count: Int)
  case dates(FEELDate, step: Int, count: Int)

  /// A list, a range of whole numbers or dates, or a value that stands for the list of it.
  init?(_ value: FEELValue) {
    switch value {
    case .list(let list): self = .list(list)
    case .null: return nil
    case .range(let range):
      guard range.form == .interval, let start = range.start, let end = range.end, start.isAtMost(end) == true,
        let all = Domain(from: start, to: end)
      else { return nil }
      self = all.trimmed(first: !range.startIncluded, last: !range.endIncluded)
    default: self = .list([value])
    }
  }

  /// Gives the values one by one, until the body says no.
  @inline(__always)
  func forEach(_ body: (FEELValue) throws -> Bool) throws {
    switch self {
    case .list(let list): for value in list { guard try body(value) else { return } }
    case .numbers(var value, let step, let count):
      for _ in 0..<count {
        guard try body(.number(value)) else { return }
        value = value.adding(step) ?? value
      }
    case .dates(let start, let step, let count):
      for offset in 0..<count {
        guard let date = FEELDate(dayNumber: start.dayNumber + offset * step), try body(.date(date)) else { return }
      }
    }
  }

  /// `start..end`, upwards or downwards.
  init?(from start: FEELValue, to end: FEELValue) {
    switch (start, end) {
    case (.number(let start), .number(let end)):
      guard start.isInteger, end.isInteger, let difference = end.subtracting(start) else { return nil }
      // More turns than any limit of steps allows are as good as endless.
      let count = difference.magnitude.int.map { $0 < Int.max ? $0 + 1 : $0 } ?? Int.max
      self = .numbers(start, step: difference.isNegative ? -1 : 1, count: count)
    case (.date(let start), .date(let end)):
      let difference = end.dayNumber - start.dayNumber
      self = .dates(start, step: difference < 0 ? -1 : 1, count: abs(difference) + 1)
    default: return nil
    }
  }

  /// Without the ends that a range does not include; such a range goes upwards.
  private func trimmed(first: Bool, last: Bool) -> Domain {
    let fewer = (first ? 1 : 0) + (last ? 1 : 0)
    switch self {
    case .list: return self
    case .numbers(let start, let step, let count):
      return .numbers(
        first ? start.adding(1) ?? start : start, step: step, count: max(0, count - fewer))
    case .dates(let start, let step, let count):
      let begin = first ? FEELDate(dayNumber: start.dayNumber + 1) ?? start : start
      return .dates(begin, step: step, count: max(0, count - fewer))
    }
  }
}
