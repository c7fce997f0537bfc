// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import HTTP
import Vocabulary

/// A draft of a threshold rule as the form of its page holds it, field by field.
struct RuleForm: Sendable {
  struct Level: Sendable {
    var level: String
    var levelName: String
    var when: String
    var until: String
    var holding: String
  }

  var levels: [Level]
  /// One code a line.
  var seriesText: String
  var clearAfter: String
  var silence: String
  var source: String
  /// The version in force that its author saw.
  var base: Int64?
  var comment = ""
  var validFrom = ""

  /// The rule as the pack has it; levels that it does not have are empty.
  init(_ content: JSON, _ messages: Messages) {
    let given = content["levels"]?.array ?? []
    levels = WarningLevel.allCases.map { level in
      let found = given.first { $0["level"]?.string == level.rawValue }
      return Level(
        level: level.rawValue, levelName: messages.level(level), when: found?["when"]?.string ?? "",
        until: found?["until"]?.string ?? "", holding: found?["for"]?.string ?? "")
    }
    seriesText = (content["series"]?.array ?? []).compactMap(\.string).joined(separator: "\n")
    clearAfter = content["clearAfter"]?.string ?? ""
    silence = content["silence"]?.string ?? ""
    source = content["source"]?.string ?? ""
  }

  /// The same for reading: without the levels that the rule does not have, durations in words.
  func shown(_ messages: Messages) -> RuleForm {
    func words(_ duration: String) -> String {
      Period(duration).map { messages.text(Limit.elapsed(milliseconds: $0.milliseconds).text) } ?? duration
    }
    var form = self
    form.levels.removeAll { $0.when.isEmpty }
    for index in form.levels.indices { form.levels[index].holding = words(form.levels[index].holding) }
    form.clearAfter = words(clearAfter)
    form.silence = words(silence)
    return form
  }

  /// Takes over what was sent.
  mutating func fill(from form: URLEncodedForm) {
    for index in levels.indices {
      let level = levels[index].level
      levels[index].when = (form["when-\(level)"] ?? "").trimmed
      levels[index].until = (form["until-\(level)"] ?? "").trimmed
      levels[index].holding = (form["for-\(level)"] ?? "").trimmed
    }
    seriesText = (form["series"] ?? "").replacing("\r\n", with: "\n")
    clearAfter = (form["clearAfter"] ?? "").trimmed
    silence = (form["silence"] ?? "").trimmed
    if let text = form["source"]?.trimmed { source = text }
    base = form["base"].flatMap { Int64($0) }
    comment = (form["comment"] ?? "").trimmed
    validFrom = form["validFrom"] ?? ""
  }

  /// What the draft says.
  /// - Parameter original: the content that it changes; what the form does not ask for stays as it is there.
  func content(changing original: JSON) -> [String: JSON] {
    var content = original.object ?? [:]
    content["series"] = .array(seriesText.split(separator: "\n").map { .string(String($0).trimmed) })
    content["clearAfter"] = clearAfter.isEmpty ? nil : .string(clearAfter)
    content["silence"] = silence.isEmpty ? nil : .string(silence)
    content["source"] = .string(source)
    content["levels"] = .array(
      levels.filter { !($0.when.isEmpty && $0.until.isEmpty && $0.holding.isEmpty) }.map { level in
        var members: [String: JSON] = ["level": .string(level.level)]
        for (key, text) in [("when", level.when), ("until", level.until), ("for", level.holding)] where !text.isEmpty {
          members[key] = .string(text)
        }
        return .object(members)
      })
    return content
  }
}

extension RuleForm {
  /// What is different between two versions, field by field.
  static func changes(from old: JSON, to new: JSON, _ messages: Messages) -> [DecisionDiffView.Change] {
    let (before, after) = (RuleForm(old, messages), RuleForm(new, messages))
    var fields: [(subject: String, was: String, becomes: String)] = []
    for (was, becomes) in zip(before.levels, after.levels) {
      for (key, left, right) in [
        ("levelWhen", was.when, becomes.when), ("levelUntil", was.until, becomes.until),
        ("levelFor", was.holding, becomes.holding),
      ] {
        fields.append(("\(was.levelName) · \(messages[key])", left, right))
      }
    }
    for (key, left, right) in [
      ("watchedSeries", before.seriesText, after.seriesText), ("clearAfter", before.clearAfter, after.clearAfter),
      ("silence", before.silence, after.silence),
      ("opensMatter", old["matterType"]?.plain ?? "", new["matterType"]?.plain ?? ""),
    ] {
      fields.append((messages[key], left, right))
    }
    return fields.filter { $0.was != $0.becomes }.map {
      DecisionDiffView.Change(
        subject: $0.subject, was: $0.was.isEmpty ? "–" : $0.was, becomes: $0.becomes.isEmpty ? "–" : $0.becomes)
    }
  }
}
