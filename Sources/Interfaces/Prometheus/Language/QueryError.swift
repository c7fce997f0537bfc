// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What is wrong with a question, in the kinds and, in English, the words of Prometheus.
struct QueryError: Error, Equatable {
  /// `errorType` of the answer.
  enum Kind: String {
    /// The question cannot be read.
    case badData = "bad_data"
    /// It can be read and not be answered.
    case execution
    case timeout
    case internalError = "internal"

    var status: Int {
      switch self {
      case .badData: 400
      case .execution: 422
      case .timeout: 503
      case .internalError: 500
      }
    }
  }

  var kind: Kind
  var message: String
  /// The same in Chinese.
  var chinese: String

  init(_ kind: Kind, _ message: String, _ chinese: String) {
    self.kind = kind
    self.message = message
    self.chinese = chinese
  }

  /// The message in that language, BCP 47.
  func message(in language: String) -> String { LocalizedText(message, chinese).text(in: language) }

  /// A fault of the expression at a place in its text.
  static func parse(_ text: String, at offset: Int, _ detail: String, _ chinese: String) -> QueryError {
    var line = 1
    var column = 1
    for byte in text.utf8.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        // Bytes that go on with a character do not count.
        column += 1
      }
    }
    return QueryError(
      .badData, "invalid parameter \"query\": \(line):\(column): parse error: \(detail)",
      "参数 \"query\" 无效：第 \(line) 行第 \(column) 列有误：\(chinese)")
  }
}
