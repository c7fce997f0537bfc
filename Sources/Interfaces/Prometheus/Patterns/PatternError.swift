// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression that cannot be used.
struct PatternError: Error, CustomStringConvertible {
  let description: String
  /// The same in Chinese.
  let chinese: String

  init(_ pattern: String, _ detail: String, _ chinese: String) {
    description = "error parsing regexp: \(detail) in \"\(pattern.prefix(64))\""
    self.chinese = "正则表达式 \"\(pattern.prefix(64))\" 有误：\(chinese)"
  }
}
