// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the fields of an account must be like.
enum AccountRules {
  /// The text without space around it.
  /// - Throws: `Problem.invalid` at `pointer` when it is empty, longer than 200 bytes, or holds what cannot be seen.
  static func name(_ text: String, pointer: String) throws(Problem) -> String {
    let trimmed = String(text.trimmingSpace)
    guard (1...200).contains(trimmed.utf8.count) else {
      throw trimmed.isEmpty
        ? .invalid(pointer, "empty; give a name", "为空，请填写姓名")
        : .invalid(pointer, "longer than 200 bytes; shorten it", "超过200字节，请缩短")
    }
    // Overrides of the direction of writing would let one name look like another.
    let isVisible = trimmed.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
      default: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
      }
    }
    guard isVisible else { throw .invalid(pointer, "holds a character that cannot be seen; remove it", "含有不可见字符，请删除") }
    return trimmed
  }

  static func signInName(_ text: String, pointer: String = "/signInName") throws(Problem) -> String {
    guard let name = SignInName.normalised(text) else {
      throw .invalid(
        pointer, "no name to sign in with; use 1 to 128 bytes of letters, digits and . _ - + @",
        "登录名无效：请用1至128字节的字母、数字和 . _ - + @")
    }
    return name
  }

  /// The grants without repetitions.
  static func grants(_ grants: [Grant], pointer: String = "/grants") throws(Problem) -> [Grant] {
    guard grants.count <= 200 else {
      throw .invalid(pointer, "more than 200 grants; bind them to larger areas", "授权超过200项，请限定到更大的区域")
    }
    for (index, grant) in grants.enumerated() {
      for (field, code) in [("department", grant.department), ("area", grant.area)] {
        guard let code else { continue }
        let isCode =
          (1...100).contains(code.utf8.count)
          && code.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isCode else {
          throw .invalid("\(pointer)/\(index)/\(field)", "no code; give 1 to 100 bytes", "不是代码，请填写1至100字节")
        }
      }
    }
    var seen: Set<Grant> = []
    return grants.filter { seen.insert($0).inserted }
  }
}

extension String {
  fileprivate var trimmingSpace: Substring {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
