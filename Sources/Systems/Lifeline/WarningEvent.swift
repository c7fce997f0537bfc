// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Decisions
public import Journaling
import Spatial
import Vocabulary

/// What the journal says of a warning: it was raised, went to another level, or is over.
public struct WarningEvent: Sendable, Hashable {
  public enum Kind: String, CaseIterable, Sendable {
    case raised = "WarningRaised"
    case levelChanged = "WarningLevelChanged"
    case cleared = "WarningCleared"
  }

  /// How the journal names the kind of subject; the subject is the warning's identifier.
  public static let subjectKind = "warning"

  public var kind: Kind
  /// The warning as it was after the event.
  public var warning: Warning
  /// The level before, of a change of level.
  public var previous: WarningLevel?
  /// The use of the threshold rule that led to it; `nil` in events of before these were written down.
  public var use: DecisionUse?

  init(_ kind: Kind, _ warning: Warning, previous: WarningLevel? = nil, use: DecisionUse? = nil) {
    self.kind = kind
    self.warning = warning
    self.previous = previous
    self.use = use
  }

  /// Whether the trouble became graver.
  public var isRise: Bool { kind == .raised || previous.map { warning.level > $0 } ?? false }

  /// Where the warning belongs, for whoever decides who may see the event.
  public var facts: AccessFacts { AccessFacts(areas: Set(warning.areas.codes)) }
}

extension WarningEvent {
  /// The event as the journal takes it. The payload is the warning's JSON with the codes of its areas as a list, `since`, when
  /// it was raised, and the use of the threshold rule in `decisions`.
  var journalled: NewEvent {
    var members: [String: JSON] = [
      "areas": .array(warning.areas.codes.map(JSON.string)), "areaPath": warning.areas.members,
      "at": .string(warning.at.description), "condition": .string(warning.condition),
      "exceedances": .integer(warning.exceedances),
      "extreme": .number(warning.extreme), "level": .string(warning.level.rawValue),
      "matterType": .string(warning.matterType), "name": warning.name.members, "peak": .string(warning.peak.rawValue),
      "rule": .string("\(warning.rule)@\(warning.ruleVersion)"), "series": .string(warning.series),
      "seriesId": .string(warning.seriesID.description), "seriesName": warning.seriesName.members,
      "since": .string(warning.raisedAt.description), "value": .number(warning.value),
    ]
    members["limit"] = warning.limit.map { .number($0) }
    members["decisions"] = use.map { [$0.json] }
    members["entity"] = warning.entity.map(JSON.string)
    members["position"] = warning.position?.json
    members["previous"] = (previous?.rawValue).map(JSON.string)
    members["unit"] = warning.unit.map(JSON.string)
    return NewEvent(
      kind.rawValue, subjectKind: Self.subjectKind, subject: warning.id.description, revision: warning.revision,
      payload: .object(members), decisions: Set([use?.code].compactMap(\.self)))
  }

  /// Reads an event of the journal back; `nil` when it is none of a warning.
  public init?(_ event: Event) {
    guard event.subjectKind == Self.subjectKind, let kind = Kind(rawValue: event.kind),
      let id = Identifier(event.subject),
      let payload = try? JSON(parsing: event.payload), let rule = payload["rule"]?.string,
      let mark = rule.lastIndex(of: "@"), let version = Int(rule[rule.index(after: mark)...]),
      let level = payload.level("level"), let at = payload.instant("at"), let since = payload.instant("since"),
      let seriesID = payload["seriesId"]?.string.flatMap({ Identifier($0) })
    else { return nil }
    self.kind = kind
    previous = payload.level("previous")
    use = payload["decisions"]?.array?.first.flatMap(DecisionUse.init(json:))
    warning = Warning(
      id: id, revision: event.revision, rule: String(rule[..<mark]), ruleVersion: version,
      name: LocalizedText(members: payload["name"]), seriesID: seriesID, series: payload["series"]?.string ?? "",
      seriesName: LocalizedText(members: payload["seriesName"]), unit: payload["unit"]?.string,
      entity: payload["entity"]?.string, position: payload["position"].flatMap { try? Position(json: $0) },
      areas: AreaPath(members: payload["areaPath"]), matterType: payload["matterType"]?.string ?? "", level: level,
      peak: payload.level("peak") ?? level, value: payload["value"]?.double ?? 0,
      condition: payload["condition"]?.string ?? "",
      limit: payload["limit"]?.double,
      at: at, raisedAt: since, clearedAt: kind == .cleared ? at : nil, extreme: payload["extreme"]?.double ?? 0,
      exceedances: payload["exceedances"]?.integer ?? 0)
  }
}

extension JSON {
  fileprivate func level(_ key: String) -> WarningLevel? { self[key]?.string.flatMap(WarningLevel.init(rawValue:)) }
  fileprivate func instant(_ key: String) -> Instant? { self[key]?.string.flatMap { Instant($0) } }
}
