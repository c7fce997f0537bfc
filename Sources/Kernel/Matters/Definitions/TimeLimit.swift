// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
package import Decisions
public import Vocabulary

/// A time limit with the calendar by which it is counted.
public struct TimeLimit: Sendable, Hashable {
  public var limit: Limit
  /// Code of the calendar.
  public var calendar: String
  /// After which part of the limit a warning is due, in percent; `nil` for none.
  public var warnPercent: Int?

  /// What a cell of a decision on time limits may say.
  package static let expectation = Message(
    "a limit is a text such as \"PT4H working\", \"5 working days\" or \"P7D\", with \", warn at 75%\" and "
      + "\", calendar always\" behind it where they are needed",
    "时限是文本，如 \"PT4H working\"、\"5 working days\" 或 \"P7D\"；需要时在其后加 \", warn at 75%\" 和 \", calendar always\"")

  /// Reads a text of a decision.
  /// - Parameter calendar: the calendar by which it is counted where the text names none.
  /// - Returns: `nil` for what is no limit, and where nothing names a calendar.
  public init?(text: String, calendar: String?) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let limit = Limit(text: String(parts[0])) else { return nil }
    var named: String?
    var percent: Int?
    for part in parts.dropFirst() {
      let words = part.split(whereSeparator: \.isWhitespace)
      switch words.first {
      case "warn" where words.count == 3 && words[1] == "at" && words[2].hasSuffix("%") && percent == nil:
        guard let value = Int(words[2].dropLast()), (1...99).contains(value) else { return nil }
        percent = value
      case "calendar" where words.count == 2 && named == nil: named = String(words[1])
      default: return nil
      }
    }
    guard let calendar = named ?? calendar else { return nil }
    self.init(limit: limit, calendar: calendar, warnPercent: percent)
  }

  public init(limit: Limit, calendar: String, warnPercent: Int? = nil) {
    self.limit = limit
    self.calendar = calendar
    self.warnPercent = warnPercent
  }
}

extension TimeLimit {
  /// As a limit's JSON, with `calendar` and `warnPercent`.
  public var json: JSON {
    var members = limit.json.object ?? [:]
    members["calendar"] = .string(calendar)
    members["warnPercent"] = warnPercent.map { .integer(Int64($0)) }
    return .object(members)
  }

  /// Writes what `json` is, member by member: each matter carries up to five limits, in its events and in each answer.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("calendar", calendar)
    switch limit {
    case .elapsed(let milliseconds):
      writer.member("elapsed", Period.text(milliseconds, days: true))
      writer.member("warnPercent", warnPercent)
    case .workingDays(let count, let until):
      writer.member("until", until.rawValue)
      writer.member("warnPercent", warnPercent)
      writer.member("workingDays", count)
    case .workingTime(let milliseconds):
      writer.member("warnPercent", warnPercent)
      writer.member("working", Period.text(milliseconds, days: false))
    }
    writer.endObject()
  }

  /// Reads what `json` writes.
  /// - Throws: `Problem` of code `invalid` with everything that is wrong, by JSON Pointer.
  init(json: JSON, at pointer: String = "") throws(Problem) {
    limit = try Limit(json: json, at: pointer, besides: ["calendar", "warnPercent"])
    var reader = JSONReader()
    let members = json.object ?? [:]
    calendar = reader.string(members, "calendar", at: pointer, required: true) ?? ""
    warnPercent = reader.integer(members, "warnPercent", at: pointer, in: 1...99).map { Int($0) }
    try reader.finish()
  }
}
