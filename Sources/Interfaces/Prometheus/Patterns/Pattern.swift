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
    /// A group begins or ends here: that of half the number, at even ones its beginning.
    case mark(Int)
    case match
  }

  /// The texts that match, where the expression only lists them.
  private let texts: Set<String>?
  private let steps: [Step]
  private let names: [String?]

  /// More steps than these come of repetitions within repetitions only.
  private static let mostSteps = 10_000

  /// - Parameter keepsGroups: whether `replaced` will be asked for.
  init(_ pattern: String, keepsGroups: Bool = false) throws(PatternError) {
    let (node, names) = try PatternParser.parse(pattern)
    self.names = names
    texts = keepsGroups ? nil : Self.texts(node)
    var steps: [Step] = []
    if texts == nil {
      try Self.compile(node, into: &steps, keepsGroups, pattern)
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
      case .mark: open.append(place + 1)
      case .set, .match: break
      }
    }
  }

  private static func compile(
    _ node: PatternNode, into steps: inout [Step], _ keepsGroups: Bool, _ pattern: String
  ) throws(PatternError) {
    guard steps.count <= mostSteps else { throw PatternError(pattern, "expression too large", "表达式过大") }
    switch node {
    case .empty: break
    case .set(let set): steps.append(.set(set))
    case .start: steps.append(.start)
    case .end: steps.append(.end)
    case .group(let node, let number):
      if keepsGroups { steps.append(.mark(2 * number)) }
      try compile(node, into: &steps, keepsGroups, pattern)
      if keepsGroups { steps.append(.mark(2 * number + 1)) }
    case .sequence(let nodes): for node in nodes { try compile(node, into: &steps, keepsGroups, pattern) }
    case .choice(let nodes):
      var jumps: [Int] = []
      for (index, node) in nodes.enumerated() {
        let split = steps.count
        if index + 1 < nodes.count { steps.append(.jump(0)) }
        try compile(node, into: &steps, keepsGroups, pattern)
        guard index + 1 < nodes.count else { break }
        jumps.append(steps.count)
        steps.append(.jump(0))
        steps[split] = .split(split + 1, steps.count)
      }
      for jump in jumps { steps[jump] = .jump(steps.count) }
    case .repetition(let node, let least, let most, let isLazy):
      // The one that is tried first stands first.
      func split(_ place: Int) -> Step {
        isLazy ? .split(steps.count, place + 1) : .split(place + 1, steps.count)
      }
      for _ in 0..<least { try compile(node, into: &steps, keepsGroups, pattern) }
      guard let most else {
        let place = steps.count
        steps.append(.jump(0))
        try compile(node, into: &steps, keepsGroups, pattern)
        steps.append(.jump(place))
        steps[place] = split(place)
        return
      }
      var places: [Int] = []
      for _ in least..<max(least, most) {
        places.append(steps.count)
        steps.append(.jump(0))
        try compile(node, into: &steps, keepsGroups, pattern)
      }
      for place in places { steps[place] = split(place) }
    }
  }

  /// The texts of a choice between literals, as the pickers of dashboards write it.
  private static func texts(_ node: PatternNode) -> Set<String>? {
    if case .group(let inner, _) = node { return texts(inner) }
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
    case .group(let node, _): return text(node)
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

  // MARK: - Groups

  /// A way through the expression, with where its groups began and ended.
  private struct Thread {
    var place: Int
    var marks: [String.Index?]
  }

  /// A template with what the groups hold of a text that matches, `$1`, `${name}`; `nil` for a text that does not.
  func replaced(_ text: String, with template: String) -> String? {
    guard let marks = marks(text) else { return nil }
    return PatternTemplate.expanded(template) { name in
      let number = Int(name) ?? self.names.firstIndex(of: name) ?? -1
      guard self.names.indices.contains(number) else { return "" }
      if number == 0 { return text[...] }
      guard let start = marks[2 * number], let end = marks[2 * number + 1] else { return "" }
      return text[start..<end]
    }
  }

  /// Where the groups begin and end; the ways come in the order in which they are to be preferred.
  private func marks(_ text: String) -> [String.Index?]? {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var seen = StepSet(steps.count)
    var threads: [Thread] = []
    let none = [String.Index?](repeating: nil, count: 2 * names.count)
    add(Thread(place: 0, marks: none), to: &threads, &seen, scalars, index)
    while index != scalars.endIndex, !threads.isEmpty {
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      seen.removeAll()
      var next: [Thread] = []
      for thread in threads {
        if case .set(let set) = steps[thread.place], set.contains(scalar) {
          add(Thread(place: thread.place + 1, marks: thread.marks), to: &next, &seen, scalars, index)
        }
      }
      threads = next
    }
    return threads.first { if case .match = steps[$0.place] { true } else { false } }?.marks
  }

  private func add(
    _ first: Thread, to threads: inout [Thread], _ seen: inout StepSet, _ scalars: String.UnicodeScalarView,
    _ index: String.Index
  ) {
    var open = [first]
    while var thread = open.popLast() {
      guard seen.insert(thread.place) else { continue }
      switch steps[thread.place] {
      case .split(let one, let other):
        open += [Thread(place: other, marks: thread.marks), Thread(place: one, marks: thread.marks)]
      case .jump(let target):
        thread.place = target
        open.append(thread)
      case .mark(let number):
        thread.place += 1
        thread.marks[number] = index
        open.append(thread)
      case .start, .end:
        let isStart = if case .start = steps[thread.place] { true } else { false }
        guard index == (isStart ? scalars.startIndex : scalars.endIndex) else { continue }
        thread.place += 1
        open.append(thread)
      case .set, .match: threads.append(thread)
      }
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
