// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Runs a compiled regular expression over one text: tries one way, and comes back to the last fork when it leads
/// nowhere. Nothing recurses; each step is counted.
struct RegularExpressionMatcher {
  private let program: RegularExpressionProgram
  let scalars: [Unicode.Scalar]
  /// Steps that may still be taken.
  var left = 0

  /// What to undo, or where to go on.
  private enum Point {
    case alternative(instruction: Int, position: Int)
    /// A run of characters that may end anywhere from `shortest` to `longest`.
    case run(instruction: Int, shortest: Int, longest: Int, isLazy: Bool)
    case slot(Int, was: Int)
    case turn(Int, was: Int)
  }

  private var points: [Point] = []
  private var slots: [Int]
  private var turns: [Int]
  private var visited: [UInt64] = []
  private var sinceStart = 0

  /// More forks to come back to than this are refused: memory is bounded too.
  private static let mostPoints = 1_000_000
  /// From so many steps on, visited places are noted: none is tried twice, so that no pattern explodes.
  private static let patience = 2_000
  private static let largestNote = 1 << 26

  init(_ program: RegularExpressionProgram, text: String) {
    self.program = program
    scalars = Array(text.unicodeScalars)
    slots = Array(repeating: -1, count: (program.groupCount + 1) * 2)
    turns = Array(repeating: -1, count: program.turnCount)
  }

