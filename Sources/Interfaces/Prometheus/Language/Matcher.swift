// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A condition on one label; a label that is not there is empty.
struct Matcher {
  enum Operation: String {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case matchesNot = "!~"
  }

  var name: String
  var operation: Operation
  var value: String
  /// Of the last two operations.
  let pattern: Pattern?

  /// - Throws: `PatternError`.
  init(_ name: String, _ operation: Operation, _ value: String) throws(PatternError) {
    self.name = name
    self.operation = operation
    self.value = value
    pattern = operation == .matches || operation == .matchesNot ? try Pattern(value) : nil
  }

  func matches(_ text: String) -> Bool {
    switch operation {
    case .equal: text == value
    case .notEqual: text != value
    case .matches: pattern?.matches(text) == true
    case .matchesNot: pattern?.matches(text) == false
    }
  }
}
