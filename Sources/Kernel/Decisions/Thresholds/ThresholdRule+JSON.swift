// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension ThresholdRule {
  /// Reads the form that a pack's `rules/` holds.
  /// - Parameter limits: of its conditions.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON, limits: FEELLimits = .thresholds) throws(Problem) {
    var reader = JSONReader()
    let known = ["code", "version", "name", "series", "levels", "clearAfter", "silence", "matterType", "source"]
    let members = reader.object(reader.withoutLimits(json), at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let name = reader.localized(members, "name", at: "")
    let series = reader.strings(members, "series", at: "")
    if series.isEmpty { reader.report("/series", Message("a rule watches at least one series", "规则至少监视一个序列")) }
    let matterType = reader.string(members, "matterType", at: "", required: true)
    let source = reader.string(members, "source", at: "", required: true)
    let clearing = reader.period(members, "clearAfter", at: "") ?? 0
    let silence = reader.period(members, "silence", at: "") ?? 600_000
    let levels = reader.levels(members["levels"], limits)
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
      let example =
        "levels: [{level: red, when: \"\(sign) 0.5\", until: \"\(sign == ">" ? "<" : ">")= 0.48\", for: PT1M}]"
      report("/\(key)", Message("limits are conditions now: \(example)", "限值现在写成条件：\(example)"))
      if members["levels"] == nil { members["levels"] = .null }
    }
    if members.removeValue(forKey: "hysteresis") != nil {
      report(
        "/hysteresis",
        Message(
          "each level says what ends it: until: \"<= 0.48\" for the limit 0.5 and a hysteresis of 0.02",
          "每个级别写明何时结束：限值 0.5、回差 0.02 写作 until: \"<= 0.48\""))
    }
    return .object(members)
  }

  fileprivate mutating func levels(_ json: JSON?, _ limits: FEELLimits) -> [ThresholdRule.Level] {
    guard let json else {
      let example = "levels: [{level: red, when: \"> 0.5\"}]"
      report("/levels", Message("it is missing: \(example)", "缺少该项：\(example)"))
      return []
    }
    // What stood there in the old form has been reported.
    guard json != .null, let elements = array(json, at: "/levels") else { return [] }
    if elements.isEmpty { report("/levels", Message("at least one level is needed", "至少要有一个级别")) }
    var levels: [(value: ThresholdRule.Level, pointer: String)] = []
    for (index, element) in elements.enumerated() {
      let pointer = "/levels/\(index)"
      guard let members = object(element, at: pointer, known: ["level", "when", "until", "for"]) else { continue }
      let level = WarningLevel(rawValue: string(members, "level", at: pointer, required: true) ?? "")
      if level == nil, members["level"] != nil {
        report(
          "\(pointer)/level",
          Message("a level is red, orange, yellow or blue", "级别为 red（红）、orange（橙）、yellow（黄）或 blue（蓝）"))
      }
      let when = condition(members, "when", at: pointer, limits, required: true)
      let until = condition(members, "until", at: pointer, limits)
      let holding = period(members, "for", at: pointer) ?? 0
      guard let level, let when else { continue }
      if levels.contains(where: { $0.value.level == level }) {
        report("\(pointer)/level", Message("level \(level) is given twice", "级别 \(level) 重复"))
      } else if let last = levels.last?.value.level, last < level {
        report(
          "\(pointer)/level",
          Message(
            "\(level) is more severe than \(last): the most severe level comes first",
            "\(level) 比 \(last) 严重：最严重的级别排在最前"))
      }
      levels.append((ThresholdRule.Level(level: level, when: when, until: until, holding: holding), pointer))
    }
    for fault in ThresholdRule.faults(of: levels.map(\.value)) {
      report(levels[fault.level].pointer.pointing(to: fault.member), fault.detail)
    }
    return levels.map(\.value)
  }

  private mutating func condition(
    _ members: [String: JSON], _ key: String, at pointer: String, _ limits: FEELLimits, required: Bool = false
  ) -> ThresholdCondition? {
    guard let text = string(members, key, at: pointer, required: required) else { return nil }
    do throws(ThresholdCondition.Fault) {
      return try ThresholdCondition(text, limits: limits)
    } catch {
      report(pointer.pointing(to: key), error.detail)
      return nil
    }
  }
}
