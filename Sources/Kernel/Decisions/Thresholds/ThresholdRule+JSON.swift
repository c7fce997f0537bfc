// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension ThresholdRule {
  /// Reads the form that a pack's `rules/` holds.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON) throws(Problem) {
    var reader = JSONReader()
    let known = ["code", "version", "name", "series", "levels", "clearAfter", "silence", "matterType", "source"]
    let members = reader.object(reader.withoutLimits(json), at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let name = reader.localized(members, "name", at: "")
    let series = reader.strings(members, "series", at: "")
    if series.isEmpty { reader.report("/series", "a rule watches at least one series") }
    let matterType = reader.string(members, "matterType", at: "", required: true)
    let source = reader.string(members, "source", at: "", required: true)
    let clearing = reader.period(members, "clearAfter", at: "") ?? 0
    let silence = reader.period(members, "silence", at: "") ?? 600_000
    let levels = reader.levels(members["levels"])
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    try reader.finish()
    self.init(
      code: code ?? "", version: Int(version), name: name ?? LocalizedText([:]), series: series, levels: levels,
      clearing: clearing, silence: silence, matterType: matterType ?? "", source: source ?? "")
  }
}

extension JSONReader {
  /// Says how limits without FEEL are written now.
  fileprivate mutating func withoutLimits(_ json: JSON) -> JSON {
    guard case .object(var members) = json else { return json }
    for (key, sign) in [("above", ">"), ("below", "<")] where members.removeValue(forKey: key) != nil {
      report(
        "/\(key)",
        "limits are conditions now: levels: [{level: red, when: \"\(sign) 0.5\", until: \"\(sign == ">" ? "<" : ">")= 0.48\", "
          + "for: PT1M}]")
      if members["levels"] == nil { members["levels"] = .null }
    }
    if members.removeValue(forKey: "hysteresis") != nil {
      report(
        "/hysteresis", "each level says what ends it: until: \"<= 0.48\" for the limit 0.5 and a hysteresis of 0.02")
    }
    return .object(members)
  }

  fileprivate mutating func levels(_ json: JSON?) -> [ThresholdRule.Level] {
    guard let json else {
      report("/levels", "it is missing: levels: [{level: red, when: \"> 0.5\"}]")
      return []
    }
    // What stood there in the old form has been reported.
    guard json != .null, let elements = array(json, at: "/levels") else { return [] }
    if elements.isEmpty { report("/levels", "at least one level is needed") }
    var levels: [(value: ThresholdRule.Level, pointer: String)] = []
    for (index, element) in elements.enumerated() {
      let pointer = "/levels/\(index)"
      guard let members = object(element, at: pointer, known: ["level", "when", "until", "for"]) else { continue }
      let level = WarningLevel(rawValue: string(members, "level", at: pointer, required: true) ?? "")
      if level == nil, members["level"] != nil { report("\(pointer)/level", "a level is red, orange, yellow or blue") }
      let when = condition(members, "when", at: pointer, required: true)
      let until = condition(members, "until", at: pointer)
      let holding = period(members, "for", at: pointer) ?? 0
      guard let level, let when else { continue }
      if levels.contains(where: { $0.value.level == level }) {
        report("\(pointer)/level", "level \(level) is given twice")
      } else if let last = levels.last?.value.level, last < level {
        report("\(pointer)/level", "\(level) is more severe than \(last): the most severe level comes first")
      }
      levels.append((ThresholdRule.Level(level: level, when: when, until: until, holding: holding), pointer))
    }
    for fault in ThresholdRule.faults(of: levels.map(\.value)) {
      report(levels[fault.level].pointer.pointing(to: fault.member), fault.detail)
    }
    return levels.map(\.value)
  }

  private mutating func condition(
    _ members: [String: JSON], _ key: String, at pointer: String, required: Bool = false
  ) -> ThresholdCondition? {
    guard let text = string(members, key, at: pointer, required: required) else { return nil }
    do throws(ThresholdCondition.Fault) {
      return try ThresholdCondition(text)
    } catch {
      report(pointer.pointing(to: key), error.detail)
      return nil
    }
  }
}
