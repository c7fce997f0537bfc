// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Spatial
import Storage
public import Vocabulary

/// Reports by people without an account: whoever has the number sees the progress, whoever has the code as well is the reporter.
extension Matters {
  /// The types that new matters may have, by code.
  public var currentTypes: [MatterType] {
    let catalogue = catalogue
    return catalogue.currentTypes.sorted().compactMap(catalogue.type)
  }

  /// Those of them that the public may report.
  public var publicTypes: [MatterType] { currentTypes.filter(\.isPublic) }

  /// Files a report of somebody without an account. Durable when it returns.
  ///
  /// - Returns: the matter, and the code that is shown this once.
  /// - Throws: `Problem` of code `invalid` for a type that the public may not report.
  public func report(_ submission: Submission, tenant: Tenant) async throws -> (matter: Matter, code: TrackingCode) {
    guard catalogue.type(submission.type)?.isPublic == true else {
      let known = publicTypes.map(\.code).joined(separator: ", ")
      throw Problem.invalid(
        "/type", "is nothing that the public can report; that are \(known)", "不是公众可上报的类型；可选：\(known)")
    }
    let code = TrackingCode()
    var submission = submission
    submission.trackingHash = code.hash
    // Nobody could send it later.
    submission.isDraft = false
    return (try await submit(submission, by: .anonymous(tenant)).matter, code)
  }

  /// How far the report with that number has come.
  ///
  /// - Parameter code: shows the report itself too.
  /// - Throws: `Problem` of code `notFound`, also for matters that are none of the public; `forbidden` for a wrong code.
  public func progress(number: String, code: String? = nil, tenant: Tenant) async throws -> PublicProgress {
    let matter = try await publicMatter(number, tenant: tenant)
    if let code { try Self.check(code, of: matter) }
    return try await progress(of: matter, code: code, tenant: tenant)
  }

  func progress(of matter: Matter, code: String?, tenant: Tenant) async throws -> PublicProgress {
    let history = try await database.read { [store] transaction in
      try store.journal.history(of: matter.id.description, kind: Matter.subjectKind, tenant: tenant, in: transaction)
    }
    let steps = history.compactMap { event in
      MatterEvent(event).flatMap { step in step.state.map { PublicProgress.Step(state: $0, at: step.at) } }
    }
    let catalogue = catalogue
    let survivor = matter.mergedInto == nil ? nil : try await survivor(of: matter, tenant: tenant)
    return PublicProgress(
      number: matter.number, type: matter.type, typeName: typeName(of: matter),
      state: matter.state, since: steps.last?.at ?? matter.createdAt, reportedAt: matter.createdAt, dueAt: matter.dueAt,
      department: matter.department, departmentName: matter.department.flatMap { catalogue.departments[$0] },
      district: matter.areas.district, steps: steps, areas: areaNames(of: matter),
      position: isShown(matter) ? matter.position : nil, clock: Self.nextClock(of: matter),
      words: publicWords(of: matter), photos: publicPhotos(of: matter), continuedIn: survivor?.number,
      own: code == nil ? nil : ownReport(matter, tenant))
  }

  /// Does what a reporter may do, for somebody who has the code.
  /// - Throws: as `perform` and `progress`.
  public func perform(
    _ command: MatterCommand, onReport number: String, code: String, tenant: Tenant
  ) async throws -> CommandResult {
    let (matter, reporter) = try await provenReport(number, code: code, tenant: tenant)
    return try await perform(command, on: matter.id, by: reporter)
  }

  /// The matter of a report, and the principal that whoever has its code is: somebody who may do what reporters may, on the one
  /// matter that the caller names.
  /// - Throws: as `progress`.
  func provenReport(
    _ number: String, code: String, tenant: Tenant
  ) async throws -> (matter: Matter, reporter: Principal) {
    let matter = try await publicMatter(number, tenant: tenant)
    try Self.check(code, of: matter)
    return (matter, Self.reporter(tenant))
  }

  /// The file for the public with that hash.
  /// - Throws: `Problem` of code `notFound`.
  public func publicEvidence(_ hash: String, ofReport number: String, tenant: Tenant) async throws -> Evidence {
    let matter = try await publicMatter(number, tenant: tenant)
    guard let evidence = matter.evidence.first(where: { $0.publicHash == hash }) else {
      throw Problem(.notFound, "Report \(number) has no such file for the public.", "上报 \(number) 没有此公开文件。")
    }
    return evidence
  }

  private func ownReport(_ matter: Matter, _ tenant: Tenant) -> OwnReport {
    let actions = actions(on: matter, for: Self.reporter(tenant))
    return OwnReport(
      title: matter.title, text: matter.text, address: matter.address, position: matter.position,
      result: matter.result, notes: matter.notes.filter(\.isPublic),
      evidence: matter.evidence.filter { $0.publicHash != nil }, rating: matter.rating,
      canRate: actions.contains(.rate), canAttach: actions.contains(.attach))
  }

  /// The clock that is due next; else the one of the whole matter.
  private static func nextClock(of matter: Matter) -> MatterClock? {
    let running = matter.clocks.filter(\.isRunning).filter { $0.dueAt != nil }
    return running.min { ($0.dueAt?.milliseconds ?? .max) < ($1.dueAt?.milliseconds ?? .max) } ?? matter.clock(.total)
  }

  func publicMatter(_ number: String, tenant: Tenant) async throws -> Matter {
    guard let matter = try await matter(number: number, tenant: tenant), isPublic(matter) else {
      throw Problem(
        .notFound, "There is no report with the number \(number.prefix(40)).", "没有编号为 \(number.prefix(40)) 的上报。")
    }
    return matter
  }

  private func survivor(of matter: Matter, tenant: Tenant) async throws -> Matter? {
    guard let id = matter.mergedInto else { return nil }
    let found = try await database.read { [store] in try store.load(id, tenant: tenant, in: $0) }
    return found.flatMap { isPublic($0) ? $0 : nil }
  }

  private static func check(_ code: String, of matter: Matter) throws(Problem) {
    guard TrackingCode.isRight(code, for: matter.trackingHash) else {
      throw Problem(
        .forbidden, "The tracking code does not belong to report \(matter.number).",
        "查询码与上报 \(matter.number) 不符。")
    }
  }

  private static func reporter(_ tenant: Tenant) -> Principal {
    Principal(id: "anonymous", kind: .system, tenant: tenant, name: "reporter", grants: [Grant(.reporter)])
  }
}
