// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Journaling
public import Matters
import Storage
import Synchronization
public import Vocabulary

/// The decisions of a city, its threshold rules among them, in their versions: who proposed and approved them, which one counts,
/// why one came out as it did.
///
/// Safe from any thread. Several processes may share a database: each notices within a second (`refresh`) what the others
/// approved.
public final class DecisionRegister: Sendable {
  let database: Database
  let matters: Matters
  let journal = Journal()
  let pack: Pack
  let time: any TimeSource
  /// How many recorded uses one what-if looks at.
  let whatIfLimit: Int
  /// The threshold rules in force.
  public let rules: RulesInForce
  private let state: Mutex<DecisionsInForce>

  var tenant: Tenant { pack.tenant }
  /// What bounds reading and making decisions.
  public var limits: DecisionLimits { pack.limits }

  init(
    database: Database, matters: Matters, pack: Pack, time: any TimeSource, inForce: DecisionsInForce,
    rules: RulesInForce, whatIfLimit: Int
  ) {
    self.database = database
    self.matters = matters
    self.pack = pack
    self.time = time
    self.whatIfLimit = whatIfLimit
    self.rules = rules
    state = Mutex(inForce)
  }

  /// Puts the versions in force that count now: one look at a small row when nothing has changed.
  /// - Returns: the versions that came into force, as in `duty-list@3`.
  @discardableResult
  public func refresh() async throws -> [String] {
    let now = time.now()
    let known = state.withLock { $0 }
    let tenant = tenant
    let isDue = known.next.map { $0 <= now } ?? false
    if !isDue {
      let changes = try await database.read { try DecisionsInForce.changes(tenant: tenant, in: $0) }
      if changes == known.changes { return [] }
    }
    let (inForce, changed) = try await database.read { transaction in
      let inForce = try DecisionsInForce(tenant: tenant, at: now, in: transaction)
      let changed =
        try inForce.versions.filter { known.versions[$0.key] != $0.value }.compactMap { code, version in
          try DecisionVersion.load(code, version, tenant: tenant, in: transaction)
        }
        + inForce.rules.filter { known.rules[$0.key] != $0.value }.compactMap { code, version in
          try DecisionVersion.load(code, version, of: .rule, tenant: tenant, in: transaction)
        }
      return (inForce, changed)
    }
    var definitions: [DecisionDefinition] = []
    var changedRules: [ThresholdRule] = []
    for version in changed {
      switch version.kind {
      case .decision: definitions.append(try version.definition(pack.limits))
      case .rule: changedRules.append(try version.rule(pack.limits))
      }
    }
    return state.withLock { state in
      // Another look at the same time may have seen more.
      guard state == known || (state.changes, state.at) < (inForce.changes, inForce.at) else { return [] }
      state = inForce
      matters.changeCatalogue { catalogue in
        for definition in definitions { catalogue.add(definition) }
      }
      if !changedRules.isEmpty { rules.replace(changedRules) }
      return changed.map(\.name)
    }
  }

  /// The version that counts now; `nil` when there is no such decision.
  public func current(_ code: String) -> DecisionDefinition? { matters.catalogue.decisions[code] }

  /// All decisions in the versions that count now, by code.
  public var all: [DecisionDefinition] { matters.catalogue.decisions.values.sorted { $0.code < $1.code } }

  /// The number of the version that counts now; `nil` when there is no such decision, or rule.
  public func versionInForce(of code: String, kind: DecisionVersion.Kind = .decision) -> Int? {
    switch kind {
    case .decision: current(code)?.version
    case .rule: rules.all.first { $0.code == code }?.version
    }
  }

  /// The types of matter whose route a decision is.
  public func types(routedBy code: String) -> [MatterType] {
    pack.matterTypes.filter { $0.route == code }
  }

  /// The types of matter whose time limits a decision sets.
  public func types(limitedBy code: String) -> [MatterType] {
    pack.matterTypes.filter { $0.limitDecision == code }
  }

