// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A name and a value that tell series apart.
struct Label: Hashable, Sendable, Comparable {
  var name: String
  var value: String

  static func < (left: Label, right: Label) -> Bool {
    left.name == right.name ? left.value < right.value : left.name < right.name
  }
}

/// The labels of a series, by name. None of them is empty.
struct Labels: Hashable, Sendable, Comparable {
  private(set) var labels: [Label]

  init(_ labels: [Label] = []) { self.labels = labels.filter { !$0.value.isEmpty }.sorted() }

  private init(sorted labels: [Label]) { self.labels = labels }

  static let metricName = "__name__"

  subscript(_ name: String) -> String { labels.first { $0.name == name }?.value ?? "" }

  var withoutName: Labels { without([Self.metricName]) }

  func without(_ names: Set<String>) -> Labels { Labels(sorted: labels.filter { !names.contains($0.name) }) }

  func keeping(_ names: Set<String>) -> Labels { Labels(sorted: labels.filter { names.contains($0.name) }) }

  /// With another value of a label; an empty one takes it away.
  func with(_ name: String, _ value: String) -> Labels {
    Labels(labels.filter { $0.name != name } + [Label(name: name, value: value)])
  }

  /// Whether it can be the name of a label: letters, digits and underscores, not beginning with a digit.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, Lexer.isNameStart(first) else { return false }
    return text.utf8.allSatisfy { Lexer.isNameStart($0) || Lexer.isDigit($0) }
  }

  static func < (left: Labels, right: Labels) -> Bool { left.labels.lexicographicallyPrecedes(right.labels) }
}
