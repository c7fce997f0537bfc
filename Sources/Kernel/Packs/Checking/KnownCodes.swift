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
  func missing(_ subject: Subject, _ code: String) -> String? {
    knows(subject, code) ? nil : "there is no \(subject.rawValue) \(code)\(suggestion(subject, code))"
  }

  /// What was probably meant.
  private func suggestion(_ subject: Subject, _ code: String) -> String {
    let known = (codes[subject] ?? []).sorted()
    if known.isEmpty { return ": the pack has none" }
    if known.count <= 12 { return "; there are \(known.joined(separator: ", "))" }
    let near = known.min { $0.distance(to: code) < $1.distance(to: code) }
    return near.map { $0.distance(to: code) <= 3 ? "; is \($0) meant?" : "" } ?? ""
  }
}

extension KnownCodes {
  init(_ draft: PackDraft) { codes = draft.codes.mapValues { Set($0.keys) } }

  init(_ pack: Pack) {
    codes = [
      .area: Set(pack.areas.areas.map(\.code)), .department: Set(pack.departments.map(\.code)),
      .calendar: Set(pack.calendars.map(\.code)),
      .matterType: Set(pack.matterTypes.map(\.code)), .decision: Set(pack.decisions.map(\.code)),
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
