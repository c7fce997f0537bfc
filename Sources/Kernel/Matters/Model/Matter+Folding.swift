// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension Matter {
  /// The matter that these events make, from the first one on; `nil` when they do not begin with a beginning.
  public init?(folding events: some Sequence<MatterEvent>) {
    var matter: Matter?
    for event in events { matter = Matter.fold(matter, event) }
    guard let matter else { return nil }
    self = matter
  }

  /// The matter after an event: a pure function.
  public static func fold(_ matter: Matter?, _ event: MatterEvent) -> Matter? {
    if case .beginning(var new) = event.body {
      new.state = event.state ?? .draft
      new.createdAt = event.at
      new.updatedAt = event.at
      new.revision = 1
      new.limits = event.limits
      for change in event.clocks { new.apply(change, at: event.at) }
      return new
    }
    guard var matter else { return nil }
    matter.apply(event)
    return matter
  }

  mutating func apply(_ event: MatterEvent) {
    if let next = event.state {
      if next == .suspended || next == .merged { stateBefore = state }
      if state == .suspended || state == .merged { stateBefore = nil }
      if next == .closed { closedAt = event.at }
      if next == .reopened { closedAt = nil }
      state = next
    }
    if let limits = event.limits { self.limits = limits }
    for change in event.clocks { apply(change, at: event.at) }
    apply(event.body, of: event)
    switch event.kind {
    case .refused: bounces += 1
    case .reworkOrdered: reworks += 1
    case .reopened:
      reopenings += 1
      // The new result is rated anew.
      rating = nil
      for index in branches.indices where branches[index].status == .done { branches[index].isPast = true }
    case .unmerged: mergedInto = nil
    default: break
    }
    updatedAt = event.at
    revision += 1
  }

  private mutating func apply(_ body: MatterEvent.Body, of event: MatterEvent) {
    switch body {
    case .none, .beginning: break
    case .completion(let title, let text, let address, let attributes):
      if let title { self.title = title }
      if let text { self.text = text }
      if let address { self.address = address }
      self.attributes.merge(attributes) { _, new in new }
    case .branches(let new, let ended):
      endBranches(of: Set(ended), at: event.at)
      if new.contains(where: { $0.role == .lead }) {
        for index in branches.indices where branches[index].role == .lead && branches[index].status == .done {
          branches[index].isPast = true
        }
      }
      branches += new
    case .branch(let department, let status, let handler, let text):
      guard let index = workIndex(of: department) else { break }
      branches[index].status = status
      if let handler { handOver(branches[index], to: handler) }
      if let handler { branches[index].handler = handler }
      if status == .refused { branches[index].reason = text } else if let text { branches[index].result = text }
      branches[index].endedAt = branches[index].isOpen ? nil : event.at
      if event.kind == .handled {
        result = text ?? result
      } else if event.state == .handled {
        // The last open branch was refused: what the others did is the result.
        result = branches.last { $0.role == .lead && $0.status == .done }?.result ?? result
      }
    case .reason(let reason, _):
      if event.state?.isFinal ?? false { result = reason }
      if event.state?.isFinal ?? false { endBranches(of: departments, at: event.at) }
      if event.kind == .reworkOrdered {
        // The check failed: what each department did last is to be done again.
        for index in branches.indices
        where branches[index].status == .done && !branches[index].isPast
          && workIndex(of: branches[index].department) == index
        {
          branches[index].status = .inProgress
          branches[index].endedAt = nil
        }
      }
    case .result(let text): result = text ?? result
    case .other(let id, let reporters, let evidence):
      switch event.kind {
      case .merged:
        mergedInto = id
        for index in branches.indices where branches[index].isOpen {
          branches[index].status = .cancelled
          branches[index].endedAt = event.at
        }
      case .absorbed:
        absorbed.append(id)
        self.reporters += reporters
        self.evidence += evidence.filter { new in !self.evidence.contains { $0.hash == new.hash } }
      case .released:
        absorbed.removeAll { $0 == id }
        for reporter in reporters {
          if let index = self.reporters.lastIndex(of: reporter) { self.reporters.remove(at: index) }
        }
        self.evidence.removeAll(where: evidence.contains)
      default: break
      }
    case .rating(let grade, let comment): rating = Rating(grade: grade, comment: comment, at: event.at)
    case .note(let text, let isPublic):
      notes.append(Note(text: text, by: event.by, at: event.at, isPublic: isPublic))
    case .evidence(let evidence): self.evidence.append(evidence)
    case .priority(let priority): self.priority = priority
    case .areas(let areas): self.areas = areas
    }
  }

  /// The place of the branch that a department works or worked on last; being told is no work.
  private func workIndex(of department: String) -> Int? {
    branches.lastIndex { $0.department == department && $0.role != .informed }
  }

  private mutating func handOver(_ branch: Branch, to handler: String) {
    guard let former = branch.handler, former != handler, !formerHandlers.contains(former) else { return }
    formerHandlers.append(former)
  }

  private mutating func endBranches(of departments: Set<String>, at now: Instant) {
    for index in branches.indices where branches[index].isOpen && departments.contains(branches[index].department) {
      branches[index].status = .cancelled
      branches[index].endedAt = now
    }
  }
}