  /// The place of a group in the text; empty when it took no part. Group 0 is the match.
  func group(_ index: Int) -> Range<Int> {
    let start = slots[index * 2]
    let end = slots[index * 2 + 1]
    return start >= 0 && end >= start ? start..<end : 0..<0
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  mutating func take(_ steps: Int) throws(RegularExpression.Failure) {
    left -= steps
    guard left >= 0 else { throw .outOfSteps }
  }

  /// The first match that starts at a position or behind it.
  mutating func find(from start: Int) throws(RegularExpression.Failure) -> Range<Int>? {
    visited.removeAll(keepingCapacity: true)
    sinceStart = 0
    var position = start
    while position <= scalars.count {
      if let first = program.first {
        let before = position
        while position < scalars.count, !program.sets[first].contains(scalars[position]) { position += 1 }
        try take((position - before) / 16)
        guard position < scalars.count else { return nil }
      }
      if try run(from: position) { return slots[0]..<slots[1] }
      if program.isAnchored { return nil }
      if let run = program.leadingRun, !program.hasReferences {
        // What begins inside the run of characters just tried could go on at the same places only.
        while position < scalars.count, program.sets[run].contains(scalars[position]) { position += 1 }
      }
      position += 1
    }
    return nil
  }

  private mutating func run(from start: Int) throws(RegularExpression.Failure) -> Bool {
    try take((slots.count + turns.count) / 16)
    for index in slots.indices { slots[index] = -1 }
    for index in turns.indices { turns[index] = -1 }
    points.removeAll(keepingCapacity: true)
    var instruction = 0
    var position = start
    while true {
      try take(1)
      var succeeds = true
      switch program.instructions[instruction] {
      case .character(let scalar):
        if position < scalars.count, scalars[position] == scalar {
          position += 1
        } else {
          succeeds = false
        }
      case .set(let set):
        if position < scalars.count, program.sets[set].contains(scalars[position]) {
          position += 1
        } else {
          succeeds = false
        }
      case .run(let set, let least, let most, let isLazy):
        succeeds =
          isFirstVisit(instruction, position)
          ? try run(set, least: least, most: most, isLazy: isLazy, instruction, &position) : false
      case .jump(let target):
        instruction = target
        continue
      case .fork(let target, let otherwise):
        guard isFirstVisit(instruction, position) else {
          succeeds = false
          break
        }
        try push(.alternative(instruction: otherwise, position: position))
        instruction = target
        continue
      case .save(let slot):
        try push(.slot(slot, was: slots[slot]))
        slots[slot] = position
      case .lineStart: succeeds = isLineStart(position)
      case .lineEnd: succeeds = isLineEnd(position)
      case .reference(let group): succeeds = try repeatGroup(group, &position)
      case .enterTurn(let turn):
        try push(.turn(turn, was: turns[turn]))
        turns[turn] = position
      case .endTurn(let turn):
        // A turn that took nothing is the last: over the jump back, out of the loop.
        if turns[turn] == position { instruction += 1 }
      case .accept: return true
      }
      if succeeds {
        instruction += 1
      } else if !goBack(&instruction, &position) {
        return false
      }
    }
  }

  private mutating func push(_ point: Point) throws(RegularExpression.Failure) {
    guard points.count < Self.mostPoints else { throw .outOfSteps }
    points.append(point)
  }

  /// To the last fork with a way left.
  private mutating func goBack(_ instruction: inout Int, _ position: inout Int) -> Bool {
    while let point = points.popLast() {
      switch point {
      case .slot(let slot, let was): slots[slot] = was
      case .turn(let turn, let was): turns[turn] = was
      case .alternative(let target, let place):
        (instruction, position) = (target, place)
        return true
      case .run(let target, let shortest, let longest, let isLazy):
        position = isLazy ? shortest : longest
        if shortest < longest {
          points.append(
            .run(
              instruction: target, shortest: isLazy ? shortest + 1 : shortest, longest: isLazy ? longest : longest - 1,
              isLazy: isLazy))
        }
        instruction = target
        return true
      }
    }
    return false
  }

  private mutating func run(
    _ set: Int, least: Int, most: Int, isLazy: Bool, _ instruction: Int, _ position: inout Int
  ) throws(RegularExpression.Failure) -> Bool {
    let bound = most < scalars.count - position ? position + most : scalars.count
    var end = position
    while end < bound, program.sets[set].contains(scalars[end]) { end += 1 }
    try take((end - position) / 4)
    let shortest = position + least
    guard shortest <= end else { return false }
    if shortest < end {
      try push(
        .run(
          instruction: instruction + 1, shortest: isLazy ? shortest + 1 : shortest, longest: isLazy ? end : end - 1,
          isLazy: isLazy))
    }
    position = isLazy ? shortest : end
    return true
  }

  /// Whether a fork is new at this position. Without references to groups what comes after depends on nothing else, so
  /// that what led nowhere once leads nowhere again.
  private mutating func isFirstVisit(_ instruction: Int, _ position: Int) -> Bool {
    guard !program.hasReferences else { return true }
    if visited.isEmpty {
      sinceStart += 1
      let size = program.instructions.count * (scalars.count + 1)
      guard sinceStart > Self.patience, size <= Self.largestNote else { return true }
      visited = Array(repeating: 0, count: size / 64 + 1)
      left -= size / 256
    }
    let place = instruction * (scalars.count + 1) + position
    let bit: UInt64 = 1 << UInt64(place & 63)
    guard visited[place >> 6] & bit == 0 else { return false }
    visited[place >> 6] |= bit
    return true
  }

  private func isLineStart(_ position: Int) -> Bool {
    position == 0
      || program.flags.isMultiline && position < scalars.count && scalars[position - 1] == "\n"
  }

  private func isLineEnd(_ position: Int) -> Bool {
    guard program.flags.isMultiline else { return position == scalars.count }
    return position == scalars.count ? position == 0 || scalars[position - 1] != "\n" : scalars[position] == "\n"
  }

  private mutating func repeatGroup(_ group: Int, _ position: inout Int) throws(RegularExpression.Failure) -> Bool {
    let range = self.group(group)
    guard range.count <= scalars.count - position else { return false }
    try take(range.count)
    for offset in 0..<range.count
    where !CharacterClass.areSame(
      scalars[range.lowerBound + offset], scalars[position + offset], ignoringCase: program.flags.ignoresCase)
    {
      return false
    }
    position += range.count
    return true
  }
}
