// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Storage
public import Vocabulary

/// What one event changed: the members of its subject before and after it, those that are the same left out.
public struct EventChange: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    /// Its path: `state`, `branches/0/status`.
    public var path: String
    public var before: JSON?
    public var after: JSON?
  }

  public var members: [Member]
}

extension Matters {
  /// What an event changed, for those who watch over everything: who reported a matter, and the hash of its tracking code, are
  /// left out.
  ///
  /// A matter is folded from its events; of other things the details of their events so far are what is known of them.
  public func change(by event: Event, tenant: Tenant, in transaction: Transaction) throws -> EventChange {
    let history = try store.journal.history(
      of: event.subject, kind: event.subjectKind, tenant: tenant, in: transaction)
    let earlier = history.filter { ($0.revision, $0.sequence) < (event.revision, event.sequence) }
    if event.subjectKind == Self.matterKind {
      var replay = MatterReplay()
      for step in earlier { replay.take(step) }
      let before = replay.matter
      replay.take(event)
      return EventChange(from: Self.members(of: before), to: Self.members(of: replay.matter))
    }
    func details(_ event: Event) -> [String: JSON] { (try? JSON(parsing: event.payload))?.object ?? [:] }
    let before = earlier.reduce(into: [:]) { $0.merge(details($1)) { $1 } }
    return EventChange(from: .object(before), to: .object(before.merging(details(event)) { $1 }))
  }

  private static let matterKind = Matter.subjectKind

  private static func members(of matter: Matter?) -> JSON {
    guard var matter else { return [:] }
    matter.reporters = []
    matter.trackingHash = nil
    return (try? JSON(parsing: matter.json)) ?? [:]
  }
}

extension EventChange {
  /// The members that differ, by path.
  init(from before: JSON, to after: JSON) {
    var (old, new): ([String: JSON], [String: JSON]) = ([:], [:])
    Self.flatten(before, at: "", into: &old)
    Self.flatten(after, at: "", into: &new)
    members = Set(old.keys).union(new.keys).sorted().compactMap { path in
      old[path] == new[path] ? nil : Member(path: path, before: old[path], after: new[path])
    }
  }

  private static func flatten(_ json: JSON, at path: String, into members: inout [String: JSON]) {
    func below(_ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }
    switch json {
    case .object(let object) where !object.isEmpty:
      for (name, value) in object { flatten(value, at: below(name), into: &members) }
    case .array(let array) where !array.isEmpty:
      for (index, value) in array.enumerated() { flatten(value, at: below("\(index)"), into: &members) }
    case .null, .object: break
    default: members[path] = json
    }
  }
}
