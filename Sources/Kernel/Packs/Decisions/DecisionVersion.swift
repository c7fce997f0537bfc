// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
import Storage
public import Vocabulary

/// A version of a decision, or of a threshold rule, as the city keeps it: what it says, who proposed it, who approved it, from
/// when on it counts.
public struct DecisionVersion: Sendable, Hashable {
  /// What lives in versions that people propose and approve.
  public enum Kind: String, CaseIterable, Sendable {
    case decision
    /// A threshold rule (阈值规则).
    case rule = "threshold-rule"

    var definition: Definition.Kind { self == .decision ? .decision : .thresholdRule }
    /// What it is called in a sentence.
    var name: Message { self == .decision ? Message("decision", "决策") : Message("threshold rule", "阈值规则") }
  }

  public enum State: String, CaseIterable, Sendable {
    /// It waits for somebody else than its author (待审批).
    case proposed
    /// It counts from `validFrom` on (已批准).
    case approved
    /// Somebody else refused it (已驳回).
    case rejected
    /// Its author took it back (已撤回).
    case withdrawn

    /// What it is called in 简体中文.
    var chinese: String {
      switch self {
      case .proposed: "待审批"
      case .approved: "已批准"
      case .rejected: "已驳回"
      case .withdrawn: "已撤回"
      }
    }
  }

  public var kind = Kind.decision
  public var code: String
  public var version: Int
  public var state: State
  /// The account that proposed it; `nil` for a version that came with the pack.
  public var proposedBy: String?
  /// When it was proposed or came with the pack.
  public var proposedAt: Instant
  /// The account that approved it, rejected it or took it back, whichever was last.
  public var decidedBy: String?
  public var decidedAt: Instant?
  /// The account that approved it before it was rejected or taken back; `nil` where nobody had, and where the approval
  /// stands.
  public var approvedBy: String?
  public var approvedAt: Instant?
  /// Of a proposal the moment its author wishes, if any.
  public var validFrom: Instant?
  /// What its author says for it.
  public var comment: String?
  /// What whoever decided says for that.
  public var reason: String?
  /// SHA-256 of the canonical content.
  public var hash: [UInt8]
  /// As `DecisionDefinition.init(json:)` or `ThresholdRule.init(json:)` reads it.
  public var content: JSON

  /// The accounts that proposed it and decided on it.
  public var people: [String] { [proposedBy, decidedBy, approvedBy].compactMap(\.self) }

  /// `duty-list@3`
  public var name: String { "\(code)@\(version)" }

  /// The version as a threshold rule.
  /// - Throws: `Problem` of code `internal` when it is none, or one that is written as rules no longer are.
  public func rule(_ limits: DecisionLimits) throws(Problem) -> ThresholdRule {
    do throws(Problem) {
      guard kind == .rule, case .object(var members) = content else { throw Problem(.invalid, "it is no rule", "不是规则") }
      members["version"] = .integer(Int64(version))
      return try ThresholdRule(json: .object(members), limits: limits.thresholds)
    } catch {
      throw Problem(
        .internal, "the stored definition \(kind.rawValue)/\(name) cannot be read: \(error.detail)",
        "已存的定义 \(kind.rawValue)/\(name) 无法读取：\(error.detail(in: "zh-Hans"))")
    }
  }

  /// The version ready to decide.
  /// - Parameter limits: those of the city's pack.
  /// - Throws: `Problem` of code `internal` when this program cannot read it.
  public func definition(_ limits: DecisionLimits) throws(Problem) -> DecisionDefinition {
    do throws(Problem) {
      guard case .object(var members) = content else { throw Problem(.invalid, "it is no object", "不是对象") }
      members["version"] = .integer(Int64(version))
      return try DecisionDefinition(json: .object(members), limits: limits)
    } catch {
      throw Problem(
        .internal, "the stored definition decision/\(name) cannot be read: \(error.detail)",
        "已存的定义 decision/\(name) 无法读取：\(error.detail(in: "zh-Hans"))")
    }
  }
}

extension DecisionVersion {
  static let columns = """
    code, version, state, origin, at, decided_by, decided_at, valid_from, comment, reason, hash, content, kind,
    approved_by, approved_at
    """

  init(row: Row) throws(Problem) {
    let origin: String = row[3]
    let name = "\(row[12] as String)/\(row[0] as String)@\(row[1] as Int)"
    guard let state = State(rawValue: row[2]), let content = try? JSON(parsing: row[11] as String),
      let kind = Kind(rawValue: row[12])
    else {
      throw Problem(.internal, "the stored definition \(name) cannot be read", "已存的定义 \(name) 无法读取")
    }
    self.init(
      kind: kind, code: row[0], version: row[1], state: state, proposedBy: origin == "pack" ? nil : origin,
      proposedAt: row[4],
      decidedBy: row[5], decidedAt: row[6], approvedBy: row[13], approvedAt: row[14], validFrom: row[7],
      comment: row[8], reason: row[9], hash: row[10], content: content)
  }

  /// One version; `nil` when there is none.
  /// - Parameter forUpdate: locks it until the transaction ends.
  static func load(
    _ code: String, _ version: Int, of kind: Kind = .decision, forUpdate: Bool = false, tenant: Tenant,
    in transaction: Transaction
  ) throws -> DecisionVersion? {
    try transaction.row(
      """
      SELECT \(columns) FROM definitions WHERE tenant = ? AND kind = ? AND code = ? AND version = ?
      """ + (forUpdate ? transaction.dialect.forUpdate : ""), tenant, kind.rawValue, code, version
    ).map { row throws in try DecisionVersion(row: row) }
  }
}
