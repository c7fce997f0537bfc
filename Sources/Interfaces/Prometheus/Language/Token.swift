// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A word of an expression.
struct Token: Equatable {
  enum Kind: Equatable {
    case identifier(String)
    case number(Double)
    /// In milliseconds.
    case duration(Int64)
    case string(String)
    /// One of `( ) { } [ ] , : = != =~ !~ == < <= > >= + - * / % ^ @`.
    case mark(String)
    case end
  }

  var kind: Kind
  /// Where it begins, in bytes.
  var offset: Int

  /// As it is called in messages.
  var text: String {
    switch kind {
    case .identifier(let name): "\"\(name.prefix(64))\""
    case .number(let number): "number \(number)"
    case .duration: "a duration"
    case .string: "a string"
    case .mark(let mark): "\"\(mark)\""
    case .end: "the end of the expression"
    }
  }

  /// The same in Chinese.
  var chinese: String {
    switch kind {
    case .identifier(let name): "\"\(name.prefix(64))\""
    case .number(let number): "数字 \(number)"
    case .duration: "时长"
    case .string: "字符串"
    case .mark(let mark): "\"\(mark)\""
    case .end: "表达式的结尾"
    }
  }
}
