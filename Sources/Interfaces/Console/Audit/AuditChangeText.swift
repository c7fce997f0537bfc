// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

/// What an event changed, in the words of the reader: which field, and what it said before and after.
struct AuditChangeText: Sendable {
  /// A value as people read it, and as the journal has it where that is something else.
  struct Value: Sendable {
    var text: String
    var raw: String?
  }

  /// Fields that hold who did something.
  private static let ofPeople: Set = ["by", "handler", "owner", "formerHandlers", "approvedBy", "proposedBy"]

  let subjectKind: String
  let names: MatterNames
  let moments: Moments
  /// Names of accounts, by identifier.
  let people: [String: String]

  private var messages: Messages { names.messages }

  /// Identifiers of the accounts that the change speaks of.
  static func people(in change: EventChange) -> Set<String> {
    let members = change.members.filter { ofPeople.contains(field($0.path)) }
    return Set(members.flatMap { [$0.before?.string, $0.after?.string].compactMap(\.self) })
  }

  /// What the field of that path is called: `Departments 1 · State` for `branches/0/status`.
  /// - Returns: `nil` where no part of it has a name.
  func name(of path: String) -> String? {
    var words: [String] = []
    var isKnown = false
    for part in path.split(separator: "/").map(String.init) {
      if let index = Int(part), let last = words.last {
        words[words.count - 1] = "\(last) \(index + 1)"
      } else if let word = word(part) {
        words.append(word)
        isKnown = true
      } else {
        words.append(part)
      }
    }
    return isKnown ? words.joined(separator: " · ") : nil
  }

  private func word(_ part: String) -> String? {
    if let clock = MatterClock.Kind(rawValue: part) { return messages.text(clock.name) }
    return ["member.\(part)", "attribute.\(part)"].first { Messages.table[$0] != nil }.map { messages[$0] }
  }

  /// The last part of a path that is no place in a list.
  private static func field(_ path: String) -> String {
    path.split(separator: "/").last { Int($0) == nil }.map(String.init) ?? ""
  }

  func value(_ json: JSON, at path: String) -> Value {
    let field = Self.field(path)
    switch json {
    case .bool(let isSo): return Value(text: messages[isSo ? "member.yes" : "member.no"])
    case .string(let text):
      guard let called = called(text, field, path), called != text else { return Value(text: text) }
      return Value(text: called, raw: text)
    default:
      if field == "grade", Messages.table["grade.\(json.text)"] != nil {
        return Value(text: messages["grade.\(json.text)"], raw: json.text)
      }
      return Value(text: json.text)
    }
  }

  /// What a text of that field is called; `nil` where it has no other name.
  private func called(_ text: String, _ field: String, _ path: String) -> String? {
    if Self.ofPeople.contains(field) { return text == "system" ? messages["theCity"] : people[text] }
    switch field {
    case "department": return names.department(text)
    case "district", "street", "community", "cell", "area", "areas": return names.area(text)
    case "matterType": return names.type(text)
    case "type": return subjectKind == Matter.subjectKind ? names.type(text) : messages.kind(ofType: text)
    case "state", "stateBefore": return MatterState(rawValue: text).map { messages.text($0.name) }
    case "priority": return MatterPriority(rawValue: text).map { messages.text($0.name) }
    case "phase": return Evidence.Phase(rawValue: text).map { messages.text($0.name) }
    case "channel": return names.channel(text)
    case "status": return known("branch.\(text)")
    case "role": return known(path.hasPrefix("branches") ? "branch.\(text)" : "role.\(text)")
    case "kind":
      return MatterClock.Kind(rawValue: text).map { messages.text($0.name) } ?? known("definition.\(text)")
        ?? (subjectKind == "account" ? known(text) : nil)
    case "before", "after": return known("sensorState.\(text)")
    case "until": return known("until.\(text)")
    case "level", "peak": return known("level.\(text)")
    case "name", "signInName": return messages.name(text)
    case "working", "workingTime", "elapsed": return limit(text, field)
    default: return moment(text) ?? limit(text, "elapsed") ?? messages.own(text)
    }
  }

  private func known(_ key: String) -> String? { Messages.table[key] == nil ? nil : messages[key] }

  /// A moment in the city's time.
  private func moment(_ text: String) -> String? {
    guard text.utf8.count >= 20, text.utf8.first.map({ (0x30...0x39).contains($0) }) == true else { return nil }
    return Instant(text).map(moments.absolute)
  }

  /// A duration (ISO 8601): `PT8H`.
  private func limit(_ text: String, _ kind: String) -> String? {
    guard text.utf8.first == UInt8(ascii: "P"), text.utf8.count < 32 else { return nil }
    let counted = kind == "elapsed" ? "elapsed" : "working"
    return (try? Limit(json: [counted: .string(text)])).map { messages.text($0.text) }
  }
}
