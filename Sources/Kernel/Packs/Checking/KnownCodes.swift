// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Matters
import Spatial

/// The codes that a city names, by what they name.
struct KnownCodes {
  var codes: [Subject: Set<String>] = [:]

  func knows(_ subject: Subject, _ code: String) -> Bool { codes[subject]?.contains(code) ?? false }

  /// What to say of a code that nothing has; `nil` when something does.
  func missing(_ subject: Subject, _ code: String) -> Message? {
    if knows(subject, code) { return nil }
    let (name, suggestion) = (subject.name, suggestion(subject, code))
    return Message(
      "there is no \(name.english) \(code)\(suggestion.english)", "没有\(name.chinese) \(code)\(suggestion.chinese)")
  }

  /// What was probably meant.
  private func suggestion(_ subject: Subject, _ code: String) -> Message {
    let known = (codes[subject] ?? []).sorted()
    if known.isEmpty { return Message(": the pack has none", "：城市包中一个也没有") }
    if known.count <= 12 {
      return Message("; there are \(known.joined(separator: ", "))", "；现有 \(known.joined(separator: "、"))")
    }
    let near = known.min { $0.distance(to: code) < $1.distance(to: code) }
    guard let near, near.distance(to: code) <= 3 else { return Message(same: "") }
    return Message("; is \(near) meant?", "；是否指 \(near)？")
  }
}

extension Subject {
  /// What it is called in a sentence.
  fileprivate var name: Message {
    switch self {
    case .area: Message(rawValue, "区域")
    case .department: Message(rawValue, "部门")
    case .calendar: Message(rawValue, "日历")
    case .decision: Message(rawValue, "决策")
    case .matterType: Message(rawValue, "事项类型")
    case .thresholdRule: Message(rawValue, "阈值规则")
    case .series: Message(rawValue, "数据序列")
    case .seriesClass: Message(rawValue, "序列类别")
    }
  }
}

extension KnownCodes {
  init(_ draft: PackDraft) { codes = draft.codes.mapValues { Set($0.keys) } }

  init(_ pack: Pack) {
    codes = [
      .area: Set(pack.areas.areas.map(\.code)), .department: Set(pack.departments.map(\.code)),
      .calendar: Set(pack.calendars.map(\.code)),
      .matterType: Set(pack.matterTypes.map(\.code)), .decision: Set(pack.decisions.map(\.code)),
      .series: Set(pack.series.map(\.code)),
    ]
  }
}

extension String {
  /// How many letters must be changed, added or left out to make one text of the other (Levenshtein).
  fileprivate func distance(to other: String) -> Int {
    let (left, right) = (Array(lowercased()), Array(other.lowercased()))
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, match) in right.enumerated() {
        let changed = diagonal + (letter == match ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(changed, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
