// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telemetry
import Vocabulary

/// What a monitor tells besides data: when it was started (2081), which bottle holds a sample (3015), how it takes samples
/// (3017, 3018), serial numbers of instruments (3019), their logs, states and parameters (3020).
enum FactCommand: Int, CaseIterable, Sendable {
  case start = 2081
  case sample = 3015
  case interval = 3017
  case duration = 3018
  case serialNumber = 3019
  case information = 3020
}

extension Upload {
  /// Something that is kept as a text.
  struct Fact: Equatable {
    /// What stands behind the device's code in that of the series: `restarttime`, `w01018:sn`, `w01018:i11001:info`.
    var path: String
    var text: String
  }

  /// Reads `DataTime=…;PolId=w01018;i11001-Info=//…//` (HJ 212-2017 annex C, C24 and C34 to C45).
  ///
  /// - Parameter sent: the time where the content gives none, as with serial numbers.
  /// - Returns: `nil` where there is no time at all.
  init?(facts content: String, sent: Instant?) {
    period = .real
    var at = sent
    var subject: String?
    var found: [(name: String, text: String)] = []
    for (name, text) in Self.pairs(content) {
      switch name {
      case "DataTime":
        guard let instant = ChinaTime.instant(text) else { return nil }
        at = instant
      case "PolId": subject = text
      default: found.append((name, text))
      }
    }
    guard let at else { return nil }
    self.at = at
    for (name, text) in found {
      var parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      parts[parts.count - 1] = parts[parts.count - 1].lowercased()
      if let subject, parts[0] != subject { parts.insert(subject, at: 0) }
      guard parts.count <= 3, parts.allSatisfy(Self.isName) else {
        faults.append("\(name.prefix(80)) is no name of a value")
        continue
      }
      facts.append(Fact(path: parts.joined(separator: ":"), text: text))
    }
  }

  /// The pairs of a content; between `//` a value may hold what else would end it.
  private static func pairs(_ content: String) -> [(name: String, text: String)] {
    var pairs: [(String, String)] = []
    var rest = content[...]
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].drop { $0 == ";" || $0 == "," }
      rest = rest[rest.index(after: equals)...]
      let text: Substring
      if rest.hasPrefix("//"), let end = rest.dropFirst(2).range(of: "//") {
        text = rest.dropFirst(2)[..<end.lowerBound]
        rest = rest[end.upperBound...]
      } else {
        text = rest.prefix { $0 != ";" && $0 != "," }
        rest = rest[text.endIndex...]
      }
      pairs.append((String(name), String(text)))
    }
    return pairs
  }

  /// The series of the facts, as they are made where they are unknown.
  func factSeries(of device: Device) -> [NewSeries] {
    facts.map { fact in
      let first = String(fact.path.prefix { $0 != ":" })
      let detail = fact.path.split(separator: ":").dropFirst().joined(separator: " ")
      func name(_ language: String) -> String {
        let what = Pollutant.all[first]?.name.text(in: language) ?? first
        return [device.name.text(in: language), what, detail].filter { !$0.isEmpty }.joined(separator: " ")
      }
      return NewSeries(
        code: device.code + ":" + fact.path, name: LocalizedText(["en": name("en"), "zh-Hans": name("zh-Hans")]),
        kind: .text, entity: device.entity)
    }
  }
}
