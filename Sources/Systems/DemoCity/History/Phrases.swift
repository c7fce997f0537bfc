// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What people write on matters, in both languages.
enum Phrases {
  static let reject = [
    both("Nothing was found on the spot.", "经现场核实，问题不存在。"),
    both("Not a matter for the city; the caller was told whom to ask.", "不属于城市管理受理范围，已告知来电人。"),
    both("The report was not true.", "信息不实。"),
  ]
  static let sendBack = [
    both("Please say where exactly.", "请补充具体位置。"), both("Please add a photo.", "请补充照片。"),
  ]
  static let refuse = [
    both("Not ours: please send it to whom it belongs.", "权属不在本单位，请重新派遣。"),
    both("Not on our duty list.", "不在职责清单范围内。"),
  ]
  static let suspend = [
    both("Waiting for spare parts.", "等待配件到货。"), both("The work has to wait for better weather.", "需等天气好转后施工。"),
    both("The owner is being talked to.", "权属单位协调中。"),
  ]
  static let results = [
    both("Cleared.", "已清理完毕。"), both("Repaired and in use again.", "已修复，恢复正常使用。"),
    both("Those concerned were sent away and told why.", "已劝离并教育当事人。"),
    both("Put in order.", "已整改到位。"), both("Replaced.", "已更换新件。"),
    both("Dealt with on the spot; everything is as it was.", "已现场处置完毕，恢复原状。"),
  ]
  static let rework = [
    both("Some of it is still there: do it again.", "现场仍有残留，请返工。"),
    both("The repair does not hold: do it again.", "修复不牢固，请重新处理。"),
  ]
  static let complaints = [both("Too slow.", "处理太慢。"), both("It was not really solved.", "问题没有真正解决。")]
  static let reopen = [
    both("The reporter is not satisfied: it has come back.", "市民回访不满意，问题再次出现。"),
    both("A look afterwards showed that it was not solved.", "回访核实未彻底解决。"),
  ]

  private static func both(_ english: String, _ chinese: String) -> String { Word(english, chinese).pairedText }
}
