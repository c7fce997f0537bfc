// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
public import Decisions
import Journaling
public import Matters
import Spatial
public import Storage
public import Vocabulary

/// What a city runs by after a pack was adopted.
public struct AdoptedDefinitions: Sendable {
  /// Every version that a matter may still be on, and which is current.
  public var catalogue: Catalogue
  /// The threshold rules of the pack, in the versions that are in force.
  public var rules: [ThresholdRule]
  /// The versions that are new.
  public var changes: [AdoptedVersion]
  /// The areas are others than before: what was derived from them is worked out anew.
  public var isDividedAnew: Bool
  /// Which versions of the decisions and rules are in force.
  var decisions: DecisionsInForce
}

/// The definitions of a city in their versions: table `definitions`.
public enum Definitions {
  /// Makes a pack's definitions those that count from now on.
  ///
  /// A definition whose content differs from the newest version that came from a pack becomes the next version and is
  /// journalled as `DefinitionAdopted`; so does one that goes back to an older content. What the pack has no longer
  /// stays for the matters that run by it. Adopting the same pack again changes nothing: what people approved since
  /// stays in force.
  /// - Throws: `Problem` when a stored version cannot be read by this program; `StorageError`.
  public static func adopt(
    _ pack: Pack, tenant: Tenant, in transaction: Transaction, at now: Instant
  ) throws -> AdoptedDefinitions {
    var changes: [AdoptedVersion] = []
    var isDividedAnew = false
    for definition in pack.definitions + [pack.division] {
      guard let version = try store(definition, tenant: tenant, in: transaction, at: now) else { continue }
      changes.append(AdoptedVersion(kind: definition.kind, code: definition.code, version: version))
      if definition.kind == .division { isDividedAnew = version > 1 }
    }
    var catalogue = Catalogue(areas: pack.areas)
    catalogue.departments = Dictionary(uniqueKeysWithValues: pack.departments.map { ($0.code, $0.name) })
    catalogue.currentTypes = Set(pack.matterTypes.map(\.code))
    for stored in try all(tenant: tenant, in: transaction) { try stored.add(to: &catalogue) }
    let decisions = try DecisionsInForce(tenant: tenant, at: now, in: transaction)
    for (code, version) in decisions.versions {
      guard let stored = try DecisionVersion.load(code, version, tenant: tenant, in: transaction) else { continue }
      catalogue.add(try stored.definition(pack.limits))
    }
    // A rule that the pack has no longer watches nothing any more.
    let rules = try pack.rules.map { rule in
      guard let version = decisions.rules[rule.code],
        let stored = try DecisionVersion.load(rule.code, version, of: .rule, tenant: tenant, in: transaction)
      else { return rule }
      return try stored.rule(pack.limits)
    }
    return AdoptedDefinitions(
      catalogue: catalogue, rules: rules, changes: changes, isDividedAnew: isDividedAnew, decisions: decisions)
  }

  /// Stores a definition as the next version, when it is not what the newest version of a pack is.
  private static func store(
    _ definition: Definition, tenant: Tenant, in transaction: Transaction, at now: Instant
  ) throws -> Int? {
    let hash = definition.hash
    let newest = try transaction.row(
      """
      SELECT hash, valid_from FROM definitions WHERE tenant = ? AND kind = ? AND code = ? AND origin = 'pack'
      ORDER BY version DESC LIMIT 1
      """, tenant, definition.kind.rawValue, definition.code)
    if let newest, newest[0] == hash { return nil }
    let before: Instant? = newest?[1]
    let version = try nextVersion(of: definition, tenant: tenant, in: transaction)
    let stored = try transaction.execute(
      """
      INSERT INTO definitions (tenant, kind, code, version, hash, content, at, origin, state, valid_from)
      VALUES (?, ?, ?, ?, ?, ?, ?, 'pack', 'approved', ?) ON CONFLICT DO NOTHING
      """, tenant, definition.kind.rawValue, definition.code, version, hash, definition.content.text, now,
      // Also where the clock was set back in between.
      max(now, before ?? now))
    // Another process that starts at the same time was faster: look again at what it stored.
    guard stored == 1 else { throw StorageError.conflict("definition \(definition.name) was adopted at the same time") }
    try countChange(tenant: tenant, in: transaction)
    try Journal().append(
      NewEvent(
        "DefinitionAdopted", subjectKind: "definition", subject: definition.name, revision: Int64(version),
        payload: [
          "kind": .string(definition.kind.rawValue), "code": .string(definition.code),
          "version": .integer(Int64(version)), "sha256": .string(hexadecimal(hash)),
        ]),
      by: .system(tenant), at: now, in: transaction)
    return version
  }

  /// The number that the next version of a definition gets; proposals have numbers too.
  static func nextVersion(of definition: Definition, tenant: Tenant, in transaction: Transaction) throws -> Int {
    let row = try transaction.row(
      "SELECT MAX(version) FROM definitions WHERE tenant = ? AND kind = ? AND code = ?", tenant,
      definition.kind.rawValue, definition.code)
    let last: Int? = row?[0] ?? nil
    return 1 + (last ?? 0)
  }

  /// Lets every process notice that the table has changed.
  static func countChange(tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO definition_changes (tenant, changes) VALUES (?, 1)
      ON CONFLICT (tenant) DO UPDATE SET changes = definition_changes.changes + 1
      """, tenant)
  }

  /// All versions of what matters may still be on.
  private static func all(tenant: Tenant, in transaction: Transaction) throws -> [StoredDefinition] {
    try transaction.rows(
      """
      SELECT kind, code, version, content FROM definitions WHERE tenant = ? AND kind IN ('calendar', 'matter-type')
      ORDER BY kind, code, version
      """, tenant
    ).map { StoredDefinition(kind: $0[0], code: $0[1], version: $0[2], content: $0[3]) }
  }
}

/// A row of the table.
private struct StoredDefinition {
  var kind: String
  var code: String
  var version: Int
  var content: String

  /// Adds it where it belongs.
  func add(to catalogue: inout Catalogue) throws(Problem) {
    // What a newer program stored beside is none of ours.
    guard let kind = Definition.Kind(rawValue: kind) else { return }
    do throws(Problem) {
      guard case .object(var members) = try JSON(parsing: content) else {
        throw Problem(.invalid, "it is no object", "不是对象")
      }
      members["version"] = .integer(Int64(version))
      switch kind {
      case .calendar: catalogue.add(try WorkCalendar(json: .object(members)))
      case .matterType: catalogue.add(try MatterType(json: .object(members)))
      case .thresholdRule, .decision, .seriesClass, .division: break
      }
    } catch {
      throw Problem(
        .internal, "the stored definition \(kind.rawValue)/\(code)@\(version) cannot be read: \(error.detail)",
        "已存的定义 \(kind.rawValue)/\(code)@\(version) 无法读取：\(error.detail(in: "zh-Hans"))")
    }
  }
}
