// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Why an address or an option cannot be taken.
struct QueryFault: Error, Hashable, CustomStringConvertible {
  /// `$filter`, `$orderby` …, or `path`.
  var option: String
  /// Where, in characters from 1 of the decoded text; `nil` where it concerns all of it.
  var character: Int?
  var reason: String
  /// The same in Chinese.
  var chinese: String
  /// `badRequest`, or `notFound` for an address that names nothing.
  var code: Problem.Code = .badRequest

  var description: String {
    guard let character else { return "\(option): \(reason)" }
    return "\(option), character \(character): \(reason)"
  }

  var problem: Problem {
    let place = character.map { "\(option)，第 \($0) 个字符" } ?? option
    return Problem(
      code, description, "\(place)有误：\(chinese)", errors: [Problem.FieldError(pointer: option, reason, chinese)])
  }
}
