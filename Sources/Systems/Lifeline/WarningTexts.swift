// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Vocabulary

/// What is written on matters about warnings, in both languages at once: `Returned to normal · 恢复正常 …`.
struct WarningTexts: Sendable {
  let zone: TimeZoneRules

  func title(_ warning: Warning) -> String { both(warning.name.text(in: "en"), warning.name.text(in: "zh-Hans")) }

  func note(_ event: WarningEvent) -> String {
    let warning = event.warning
    switch event.kind {
    case .raised:
      return both(
        "Warning, level \(warning.level.rawValue): \(english(warning))",
        "\(chinese(warning.level))预警：\(chinese(warning))")
    case .levelChanged:
      let previous = event.previous ?? warning.level
      return event.isRise
        ? both(
          "Warning rose from \(previous.rawValue) to \(warning.level.rawValue): \(english(warning))",
          "预警由\(chinese(previous))升为\(chinese(warning.level))：\(chinese(warning))")
        : both(
          "Warning fell from \(previous.rawValue) to \(warning.level.rawValue): \(english(warning))",
          "预警由\(chinese(previous))降为\(chinese(warning.level))：\(chinese(warning))")
    case .cleared:
      let extreme = amount(warning.extreme, warning)
      return both(
        "Returned to normal at \(local(warning.at)): \(warning.seriesName.text(in: "en")) is \(amount(warning.value, warning)); "
          + "warning since \(local(warning.raisedAt)), highest level \(warning.peak.rawValue), furthest value \(extreme), "
          + "\(warning.exceedances) readings beyond a limit",
        "恢复正常：\(local(warning.at))，\(warning.seriesName.text(in: "zh-Hans"))为\(amount(warning.value, warning))；"
          + "自\(local(warning.raisedAt))起预警，最高级别\(chinese(warning.peak))，极值\(extreme)，超限读数\(warning.exceedances)次")
    }
  }

  private func english(_ warning: Warning) -> String {
    "\(warning.seriesName.text(in: "en")) is \(amount(warning.value, warning)), \(limit(warning, "limit ", "condition ")), "
      + "at \(local(warning.at)) (rule \(warning.rule)@\(warning.ruleVersion), series \(warning.series))"
  }

  /// The name of a series may end in a digit: the value never stands right behind it.
  private func chinese(_ warning: Warning) -> String {
    "\(local(warning.at))，\(warning.seriesName.text(in: "zh-Hans"))为\(amount(warning.value, warning))，"
      + limit(warning, "限值", "条件")
  }

  /// The limit where the condition is one, else the condition as the rule writes it.
  private func limit(_ warning: Warning, _ limitName: String, _ conditionName: String) -> String {
    warning.limit.map { limitName + amount($0, warning) } ?? conditionName + warning.condition
  }

  private func chinese(_ level: WarningLevel) -> String {
    switch level {
    case .red: "红色"
    case .orange: "橙色"
    case .yellow: "黄色"
    case .blue: "蓝色"
    }
  }

  private func amount(_ value: Double, _ warning: Warning) -> String {
    let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    return warning.unit.map { "\(number) \($0)" } ?? number
  }

  /// As clocks in the city show it: `2020-03-09 10:14:33`.
  private func local(_ instant: Instant) -> String {
    let time = zone.localTime(of: instant)
    let seconds = Int(time.millisecondOfDay / 1000)
    return "\(time.date) \(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
  }

  private func both(_ english: String, _ chinese: String) -> String { english + WarningsToMatters.between + chinese }
}
