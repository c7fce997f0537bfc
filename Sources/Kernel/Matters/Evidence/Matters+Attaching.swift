// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import Vocabulary

extension Evidence.Phase {
  /// The roles that may show this: what was done, the handler; that it is good, the verifier.
  public var roles: Set<Role> {
    switch self {
    case .report: MatterAction.attach.roles
    case .handle: [.handler]
    case .verify: [.verifier]
    }
  }
}

/// A file as somebody sends it in.
public struct NewEvidence: Sendable {
  public var bytes: [UInt8]
  /// What the sender says it is.
  public var declaredType: String?
  public var phase: Evidence.Phase

  public init(bytes: [UInt8], declaredType: String?, phase: Evidence.Phase) {
    self.bytes = bytes
    self.declaredType = declaredType
    self.phase = phase
  }
}

extension Matters {
  /// Keeps a file and attaches it to a matter. Waits for the disk.
  ///
  /// - Throws: as `perform` and `EvidenceStore.keep`; nothing is kept of whoever may not attach.
  public func attach(
    _ new: NewEvidence, to id: Identifier, keptIn store: EvidenceStore, expected: Int64? = nil, by principal: Principal,
    idempotency: IdempotencyKey? = nil
  ) async throws -> CommandResult {
    let matter = try await visible(id, to: principal, fresh: false)
    return try await attach(new, to: matter, store, expected: expected, by: principal, idempotency)
  }

  /// The same for somebody who has the code of a report.
  public func attach(
    _ new: NewEvidence, toReport number: String, code: String, keptIn store: EvidenceStore, tenant: Tenant
  ) async throws -> CommandResult {
    let (matter, reporter) = try await provenReport(number, code: code, tenant: tenant)
    return try await attach(new, to: matter, store, expected: nil, by: reporter, nil)
  }

  private func attach(
    _ new: NewEvidence, to matter: Matter, _ store: EvidenceStore, expected: Int64?, by principal: Principal,
    _ idempotency: IdempotencyKey?
  ) async throws -> CommandResult {
    let now = max(time.now(), matter.updatedAt)
    try decider(principal, at: now).check(.attach, on: matter)
    guard AccessRule(principal, in: new.phase.roles).allows(matter.facts) else {
      let names = new.phase.roles.sorted().map(\.rawValue).joined(separator: ", ")
      throw Problem(
        .forbidden, "A file of phase \(new.phase.rawValue) is attached by the role \(names).",
        errors: [Problem.FieldError(pointer: "/phase", detail: "your role attaches files of phase report")])
    }
    let file = try store.keep(new.bytes, declaredType: new.declaredType)
    let evidence = Evidence(
      hash: file.hash, mediaType: file.mediaType.rawValue, size: file.size, phase: new.phase, by: principal.id, at: now,
      publicHash: file.publicHash)
    return try await perform(
      .attach(evidence), on: matter.id, expected: expected, by: principal, idempotency: idempotency)
  }
}
