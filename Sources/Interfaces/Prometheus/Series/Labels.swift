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

  static func < (left: Labels, right: Labels) -> Bool { left.labels.lexicographicallyPrecedes(right.labels) }
}
