// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// The four levels of a warning (预警级别), the highest first (突发事件应对法, Art. 63).
public enum WarningLevel: String, CaseIterable, Sendable, Comparable {
  case red
  case orange
  case yellow
  case blue

  /// 1 for red to 4 for blue.
  public var rank: Int {
    switch self {
    case .red: 1
    case .orange: 2
    case .yellow: 3
    case .blue: 4
    }
  }

  /// Greater is more severe.
  public static func < (left: Self, right: Self) -> Bool { left.rank > right.rank }
}

/// When the values of a series mean a warning: limits by level, for how long they must be passed, and how far the value must
/// come back.
public struct ThresholdRule: Sendable, Hashable {
  /// On which side of the limits the trouble lies.
  public enum Side: String, Sendable { case above, below }

  public struct Step: Sendable, Hashable {
    public var level: WarningLevel
    public var limit: Double
    /// How long the limit must be passed before the warning is raised, in milliseconds of the readings' own time.
    public var holding: Int64
  }

  public var code: String
  public var version: Int
  public var name: LocalizedText
  /// Codes of the series that the rule watches; `*` at the end stands for any rest.
  public var series: [String]
  public var side: Side
  /// The most severe first.
  public var steps: [Step]
  /// How far inside a limit the value must come back before that level ends, in the series' unit.
  public var hysteresis: Double
  /// How long it must stay back, in milliseconds.
  public var clearing: Int64
  /// A silence longer than this begins the holding time anew, in milliseconds.
  public var silence: Int64
  /// Type of the matter that a warning opens.
  public var matterType: String
  public var source: String

  public func watches(_ series: String) -> Bool {
    self.series.contains { $0.hasSuffix("*") ? series.hasPrefix($0.dropLast()) : series == $0 }
  }

  func passes(_ value: Double, _ limit: Double) -> Bool { side == .above ? value > limit : value < limit }

  /// Whether a level that is on stays on at this value.
  func holds(_ value: Double, _ limit: Double) -> Bool {
    passes(value, side == .above ? limit - hysteresis : limit + hysteresis)
  }
}

extension ThresholdRule {
  /// Reads the form that a pack's `rules/` holds.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON) throws(Problem) {
    var reader = JSONReader()
    let known = [
      "code", "version", "name", "series", "above", "below", "hysteresis", "clearAfter", "silence", "matterType",
      "source",
    ]
    let members = reader.object(json, at: "", known: known) ?? [:]
    let code = reader.string(members, "code", at: "", required: true)
    let name = reader.localized(members, "name", at: "")
    let series = reader.strings(members, "series", at: "")
    if series.isEmpty { reader.report("/series", "a rule watches at least one series") }
    let matterType = reader.string(members, "matterType", at: "", required: true)
    let source = reader.string(members, "source", at: "", required: true)
    let hysteresis = reader.number(members, "hysteresis", at: "") ?? 0
    if hysteresis < 0 { reader.report("/hysteresis", "it is a distance, 0 or more") }
    let clearing = reader.period(members, "clearAfter", at: "") ?? 0
    let silence = reader.period(members, "silence", at: "") ?? 600_000
    if (members["above"] == nil) == (members["below"] == nil) {
      reader.report("", "a rule has either above or below")
    }
    let side: Side = members["above"] != nil ? .above : .below
    let steps = reader.steps(members[side.rawValue] ?? .array([]), side: side)
    let version = reader.integer(members, "version", at: "", in: 1...Int64(Int32.max)) ?? 1
    try reader.finish()
    self.init(
      code: code ?? "", version: Int(version), name: name ?? LocalizedText([:]), series: series,
      side: side, steps: steps, hysteresis: hysteresis, clearing: clearing, silence: silence,
      matterType: matterType ?? "", source: source ?? "")
  }
}

extension JSONReader {
  fileprivate mutating func steps(_ json: JSON, side: ThresholdRule.Side) -> [ThresholdRule.Step] {
    let place = "/\(side.rawValue)"
    var steps: [ThresholdRule.Step] = []
    for (index, element) in (array(json, at: place) ?? []).enumerated() {
      let pointer = "\(place)/\(index)"
      guard let members = object(element, at: pointer, known: ["level", "limit", "for"]) else { continue }
      let level = WarningLevel(rawValue: string(members, "level", at: pointer, required: true) ?? "")
      if level == nil { report("\(pointer)/level", "a level is red, orange, yellow or blue") }
      let limit = number(members, "limit", at: pointer)
      if limit == nil { report("\(pointer)/limit", "it is missing") }
      let holding = period(members, "for", at: pointer) ?? 0
      guard let level, let limit else { continue }
      if steps.contains(where: { $0.level == level }) { report("\(pointer)/level", "level \(level) is given twice") }
      steps.append(ThresholdRule.Step(level: level, limit: limit, holding: holding))
    }
    if steps.isEmpty { report(place, "at least one level is needed") }
    steps.sort { $0.level > $1.level }
    for (severe, mild) in zip(steps, steps.dropFirst())
    where side == .above ? severe.limit <= mild.limit : severe.limit >= mild.limit {
      report(place, "the limit of \(severe.level) must lie beyond that of \(mild.level)")
    }
    return steps
  }
}
