// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a question, in the words and kinds of Prometheus.
struct QueryError: Error, Equatable {
  /// `errorType` of the answer.
  enum Kind: String {
    /// The question cannot be read.
    case badData = "bad_data"
    /// It can be read and not be answered.
    case execution
    case timeout
    case internalError = "internal"
  }

  var kind: Kind
  var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// A fault of the expression at a place in its text.
  static func parse(_ text: String, at offset: Int, _ detail: String) -> QueryError {
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
    return QueryError(.badData, "invalid parameter \"query\": \(line):\(column): parse error: \(detail)")
  }

  var status: Int {
    switch kind {
    case .badData: 400
    case .execution: 422
    case .timeout: 503
    case .internalError: 500
    }
  }
}
