// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Evaluator {
  /// `label_replace(vector, destination, replacement, source, regex)`: where all of the source label matches, the
  /// destination becomes the replacement with what the groups hold.
  func relabelled(_ arguments: [Expression]) async throws -> [Row] {
    let texts = try Self.texts(arguments.dropFirst())
    let (destination, replacement, source) = (texts[0], texts[1], texts[2])
    let pattern: Pattern
    do throws(PatternError) { pattern = try Pattern(texts[3], keepsGroups: true) } catch {
      throw QueryError(
        .execution, "invalid regular expression in label_replace(): \(error.description)",
        "label_replace() 中的\(error.chinese)")
    }
    try Self.check(destination, "destination label name in label_replace()")
    // Many series have one value.
    var known: [String: String?] = [:]
    let rows = try await vector(arguments[0]).map { row in
      let value = row.labels[source]
      let replaced: String?
      if let found = known[value] {
        replaced = found
      } else {
        replaced = pattern.replaced(value, with: replacement)
        known[value] = .some(replaced)
      }
      return replaced.map { Row(labels: row.labels.with(destination, $0), values: row.values) } ?? row
    }
    return try Self.joined(rows, because: Self.duplicate)
  }

  /// `label_join(vector, destination, separator, source…)`.
  func joined(_ arguments: [Expression]) async throws -> [Row] {
    let texts = try Self.texts(arguments.dropFirst())
    try Self.check(texts[0], "destination label name in label_join()")
    for source in texts.dropFirst(2) { try Self.check(source, "source label name in label_join()") }
    let rows = try await vector(arguments[0]).map { row in
      let value = texts.dropFirst(2).map { row.labels[$0] }.joined(separator: texts[1])
      return Row(labels: row.labels.with(texts[0], value), values: row.values)
    }
    return try Self.joined(rows, because: Self.duplicate)
  }

  private static func texts(_ arguments: ArraySlice<Expression>) throws(QueryError) -> [String] {
    var texts: [String] = []
    for argument in arguments {
      guard case .string(let text) = argument else { throw QueryError(.badData, "a string is needed", "此处应为字符串") }
      texts.append(text)
    }
    return texts
  }

  static func check(_ name: String, _ what: String) throws(QueryError) {
    guard Labels.isName(name) else {
      throw QueryError(.execution, "invalid \(what): \(name.prefix(64))", "标签名无效：\(name.prefix(64))")
    }
  }
}
