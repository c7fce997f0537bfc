// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Vocabulary

/// What a city knows about one sort of matter: its name, limits, route and rules. Data of the pack, versioned; a matter stays
/// on the version with which it began.
public struct MatterType: Sendable, Hashable {
  /// What sort of thing it is about (GB/T 30428.2: 部件 and 事件, and the others of this house).
  public enum Kind: String, CaseIterable, Sendable { case event, component, appeal, alert, application }

  /// A time limit with the calendar by which it is counted.
  public struct TimeLimit: Sendable, Hashable {
    public var limit: Limit
    public var calendar: String
    /// After which part of the limit a warning is due, in percent; `nil` for none.
    public var warnPercent: Int?
  }

  public var code: String
  public var version: Int
  public var name: LocalizedText
  public var kind: Kind
  /// Classification code (大类 and 小类).
  public var classification: String?
  /// Limits by priority, then by clock; a priority without its own uses those of `normal`.
  public var limits: [MatterPriority: [MatterClock.Kind: TimeLimit]]
  /// The routing table that says who gets it.
  public var route: String?
  /// Whether reports of it are filed without a person's look, as those of sensors are.
  public var acceptsByItself: Bool
  /// Whether it is sent where the routing table says as soon as it is filed.
  public var dispatchesByItself: Bool
  /// In which phases a file must be attached.
  public var evidenceRequired: Set<Evidence.Phase>
  /// For how many days after closing it may be opened again.
  public var reopenDays: Int
  /// Whether the public may report it without an account.
  public var isPublic: Bool
  public var source: String

  func limit(_ clock: MatterClock.Kind, _ priority: MatterPriority) -> TimeLimit? {
    limits[priority]?[clock] ?? limits[.normal]?[clock]
  }
}

extension MatterType {
  /// Reads the form that a pack's `matters/` holds.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON) throws(Problem) {
    var reader = JSONReader()
    let known = [
      "code", "version", "name", "kind", "classification", "limits", "route", "accept", "dispatch", "evidence",
      "reopenDays", "public", "source",
    ]
    let members = reader.object(json, at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let name = reader.localized(members, "name", at: "")
    let kind = Kind(rawValue: reader.string(members, "kind", at: "", required: true) ?? "")
    if kind == nil {
      reader.report("/kind", "a kind is one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let classification = reader.string(members, "classification", at: "")
    let limits = reader.limits(members["limits"] ?? .object([:]))
    let accepts = reader.automatic(members, "accept")
    let dispatches = reader.automatic(members, "dispatch")
    let route = reader.string(members, "route", at: "")
    if dispatches, route == nil { reader.report("/route", "dispatch: automatic needs a route") }
    var evidence: Set<Evidence.Phase> = []
    for (index, text) in reader.strings(members, "evidence", at: "").enumerated() {
      if let phase = Evidence.Phase(rawValue: text) {
        evidence.insert(phase)
      } else {
        reader.report("/evidence/\(index)", "a phase is report, handle or verify")
      }
    }
    let reopenDays = reader.integer(members, "reopenDays", at: "", in: 0...3650) ?? 10
    let isPublic = reader.bool(members, "public", at: "") ?? false
    let source = reader.string(members, "source", at: "", required: true)
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    try reader.finish()
    self.init(
      code: code ?? "", version: Int(version), name: name ?? LocalizedText([:]),
      kind: kind ?? .event, classification: classification, limits: limits, route: route, acceptsByItself: accepts,
      dispatchesByItself: dispatches, evidenceRequired: evidence, reopenDays: Int(reopenDays), isPublic: isPublic,
      source: source ?? "")
  }
}

extension JSONReader {
  fileprivate mutating func limits(_ json: JSON) -> [MatterPriority: [MatterClock.Kind: MatterType.TimeLimit]] {
    var result: [MatterPriority: [MatterClock.Kind: MatterType.TimeLimit]] = [:]
    let priorities = MatterPriority.allCases.map(\.rawValue)
    for (name, clocks) in object(json, at: "/limits", known: priorities) ?? [:] {
      guard let priority = MatterPriority(rawValue: name) else { continue }
      let place = "/limits/\(name)"
      let kinds = MatterClock.Kind.allCases.map(\.rawValue)
      for (kindName, value) in object(clocks, at: place, known: kinds) ?? [:] {
        guard let kind = MatterClock.Kind(rawValue: kindName) else { continue }
        let pointer = "\(place)/\(kindName)"
        do throws(Problem) {
          let limit = try Limit(json: value, at: pointer, besides: ["calendar", "warnPercent"])
          let calendar = string(value.object ?? [:], "calendar", at: pointer, required: true) ?? ""
          let warn = integer(value.object ?? [:], "warnPercent", at: pointer, in: 1...99)
          result[priority, default: [:]][kind] = MatterType.TimeLimit(
            limit: limit, calendar: calendar, warnPercent: warn.map { Int($0) })
        } catch {
          for field in error.errors { report(field.pointer, field.detail) }
        }
      }
    }
    return result
  }

  fileprivate mutating func automatic(_ members: [String: JSON], _ key: String) -> Bool {
    guard let text = string(members, key, at: "") else { return false }
    if text != "automatic" && text != "manual" { report("/\(key)", "it is automatic or manual") }
    return text == "automatic"
  }
}
