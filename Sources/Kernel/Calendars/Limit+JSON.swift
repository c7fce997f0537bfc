// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Limit {
  /// Reads `{"working": "PT8H"}`, `{"workingDays": 5, "until": "closeOfDay"}` or `{"elapsed": "P7D"}`.
  ///
  /// Durations are those of ISO 8601 in weeks, days, hours, minutes and seconds; working time has no days, since their
  /// length differs. `until` is `closeOfDay` when absent. A limit is longer than nothing and at most 50 years.
  ///
  /// - Parameters:
  ///   - json: the object.
  ///   - pointer: where it stands, for messages.
  ///   - besides: further keys, which the caller reads.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  public init(json: JSON, at pointer: String = "", besides: [String] = []) throws(Problem) {
    var reader = JSONReader()
    let limit = reader.limit(json, at: pointer, besides: besides)
    try reader.finish()
    guard let limit else { throw .invalid(pointer, Limit.expectation, Limit.chineseExpectation) }
    self = limit
  }

  /// The canonical form; reading it gives the same limit.
  public var json: JSON {
    switch self {
    case .workingTime(let milliseconds): ["working": .string(Period.text(milliseconds, days: false))]
    case .workingDays(let count, let until):
      ["workingDays": .integer(Int64(count)), "until": .string(until.rawValue)]
    case .elapsed(let milliseconds): ["elapsed": .string(Period.text(milliseconds, days: true))]
    }
  }

  fileprivate static let expectation =
    "a limit has one of working (such as \"PT8H\"), workingDays (such as 5) and elapsed (such as \"P7D\")"
  fileprivate static let chineseExpectation =
    "时限须给出以下一项：working（例如 PT8H）、workingDays（例如 5）、elapsed（例如 P7D）"
}

extension JSONReader {
  fileprivate mutating func limit(_ json: JSON, at pointer: String, besides: [String]) -> Limit? {
    let kinds = ["working", "workingDays", "elapsed"]
    guard let members = object(json, at: pointer, known: kinds + ["until"] + besides) else { return nil }
    let given = kinds.filter { members[$0] != nil }
    guard given.count == 1 else {
      report(pointer, Limit.expectation, chinese: Limit.chineseExpectation)
      return nil
    }
    if members["until"] != nil, given[0] != "workingDays" {
      report(pointer.pointing(to: "until"), "it belongs to workingDays alone", chinese: "until 只用于 workingDays")
    }
    switch given[0] {
    case "working": return duration(members, "working", at: pointer).map { .workingTime(milliseconds: $0) }
    case "elapsed": return duration(members, "elapsed", at: pointer).map { .elapsed(milliseconds: $0) }
    default: return days(members, at: pointer)
    }
  }

  private mutating func days(_ members: [String: JSON], at pointer: String) -> Limit? {
    var until = Limit.DayEnd.closeOfDay
    if let text = string(members, "until", at: pointer) {
      if let end = Limit.DayEnd(rawValue: text) {
        until = end
      } else {
        report(
          pointer.pointing(to: "until"), "\"\(text)\" is neither closeOfDay nor sameTime",
          chinese: "“\(text)”既不是 closeOfDay 也不是 sameTime")
      }
    }
    guard case .integer(let count)? = members["workingDays"], (1...18_262).contains(count) else {
      report(
        pointer.pointing(to: "workingDays"), "a whole number of days from 1 to 18262 is expected",
        chinese: "应为 1 至 18262 的整天数")
      return nil
    }
    return .workingDays(Int(count), until: until)
  }

  private mutating func duration(_ members: [String: JSON], _ key: String, at pointer: String) -> Int64? {
    guard let text = string(members, key, at: pointer) else { return nil }
    let place = pointer.pointing(to: key)
    guard let period = Period(text) else {
      report(
        place, "\"\(text.prefix(32))\" is no duration; one looks like PT8H or PT1H30M (ISO 8601)",
        chinese: "“\(text.prefix(32))”不是时长；时长的写法如 PT8H、PT1H30M（ISO 8601）")
      return nil
    }
    if key == "working", period.hasDays {
      report(
        place, "working time is given in hours and minutes, such as PT8H; for days there is workingDays",
        chinese: "工作时间以小时和分钟给出，例如 PT8H；按天请用 workingDays")
      return nil
    }
    guard (1...Limit.longest).contains(period.milliseconds) else {
      report(place, "a limit is longer than nothing and at most 50 years", chinese: "时限须大于零且不超过 50 年")
      return nil
    }
    return period.milliseconds
  }
}
