// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Vocabulary

/// What happened to matters, told first and written later: for histories of very many matters, whose steps are known from
/// elsewhere and are written in few large transactions.
///
/// Steps are decided by the same rules as commands that people send, each by its own principal at its own time. The journal
/// gets them in the order in which they were told; so a history told in the order of time stands there in the order of time.
/// A matter's row is written once, when nothing more will be told of it. Until then its events may be written already, so
/// whoever tells a history settles every matter of it before others use the city.
public struct MatterChronicle: Sendable {
  struct Entry: Sendable {
    var event: NewEvent
    var at: Instant
    var principal: Principal
  }

  struct Settled: Sendable {
    var matter: Matter
    var snapshot: [UInt8]
    var tenant: Tenant
  }

  var entries: [Entry] = []
  var settled: [Settled] = []

  public init() {}

  /// Brings together what was told of different matters at the same time, in the order of time; of what happened
  /// at once, that of the earlier chronicle comes first. All that is told of one matter must be in one of them.
  public init(merging chronicles: [MatterChronicle]) {
    entries.reserveCapacity(chronicles.map(\.entries.count).reduce(0, +))
    settled = chronicles.flatMap(\.settled)
    var next = chronicles.map { _ in 0 }
    var times = chronicles.map { $0.entries.first?.at }
    // There are few of them.
    while let first = times.indices.filter({ times[$0] != nil }).min(by: { times[$0]! < times[$1]! }) {
      entries.append(chronicles[first].entries[next[first]])
      next[first] += 1
      let rest = chronicles[first].entries
      // What is told later stays behind what was told before, whatever time it names.
      times[first] = next[first] < rest.count ? max(times[first]!, rest[next[first]].at) : nil
    }
  }

  /// The matters of which nothing more will be told, as they are in the end.
  public var settledMatters: [Matter] { settled.map(\.matter) }

  public var isEmpty: Bool { entries.isEmpty && settled.isEmpty }

  /// How many events were told.
  public var eventCount: Int { entries.count }

  /// Tells of a new matter.
  mutating func tell(beginning events: [MatterEvent], by principal: Principal) -> Matter {
    guard let first = events.first, var matter = Matter.fold(nil, first) else {
      preconditionFailure("the first event of a matter is its beginning")
    }
    keep(first, matter, principal)
    tell(Array(events.dropFirst()), of: &matter, by: principal)
    return matter
  }

  mutating func tell(_ events: [MatterEvent], of matter: inout Matter, by principal: Principal) {
    for event in events {
      matter.apply(event)
      keep(event, matter, principal)
    }
  }

  private mutating func keep(_ event: MatterEvent, _ matter: Matter, _ principal: Principal) {
    entries.append(
      Entry(event: event.journalled(of: matter.id, revision: matter.revision), at: event.at, principal: principal))
  }
}
