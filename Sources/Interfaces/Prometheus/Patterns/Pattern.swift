// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression that must match the whole of a text. The time that it takes grows with the text, never faster,
/// whatever the expression.
final class Pattern: Sendable {
  private enum Step {
    case set(ScalarSet)
    /// Go on at both.
    case split(Int, Int)
    case jump(Int)
    case start
    case end
    case match
  }

  /// The texts that match, where the expression only lists them.
  private let texts: Set<String>?
  private let steps: [Step]

  /// More steps than these come of repetitions within repetitions only.
  private static let mostSteps = 10_000

  init(_ pattern: String) throws(PatternError) {
    let node = try PatternParser.parse(pattern)
    texts = Self.texts(node)
    var steps: [Step] = []
    if texts == nil {
      try Self.compile(node, into: &steps, pattern)
      steps.append(.match)
    }
    self.steps = steps
  }

  func matches(_ text: String) -> Bool {
    if let texts { return texts.contains(text) }
    var current = StepSet(steps.count)
    var next = StepSet(steps.count)
    let scalars = text.unicodeScalars
    add(0, to: &current, isStart: true, isEnd: scalars.isEmpty)
    var index = scalars.startIndex
    while index != scalars.endIndex {
      if current.isEmpty { return false }
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      next.removeAll()
      for place in current.members {
        if case .set(let set) = steps[place], set.contains(scalar) {
          add(place + 1, to: &next, isStart: false, isEnd: index == scalars.endIndex)
        }
      }
      swap(&current, &next)
    }
    return current.members.contains { if case .match = steps[$0] { true } else { false } }
  }

  /// Adds a step and all that is reached from it without a character.
  private func add(_ first: Int, to set: inout StepSet, isStart: Bool, isEnd: Bool) {
    var open = [first]
    while let place = open.popLast() {
      guard set.insert(place) else { continue }
      switch steps[place] {
      case .split(let one, let other): open += [other, one]
      case .jump(let target): open.append(target)
      case .start: if isStart { open.append(place + 1) }
      case .end: if isEnd { open.append(place + 1) }
      case .set, .match: break
      }
    }
  }

  private static func compile(
    _ node: PatternNode, into steps: inout [Step], _ pattern: String
  ) throws(PatternError) {
    guard steps.count <= mostSteps else { throw PatternError(pattern, "expression too large") }
    switch node {
    case .empty: break
    case .set(let set): steps.append(.set(set))
    case .start: steps.append(.start)
    case .end: steps.append(.end)
    case .sequence(let nodes): for node in nodes { try compile(node, into: &steps, pattern) }
    case .choice(let nodes):
      var jumps: [Int] = []
      for (index, node) in nodes.enumerated() {
        let split = steps.count
        if index + 1 < nodes.count { steps.append(.jump(0)) }
        try compile(node, into: &steps, pattern)
        guard index + 1 < nodes.count else { break }
        jumps.append(steps.count)
        steps.append(.jump(0))
        steps[split] = .split(split + 1, steps.count)
      }
      for jump in jumps { steps[jump] = .jump(steps.count) }
    case .repetition(let node, let least, let most):
      for _ in 0..<least { try compile(node, into: &steps, pattern) }
      guard let most else {
        let split = steps.count
        steps.append(.jump(0))
        try compile(node, into: &steps, pattern)
        steps.append(.jump(split))
        steps[split] = .split(split + 1, steps.count)
        return
      }
      var splits: [Int] = []
      for _ in least..<max(least, most) {
        splits.append(steps.count)
        steps.append(.jump(0))
        try compile(node, into: &steps, pattern)
      }
      for split in splits { steps[split] = .split(split + 1, steps.count) }
    }
  }

  /// The texts of a choice between literals, as the pickers of dashboards write it.
  private static func texts(_ node: PatternNode) -> Set<String>? {
    guard case .choice(let nodes) = node else { return text(node).map { [$0] } }
    var texts: Set<String> = []
    for node in nodes {
      guard let text = text(node) else { return nil }
      texts.insert(text)
    }
    return texts
  }

  private static func text(_ node: PatternNode) -> String? {
    switch node {
    case .empty: return ""
    case .set(let set): return set.single.map { String(Character($0)) }
    case .sequence(let nodes):
      var text = ""
      for node in nodes {
        guard case .set(let set) = node, let scalar = set.single else { return nil }
        text.unicodeScalars.append(scalar)
      }
      return text
    case .choice, .repetition, .start, .end: return nil
    }
  }
}

/// Steps of a pattern, each at most once.
private struct StepSet {
  private(set) var members: [Int] = []
  private var isMember: [Bool]

  init(_ count: Int) { isMember = [Bool](repeating: false, count: count) }

  var isEmpty: Bool { members.isEmpty }

  mutating func insert(_ member: Int) -> Bool {
    guard !isMember[member] else { return false }
    isMember[member] = true
    members.append(member)
    return true
  }

  mutating func removeAll() {
    for member in members { isMember[member] = false }
    members.removeAll(keepingCapacity: true)
  }
}
