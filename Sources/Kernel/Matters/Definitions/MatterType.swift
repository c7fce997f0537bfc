// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What a city knows about one sort of matter: its name, limits, route and rules. Data of the pack, versioned; a matter stays
/// on the version with which it began.
public struct MatterType: Sendable, Hashable {
  /// What sort of thing it is about (GB/T 30428.2: 部件 and 事件, and the others of this house).
  public enum Kind: String, CaseIterable, Sendable { case event, component, appeal, alert, application }

  /// What says how long matters may take.
  public enum LimitSource: Sendable, Hashable {
    /// No clock has a limit.
    case none
    /// The code of a decision.
    case decision(String)
    /// Limits by priority in the type itself, as versions of before there were decisions have them; a priority without its own
    /// has those of `normal`.
    case table([MatterPriority: TimeLimits])
  }

  public var code: String
  public var version: Int
  public var name: LocalizedText
  public var kind: Kind
  /// Classification code (大类 and 小类).
  public var classification: String?
  public var limits: LimitSource
  /// The decision that says who gets it.
  public var route: String?
  /// Whether reports of it are filed without a person's look, as those of sensors are.
  public var acceptsByItself: Bool
  /// Whether it is sent where the decision says as soon as it is filed.
  public var dispatchesByItself: Bool
  /// In which phases a file must be attached.
  public var evidenceRequired: Set<Evidence.Phase>
  /// For how many days after closing it may be opened again.
  public var reopenDays: Int
  /// Whether the public may report it without an account.
  public var isPublic: Bool
  /// Words by which people name it besides its name, by language: they help those who report to find it.
  public var keywords: [String: [String]] = [:]
  public var source: String

  /// The code of the decision on its time limits.
  public var limitDecision: String? {
    if case .decision(let code) = limits { code } else { nil }
  }

  /// The limits that the type itself holds.
  func ownLimits(_ priority: MatterPriority) -> TimeLimits? {
    guard case .table(let table) = limits else { return nil }
    let normal = table[.normal]?.byClock ?? [:]
    return TimeLimits(normal.merging(table[priority]?.byClock ?? [:]) { _, own in own })
  }
}

extension MatterType {
  /// Reads the form that a pack's `matters/` holds.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON) throws(Problem) {
    var reader = JSONReader()
    let known = [
      "code", "version", "name", "kind", "classification", "limits", "route", "accept", "dispatch", "evidence",
      "reopenDays", "public", "keywords", "source",
    ]
    let members = reader.object(json, at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let name = reader.localized(members, "name", at: "")
    let kind = Kind(rawValue: reader.string(members, "kind", at: "", required: true) ?? "")
    if kind == nil {
      reader.report("/kind", "a kind is one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let classification = reader.string(members, "classification", at: "")
    let limits = reader.limits(members["limits"])
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
    let keywords = reader.keywords(members["keywords"])
    let source = reader.string(members, "source", at: "", required: true)
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    try reader.finish()
    self.init(
      code: code ?? "", version: Int(version), name: name ?? LocalizedText([:]),
      kind: kind ?? .event, classification: classification, limits: limits, route: route, acceptsByItself: accepts,
      dispatchesByItself: dispatches, evidenceRequired: evidence, reopenDays: Int(reopenDays), isPublic: isPublic,
      keywords: keywords, source: source ?? "")
  }
}

extension JSONReader {
  fileprivate mutating func limits(_ json: JSON?) -> MatterType.LimitSource {
    switch json {
    case nil: return .none
    case .string(let code)?:
      if code.isEmpty { report("/limits", "it is empty") }
      return .decision(code)
    case .object?: return .table(limitTable(json ?? .null))
    case let other?: return wrong(other, at: "/limits", expected: "the code of a decision", "决策的代码") ?? .none
    }
  }

  private mutating func limitTable(_ json: JSON) -> [MatterPriority: TimeLimits] {
    var result: [MatterPriority: TimeLimits] = [:]
    let priorities = MatterPriority.allCases.map(\.rawValue)
    for (name, clocks) in object(json, at: "/limits", known: priorities) ?? [:] {
      guard let priority = MatterPriority(rawValue: name) else { continue }
      let place = "/limits/\(name)"
      let kinds = MatterClock.Kind.allCases.map(\.rawValue)
      for (kindName, value) in object(clocks, at: place, known: kinds) ?? [:] {
        guard let kind = MatterClock.Kind(rawValue: kindName) else { continue }
        do throws(Problem) {
          let limit = try TimeLimit(json: value, at: "\(place)/\(kindName)")
          result[priority, default: TimeLimits()].byClock[kind] = limit
        } catch {
          for field in error.errors { report(field.pointer, field.detail) }
        }
      }
    }
    return result
  }

  fileprivate mutating func keywords(_ json: JSON?) -> [String: [String]] {
    guard let json else { return [:] }
    let languages = ["en", "zh-Hans"]
    let members = object(json, at: "/keywords", known: languages) ?? [:]
    var keywords: [String: [String]] = [:]
    for language in languages where members[language] != nil {
      keywords[language] = strings(members, language, at: "/keywords")
    }
    return keywords
  }

  fileprivate mutating func automatic(_ members: [String: JSON], _ key: String) -> Bool {
    guard let text = string(members, key, at: "") else { return false }
    if text != "automatic" && text != "manual" { report("/\(key)", "it is automatic or manual") }
    return text == "automatic"
  }
}
