// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Spatial
import Synchronization
public import Vocabulary

/// The time limits of a matter, by clock. They are decided when the matter is submitted and when its priority changes, and it
/// keeps them until then.
public struct TimeLimits: Sendable, Hashable {
  public var byClock: [MatterClock.Kind: TimeLimit]

  public init(_ byClock: [MatterClock.Kind: TimeLimit] = [:]) { self.byClock = byClock }

  public subscript(kind: MatterClock.Kind) -> TimeLimit? { byClock[kind] }

  public var isEmpty: Bool { byClock.isEmpty }

  public var json: JSON {
    .object(Dictionary(uniqueKeysWithValues: byClock.map { ($0.key.rawValue, $0.value.json) }))
  }

  /// Writes what `json` is, clock by clock.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for kind in Self.written {
      guard let limit = byClock[kind] else { continue }
      writer.key(named: kind.rawValue)
      limit.write(to: &writer)
    }
    writer.endObject()
  }

  /// The clocks in the order of their names, as canonical JSON has them.
  private static let written = MatterClock.Kind.allCases.sorted { $0.rawValue < $1.rawValue }

  /// Reads what `json` writes; what is none is left out.
  init?(json: JSON) {
    guard let members = json.object else { return nil }
    self.init()
    for kind in MatterClock.Kind.allCases {
      byClock[kind] = members[kind.rawValue].flatMap { try? TimeLimit(json: $0) }
    }
  }
}

/// Time limits with the use of the decision that said so.
public struct DecidedLimits: Sendable, Hashable {
  public var limits: TimeLimits
  public var use: DecisionUse
  /// What in the answer is no limit, by output.
  public var faults: [String: Message]

  /// The names that a decision on time limits may ask for; those of areas are null where a matter has none, so is
  /// `classification` where the type has none.
  public static let inputs = Route.inputs + ["classification"]
  /// The names of its outputs: one for each clock, and the calendar by which the row is counted.
  public static let outputs = MatterClock.Kind.allCases.map(\.rawValue) + [calendar]
  public static let calendar = "calendar"

  /// The limits for a matter; `nil` when the decision cannot be made.
  init?(_ decision: DecisionDefinition, for matter: Matter, of type: MatterType) {
    self.init(
      decision, facts: Route.facts(type, matter.priority, channel: matter.channel, areas: matter.areas), type)
  }

  /// The limits of a matter of which nothing is known but type and priority; `nil` when the decision cannot be made.
  public init?(_ decision: DecisionDefinition, _ type: MatterType, _ priority: MatterPriority) {
    self.init(decision, facts: Route.facts(type, priority, channel: "", areas: AreaPath()), type)
  }

  private init?(_ decision: DecisionDefinition, facts: [String: JSON], _ type: MatterType) {
    var facts = facts
    facts["classification"] = type.classification.map { .string($0) } ?? .null
    guard let use = decision.use(of: facts) else { return nil }
    self.use = use
    limits = TimeLimits()
    faults = [:]
    read(decision.named(use.output))
  }

  private mutating func read(_ output: JSON) {
    let calendar = output[Self.calendar]?.string
    for kind in MatterClock.Kind.allCases {
      switch output[kind.rawValue] {
      case nil, .null?: continue
      case .string(let text)?:
        limits.byClock[kind] = ReadLimits.limit(text, calendar: calendar)
        if limits[kind] != nil { continue }
        let why =
          TimeLimit(text: text, calendar: "") == nil
          ? TimeLimit.expectation
          : Message(
            "neither it nor an output calendar names the calendar by which it is counted",
            "它和输出 calendar 都没有指明按哪个日历计算")
        faults[kind.rawValue] = why.at(Message(same: "\"\(text.prefix(64))\""))
      case let other?: faults[kind.rawValue] = TimeLimit.expectation.at(Message(same: "\(other.text.prefix(64))"))
      }
    }
  }
}

extension DecisionDefinition {
  /// An output by name, also where a table has one alone.
  fileprivate func named(_ output: JSON) -> JSON {
    guard case .sheet(let sheet) = form, sheet.outputs.count == 1 else { return output }
    return .object([sheet.outputs[0].head.text: output])
  }
}

/// What the texts of limits mean. There are few in a city, and each new matter needs some.
private enum ReadLimits {
  private struct Key: Hashable {
    var text: String
    var calendar: String?
  }

  private static let known = Mutex<[Key: TimeLimit]>([:])
  /// Texts that are made by expressions may be many; then it begins anew.
  private static let most = 10_000

  static func limit(_ text: String, calendar: String?) -> TimeLimit? {
    let key = Key(text: text, calendar: calendar)
    if let limit = known.withLock({ $0[key] }) { return limit }
    guard let limit = TimeLimit(text: text, calendar: calendar) else { return nil }
    known.withLock { known in
      if known.count >= most { known = [:] }
      known[key] = limit
    }
    return limit
  }
}
