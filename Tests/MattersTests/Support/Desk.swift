// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Vocabulary

/// One matter in memory, and the commands that were carried out on it: no database.
struct Desk {
  let catalogue: Catalogue
  private(set) var events: [MatterEvent]
  private(set) var matter: Matter
  var now: Instant

  init(
    _ type: String = "pothole", isDraft: Bool = false, priority: MatterPriority? = nil,
    position: Position? = SampleCity.west,
    reporter: Reporter? = nil, id: Int64 = 1, by principal: Principal = SampleCity.system, at now: Instant? = nil
  ) throws {
    catalogue = try SampleCity.catalogue.get()
    self.now = try now ?? SampleCity.local("11-24 16:00")
    let submission = Submission(
      type: type, text: "text", priority: priority, channel: "test", position: position, reporter: reporter,
      isDraft: isDraft)
    events = try Decider(catalogue: catalogue, principal: principal, now: self.now).begin(
      submission, id: Identifier(rawValue: id << 22), number: "20261124-\(100_000 + id)")
    guard let matter = Matter(folding: events) else { throw Problem(.internal, "no beginning") }
    self.matter = matter
  }

  init(_ catalogue: Catalogue, _ events: [MatterEvent], at now: Instant) throws {
    guard let matter = Matter(folding: events) else { throw Problem(.internal, "no beginning") }
    self.catalogue = catalogue
    self.events = events
    self.matter = matter
    self.now = now
  }

  func decider(_ principal: Principal = SampleCity.system) -> Decider {
    Decider(catalogue: catalogue, principal: principal, now: now)
  }

  func actions(_ principal: Principal = SampleCity.system) -> [MatterAction] { decider(principal).actions(on: matter) }

  @discardableResult
  mutating func `do`(_ commands: MatterCommand..., by principal: Principal = SampleCity.system) throws -> Desk {
    for command in commands { take(try decider(principal).events(command, on: matter)) }
    return self
  }

  mutating func take(_ new: [MatterEvent]) {
    for event in new { matter.apply(event) }
    events += new
  }

  /// Merges this matter into another.
  mutating func merge(into survivor: inout Desk, by principal: Principal = SampleCity.system) throws {
    let events = try decider(principal).merge(matter, into: survivor.matter)
    take(events.loser)
    survivor.take(events.survivor)
  }

  mutating func unmerge(from survivor: inout Desk, by principal: Principal = SampleCity.system) throws {
    let events = try decider(principal).unmerge(matter, from: survivor.matter)
    take(events.loser)
    survivor.take(events.survivor)
  }

  /// The kinds of all events, without their common beginning.
  var kinds: [String] { events.map { String($0.kind.rawValue.dropFirst("Matter".count)) } }

  /// When the running clocks are due: `accept 11-25 10:00, total 12-03 17:00`.
  var due: String {
    matter.clocks.filter(\.isRunning).map { "\($0.kind.rawValue) \(SampleCity.shown($0.dueAt))" }.joined(
      separator: ", ")
  }
}

extension MatterCommand {
  static func dispatch(_ lead: String?, _ assisting: String..., informed: [String] = []) -> MatterCommand {
    .dispatch(lead: lead, assisting: assisting, informed: informed)
  }
  static func start(_ department: String) -> MatterCommand { .start(department: department) }
  static func handle(_ department: String) -> MatterCommand {
    .handle(department: department, result: "\(department) did it")
  }
  static func refuse(_ department: String) -> MatterCommand { .refuse(department: department, reason: "not ours") }
  static let rejected = MatterCommand.reject(reason: "no city matter", basis: "Order 1")
  static let suspended = MatterCommand.suspend(reason: "rain", basis: nil)
  static let closed = MatterCommand.close(result: "done")
}

extension Evidence {
  static func sample(_ phase: Phase, _ number: Int = 1) -> Evidence {
    Evidence(
      hash: "hash-\(number)", mediaType: "image/jpeg", size: 10, phase: phase, by: "p", at: Instant(seconds: 0),
      publicHash: "public-\(number)")
  }
}

extension Desk {
  /// Which commands lead from a new matter to each state; in those of work, one department has begun and one has not.
  static func matter(in state: MatterState, _ type: String = "pothole", by owner: Principal = SampleCity.system) throws
    -> Desk
  {
    var desk = try Desk(type, isDraft: state == .draft, by: owner)
    switch state {
    case .draft, .submitted: break
    case .returned: try desk.do(.sendBack(reason: "where?"))
    case .rejected: try desk.do(.rejected)
    case .withdrawn: try desk.do(.withdraw(reason: nil))
    case .cancelled: try desk.do(.cancel(reason: "mistake"))
    case .accepted: try desk.do(.accept)
    case .suspended: try desk.do(.accept, .suspended)
    case .merged:
      var other = try Desk(id: 2)
      try desk.merge(into: &other)
    case .dispatched: try desk.do(.accept, .dispatch("roads", "water"))
    case .inProgress: try desk.do(.accept, .dispatch("roads", "water"), .start("roads"))
    case .handled, .verifying, .closed, .archived, .reopened:
      try desk.do(
        .accept, .dispatch("roads", "water"), .start("roads"), .start("water"), .handle("water"), .handle("roads"))
      if state == .handled { break }
      try desk.do(.verify)
      if state == .verifying { break }
      try desk.do(.closed)
      if state == .archived { try desk.do(.archive) }
      if state == .reopened { try desk.do(.reopen(reason: "again")) }
    }
    return desk
  }
}
