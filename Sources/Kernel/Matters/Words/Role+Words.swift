// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension Role {
  /// Names of roles in Chinese, for the texts of problems.
  static func chineseNames(_ roles: Set<Role>) -> String {
    roles.sorted().map { $0.name.text(in: "zh-Hans") }.joined(separator: "、")
  }
}