  /// The types of matter whose route a decision is, or whose time limits it sets.
  public func types(servedBy code: String) -> [MatterType] {
    pack.matterTypes.filter { $0.route == code || $0.limitDecision == code }
  }

  /// Versions of a decision, the newest first.
  /// - Parameters:
  ///   - before: only versions below this one.
  ///   - states: only versions in one of these states.
  /// - Throws: `Problem` of code `notFound` when there is no such decision.
  public func versions(
    of code: String, kind: DecisionVersion.Kind = .decision, before: Int? = nil,
    states: [DecisionVersion.State] = DecisionVersion.State.allCases, limit: Int
  ) async throws -> [DecisionVersion] {
    guard versionInForce(of: code, kind: kind) != nil else { throw Self.unknown(code, kind: kind) }
    let names = states.map { SQLValue.text($0.rawValue) }
    guard !names.isEmpty else { return [] }
    let values: [SQLValue] =
      [.text(tenant.name), .text(kind.rawValue), .text(code), (before ?? Int.max).sqlValue] + names
    return try await database.read { transaction in
      try transaction.rows(
        """
        SELECT \(DecisionVersion.columns) FROM definitions
        WHERE tenant = ? AND kind = ? AND code = ? AND version < ?
        AND state IN (\(names.map { _ in "?" }.joined(separator: ", "))) ORDER BY version DESC LIMIT ?
        """, values: values + [.integer(Int64(limit))]
      ).map(DecisionVersion.init(row:))
    }
  }

  /// How many proposals wait, by code.
  public func waiting(_ kind: DecisionVersion.Kind = .decision) async throws -> [String: Int] {
    let tenant = tenant
    return try await database.read { transaction in
      let rows = try transaction.rows(
        """
        SELECT code, COUNT(*) FROM definitions WHERE tenant = ? AND kind = ? AND state = 'proposed' GROUP BY code
        """, tenant, kind.rawValue)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
    }
  }

  /// One version, whatever its state.
  /// - Throws: `Problem` of code `notFound`.
  public func version(
    _ version: Int, of code: String, kind: DecisionVersion.Kind = .decision
  ) async throws -> DecisionVersion {
    let tenant = tenant
    let found = try await database.read { transaction in
      try DecisionVersion.load(code, version, of: kind, tenant: tenant, in: transaction)
    }
    guard let found else { throw Self.unknown(code, version, kind: kind) }
    return found
  }

  /// What there is to say of a content before a city uses it as that decision.
  public func check(
    _ content: [String: JSON], as code: String, kind: DecisionVersion.Kind = .decision
  ) throws(Problem) -> DecisionCheck {
    guard versionInForce(of: code, kind: kind) != nil else { throw Self.unknown(code, kind: kind) }
    return DecisionCheck(.object(try complete(content, code)), kind: kind, pack: pack)
  }

  /// A content with the code of its decision, and with what `tables` changes put into the document of its model.
  /// - Throws: `Problem` of code `invalid`, also where the document cannot be read.
  public func complete(_ content: [String: JSON], _ code: String) throws(Problem) -> [String: JSON] {
    var members = content
    members["code"] = .string(code)
    members["version"] = nil
    if let changes = members.removeValue(forKey: "tables") {
      guard case .array(let changes) = changes, let xml = members["dmn"]?.string else {
        throw Problem.invalid("/tables", Message("only the tables of a dmn model are changed so", "只有 DMN 模型的决策表才这样修改"))
      }
      members["dmn"] = .string(try ModelTables(xml: xml, limits: limits.xml).changed(by: changes))
    }
    return members
  }

  static func unknown(_ code: String, _ version: Int? = nil, kind: DecisionVersion.Kind = .decision) -> Problem {
    let name = code.prefix(100) + (version.map { "@\($0)" } ?? "")
    return Problem(
      .notFound, Message("There is no \(kind.name.english) \(name).", "没有\(kind.name.chinese) \(name)。"))
  }
}
