// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Journaling
import Storage
public import Vocabulary

/// A content that somebody wants to count.
public struct DecisionProposal: Sendable {
  /// As `DecisionDefinition.init(json:)` or `ThresholdRule.init(json:)` reads it; the code may be left out.
  public var content: [String: JSON]
  /// From when on it is to count; `nil` for the moment of its approval.
  public var validFrom: Instant?
  public var comment: String?
  /// The version in force that the author saw; `nil` for whichever it is.
  public var basedOn: Int64?

  public init(content: [String: JSON], validFrom: Instant? = nil, comment: String? = nil, basedOn: Int64? = nil) {
    self.content = content
    self.validFrom = validFrom
    self.comment = comment
    self.basedOn = basedOn
  }
}

extension DecisionRegister {
  /// Roles that propose, and that approve what others proposed; for the whole city alone.
  public static let editors: Set<Role> = [.supervisor, .administrator]

  /// Keeps a content as a version that waits for somebody else's approval (双人复核).
  /// - Returns: the version, with everything that is only likely to be a mistake.
  /// - Throws: `Problem`: not allowed; `invalid` with everything that is wrong in the content; `revisionMismatch` when another
  ///   version has come into force; `conflict` when it says what the version in force says.
  public func propose(
    _ proposal: DecisionProposal, as code: String, kind: DecisionVersion.Kind = .decision, by principal: Principal
  ) async throws -> (version: DecisionVersion, check: DecisionCheck) {
    try Self.requireEditor(principal)
    guard let current = versionInForce(of: code, kind: kind) else { throw Self.unknown(code, kind: kind) }
    if let basedOn = proposal.basedOn, basedOn != current {
      throw Problem(
        .revisionMismatch, "Version \(current) of \(code) is in force, not \(basedOn). Read it and decide anew.",
        "现行的是 \(code) 第 \(current) 版，不是第 \(basedOn) 版；请阅读后重新决定。",
        members: ["version": .integer(Int64(current))])
    }
    let check = try check(proposal.content, as: code, kind: kind)
    guard check.isSound else { throw check.problem }
    let definition = Definition(
      kind: kind.definition, code: code, content: .object(try complete(proposal.content, code)))
    let (tenant, journal, now) = (tenant, journal, time.now())
    let version = try await database.write { transaction in
      let inForce = try DecisionVersion.load(code, current, of: kind, tenant: tenant, in: transaction)
      guard inForce?.hash != definition.hash else {
        throw Problem(
          .conflict, "The proposal says what version \(current), which is in force, says.",
          "提案内容与现行的第 \(current) 版相同。")
      }
      let number = try Definitions.nextVersion(of: definition, tenant: tenant, in: transaction)
      let version = DecisionVersion(
        kind: kind, code: code, version: number, state: .proposed, proposedBy: principal.id, proposedAt: now,
        validFrom: proposal.validFrom, comment: proposal.comment, hash: definition.hash, content: definition.content)
      let stored = try transaction.execute(
        """
        INSERT INTO definitions (tenant, kind, code, version, hash, content, at, origin, state, valid_from, comment)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'proposed', ?, ?) ON CONFLICT DO NOTHING
        """, tenant, kind.rawValue, code, number, version.hash, version.content.text, now, principal.id,
        version.validFrom,
        version.comment)
      guard stored == 1 else { throw StorageError.conflict("version \(number) of \(code) was made at the same time") }
      try Definitions.countChange(tenant: tenant, in: transaction)
      try journal.append(version.event("DecisionProposed"), by: principal, at: now, in: transaction)
      return version
    }
    return (version, check)
  }

  /// Lets a proposal count, from the moment wished for or from now on, whichever is later.
  ///
  /// The proposal is checked again: since it was made the city may have changed.
  /// - Parameter validFrom: another moment than the author's wish.
  /// - Throws: `Problem`: not allowed, also for its author and for services; `conflict` when it waits no longer; `invalid`.
  public func approve(
    _ number: Int, of code: String, kind: DecisionVersion.Kind = .decision, validFrom: Instant? = nil,
    comment: String? = nil, by principal: Principal
  ) async throws -> DecisionVersion {
    try Self.requireEditor(principal)
    let proposal = try await version(number, of: code, kind: kind)
    guard principal.kind == .person else {
      throw Problem(.forbidden, "A decision is approved by a person, not by a service.", "决策须由人审批，不能由服务审批。")
    }
    guard proposal.proposedBy != principal.id else {
      throw Problem(
        .forbidden, "Whoever proposed a version cannot approve it: somebody else has to.",
        "提案人不能批准自己的提案，须由另一人审批。")
    }
    let check = DecisionCheck(proposal.content, kind: kind, pack: pack)
    guard check.isSound else { throw check.problem }
    let now = time.now()
    let approved = try await decide(
      number, of: code, kind, at: now, by: principal, event: "DecisionApproved"
    ) { version in
      guard version.state == .proposed else { throw Self.notWaiting(version) }
      version.state = .approved
      version.validFrom = max(now, validFrom ?? version.validFrom ?? now)
      version.reason = comment
    }
    try await refresh()
    return approved
  }

