// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// All functions of FEEL's library by name.
public enum FEELLibrary {
  /// The groups of 10.3.4.
  static let groups: [[FEELBuiltin]] = [
    FEELBuiltin.booleans, FEELBuiltin.lists, FEELBuiltin.listChanges, FEELBuiltin.listStatistics, FEELBuiltin.contexts,
    FEELBuiltin.sorting, FEELBuiltin.numbers, FEELBuiltin.strings, FEELBuiltin.patterns, FEELBuiltin.conversions,
    FEELBuiltin.temporals, FEELBuiltin.rangeRelations,
  ]

  static let byName: [String: FEELBuiltin] = Dictionary(
    groups.joined().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Each function as a value: the same one whenever it is named.
  static let values: [String: FEELFunction] = byName.mapValues { FEELFunction($0) }

  /// Their names by the first word, the longest first.
  static let patterns: [String: [NamePattern]] = Dictionary(
    grouping: byName.keys.map { NamePattern($0) }.sorted { $0.parts.count > $1.parts.count }, by: { $0.parts[0] })

  public static func function(named name: String) -> FEELBuiltin? { byName[name] }

  /// All functions, by name.
  public static var all: [FEELBuiltin] { byName.values.sorted { $0.name < $1.name } }
}
