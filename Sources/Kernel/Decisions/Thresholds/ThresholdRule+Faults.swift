// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension ThresholdRule {
  /// What is wrong between the conditions of a rule.
  struct Fault: Hashable {
    /// The place of the level, counted from 0.
    var level: Int
    var member: String
    var detail: Message
  }

  /// Levels that can never come or never end, as far as their conditions are comparisons of the value with numbers.
  static func faults(of levels: [Level]) -> [Fault] {
    var faults: [Fault] = []
    for (index, level) in levels.enumerated() {
      func report(_ member: String, _ english: String, _ chinese: String) {
        faults.append(Fault(level: index, member: member, detail: Message(english, chinese)))
      }
      if level.when.readings.isEmpty {
        report(
          "when", "level \(level.level) can never come: no value fits \"\(level.when.text)\"",
          "级别 \(level.level) 永远不会出现：没有取值符合“\(level.when.text)”")
        continue
      }
      // A reading that fits this level fits the more severe one too, which comes first if it need not hold longer.
      if level.when.isSimple,
        let severe = levels[..<index].first(where: {
          $0.when.isSimple && $0.holding <= level.holding && level.when.readings.isSubset(of: $0.when.readings)
        })
      {
        report(
          "when",
          "level \(level.level) can never come: where \"\(level.when.text)\" holds, \"\(severe.when.text)\" of "
            + "\(severe.level) does too",
          "级别 \(level.level) 永远不会出现：凡“\(level.when.text)”成立之处，\(severe.level) 的“\(severe.when.text)”也成立")
      }
      guard let until = level.until else { continue }
      if until.readings.isEmpty {
        report(
          "until", "level \(level.level) can never end: no value fits \"\(until.text)\"",
          "级别 \(level.level) 永远不会结束：没有取值符合“\(until.text)”")
      } else if until.isSimple, level.when.isSimple {
        let both = until.readings.intersection(level.when.readings)
        if let sample = both.sample {
          report(
            "until",
            "\(sample) would begin level \(level.level) and end it: \"\(until.text)\" overlaps \"\(level.when.text)\"",
            "\(sample) 会使级别 \(level.level) 既开始又结束：“\(until.text)”与“\(level.when.text)”重叠")
        }
      }
    }
    return faults
  }
}