  /// Refuses a proposal, or an approved version that does not count yet; its author takes it back so.
  public func reject(
    _ number: Int, of code: String, kind: DecisionVersion.Kind = .decision, reason: String, by principal: Principal
  ) async throws -> DecisionVersion {
    try Self.requireEditor(principal)
    let now = time.now()
    let rejected = try await decide(
      number, of: code, kind, at: now, by: principal, event: "DecisionRejected"
    ) { version in
      let isToCome =
        version.state == .approved && version.proposedBy != nil && version.validFrom.map { $0 > now } == true
      guard version.state == .proposed || isToCome else { throw Self.notWaiting(version) }
      // Who had approved it stays known.
      if isToCome { (version.approvedBy, version.approvedAt) = (version.decidedBy, version.decidedAt) }
      version.state = version.proposedBy == principal.id ? .withdrawn : .rejected
      version.reason = reason
    }
    try await refresh()
    return rejected
  }

  private func decide(
    _ number: Int, of code: String, _ kind: DecisionVersion.Kind, at now: Instant, by principal: Principal,
    event: String,
    _ change: @escaping @Sendable (inout DecisionVersion) throws -> Void
  ) async throws -> DecisionVersion {
    let (tenant, journal) = (tenant, journal)
    return try await database.write { transaction in
      guard
        var version = try DecisionVersion.load(code, number, of: kind, forUpdate: true, tenant: tenant, in: transaction)
      else { throw Self.unknown(code, number, kind: kind) }
      try change(&version)
      version.decidedBy = principal.id
      version.decidedAt = now
      try transaction.execute(
        """
        UPDATE definitions SET state = ?, decided_by = ?, decided_at = ?, approved_by = ?, approved_at = ?,
          valid_from = ?, reason = ?
        WHERE tenant = ? AND kind = ? AND code = ? AND version = ?
        """, version.state.rawValue, version.decidedBy, version.decidedAt, version.approvedBy, version.approvedAt,
        version.validFrom, version.reason, tenant, kind.rawValue, code, number)
      try Definitions.countChange(tenant: tenant, in: transaction)
      try journal.append(version.event(event), by: principal, at: now, in: transaction)
      return version
    }
  }

  private static func requireEditor(_ principal: Principal) throws(Problem) {
    let isEditor = principal.grants.contains { grant in
      editors.contains(grant.role) && grant.department == nil && grant.area == nil
    }
    guard isEditor else {
      throw Problem(
        .forbidden, "To change a decision takes the role supervisor or administrator for the whole city.",
        "修改决策需要全市范围的督办或管理员角色。")
    }
  }

  private static func notWaiting(_ version: DecisionVersion) -> Problem {
    Problem(
      .conflict,
      "Version \(version.version) of \(version.code) is \(version.state.rawValue); it does not wait for anybody.",
      "\(version.code) 第 \(version.version) 版的状态是\(version.state.chinese)，不在等待审批。",
      members: ["state": .string(version.state.rawValue)])
  }
}

extension DecisionVersion {
  /// What the journal says when its state changes.
  fileprivate func event(_ kind: String) -> NewEvent {
    var payload: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "sha256": .string(hexadecimal(hash)),
      "state": .string(state.rawValue),
    ]
    payload["proposedBy"] = proposedBy.map(JSON.string)
    payload["validFrom"] = validFrom.map { .string($0.description) }
    payload["comment"] = comment.map(JSON.string)
    payload["reason"] = reason.map(JSON.string)
    return NewEvent(
      kind, subjectKind: "definition", subject: "\(self.kind.rawValue)/\(code)", revision: Int64(version),
      payload: .object(payload))
  }
}
