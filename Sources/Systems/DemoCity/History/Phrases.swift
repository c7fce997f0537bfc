// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What people write on matters: Chinese first, as in the city's own files, then English.
enum Phrases {
  static let reject = [
    "经现场核实，问题不存在。 Nothing was found on the spot.",
    "不属于城市管理受理范围，已告知来电人。 Not a matter for the city; the caller was told whom to ask.",
    "信息不实。 The report was not true.",
  ]
  static let sendBack = [
    "请补充具体位置。 Please say where exactly.", "请补充照片。 Please add a photo.",
  ]
  static let refuse = [
    "权属不在本单位，请重新派遣。 Not ours: please send it to whom it belongs.",
    "不在职责清单范围内。 Not on our duty list.",
  ]
  static let suspend = [
    "等待配件到货。 Waiting for spare parts.", "需等天气好转后施工。 The work has to wait for better weather.",
    "权属单位协调中。 The owner is being talked to.",
  ]
  static let results = [
    "已清理完毕。 Cleared.", "已修复，恢复正常使用。 Repaired and in use again.",
    "已劝离并教育当事人。 Those concerned were sent away and told why.",
    "已整改到位。 Put in order.", "已更换新件。 Replaced.", "已现场处置完毕，恢复原状。 Dealt with on the spot; everything is as it was.",
  ]
  static let rework = [
    "现场仍有残留，请返工。 Some of it is still there: do it again.", "修复不牢固，请重新处理。 The repair does not hold: do it again.",
  ]
  static let complaints = ["处理太慢。 Too slow.", "问题没有真正解决。 It was not really solved."]
  static let reopen = [
    "市民回访不满意，问题再次出现。 The reporter is not satisfied: it has come back.",
    "回访核实未彻底解决。 A look afterwards showed that it was not solved.",
  ]
}
