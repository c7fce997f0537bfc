// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Something that is measured, by its code.
struct Pollutant: Hashable, Sendable {
  var code: String
  /// UCUM.
  var unit: String?
  /// UCUM, of the amounts of a period (`Cou`).
  var sumUnit: String?
  var name: LocalizedText

  /// By code and by older code.
  static let all: [String: Pollutant] = {
    var all: [String: Pollutant] = [:]
    for line in PollutantTable.text.split(separator: "\n") {
      let parts = line.split(separator: "|").map(String.init)
      precondition(parts.count == 6, "a line of the table has six parts: \(line)")
      func value(_ text: String) -> String? { text == "-" ? nil : text }
      let pollutant = Pollutant(
        code: parts[0], unit: value(parts[2]), sumUnit: value(parts[3]),
        name: LocalizedText(["en": parts[4], "zh-Hans": parts[5]]))
      all[parts[0]] = pollutant
      if let older = value(parts[1]) { all[older] = pollutant }
    }
    return all
  }()
}
