// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Places in models and tables. All numbers are counted from 1.
extension Message {
  static func rule(_ number: Int) -> Message { Message("rule \(number)", "规则 \(number)") }
  static func input(_ number: Int) -> Message { Message("input \(number)", "输入 \(number)") }
  static func output(_ number: Int) -> Message { Message("output \(number)", "输出 \(number)") }
  static let sheet = Message("sheet", "表格")
  static let fallback = Message("default", "默认值")

  /// A place within this one.
  func part(_ part: Message?) -> Message {
    part.map { Message("\(english), \($0.english)", "\(chinese)，\($0.chinese)") } ?? self
  }
}
