// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Storage
import Synchronization
public import Vocabulary

/// Whether the city works as usual (平时) or under emergency rules (战时).
public struct CityMode: Sendable, Hashable {
  public var isEmergency: Bool
  /// Why it was declared, or ended.
  public var reason: String
  public var since: Instant
  /// The name of who decided.
  public var by: String
}

/// Declares emergencies and ends them: acts of a supervisor or administrator of the whole city, each with its reason in the
/// journal.
public final class CityModes: Sendable {
  /// Who may change it.
  public static let deciders: Set<Role> = [.supervisor, .administrator]
  public static let declared = "EmergencyDeclared"
  public static let ended = "EmergencyEnded"
  /// Of its events in the journal.
  public static let subjectKind = "city"

  private struct State {
    var mode: CityMode?
    var readAt: ContinuousClock.Instant?
    var isReading = false
  }

  private let database: Database
  private let journal: Journal
  private let time: any TimeSource
  private let tenant: Tenant
  private let state = Mutex(State())

  public init(database: Database, journal: Journal, time: any TimeSource, tenant: Tenant) {
    self.database = database
    self.journal = journal
    self.time = time
    self.tenant = tenant
  }

  /// The mode, at most some seconds old: another process may have changed it. `nil` for a city that was never in an emergency, or
  /// before the first reading.
  public var current: CityMode? {
    let (mode, isOld) = state.withLock { state -> (CityMode?, Bool) in
      guard !state.isReading, state.readAt.map({ .now - $0 > .seconds(2) }) ?? true else { return (state.mode, false) }
      state.isReading = true
      return (state.mode, true)
    }
    if isOld { Task { try? await read() } }
    return mode
  }

  /// The mode as it is in the database.
  @discardableResult
  public func read() async throws -> CityMode? {
    defer { state.withLock { $0.isReading = false } }
    let mode = try await database.read { [tenant] in try Self.mode(tenant, in: $0) }
    remember(mode)
    return mode
  }

  private func remember(_ mode: CityMode?) {
    state.withLock { state in
      state.mode = mode
      state.readAt = .now
    }
  }

  /// - Parameter reason: why, in words that everybody sees; 3 to 300 characters.
  /// - Throws: `Problem`: forbidden, without a reason, or not a change.
  @discardableResult
  public func change(toEmergency isEmergency: Bool, reason: String, by principal: Principal) async throws -> CityMode {
    guard Self.mayDecide(principal) else {
      throw Problem(
        .forbidden, "An emergency is declared and ended by a supervisor or administrator of the whole city.",
        "应急状态由全市范围的督查或管理员宣布和结束。")
    }
    guard (3...300).contains(reason.count) else {
      throw Problem.invalid(
        "reason", "must be given, in 3 to 300 characters: everybody sees it", "必须填写 3 至 300 个字符的原因，所有人都会看到")
    }
    let mode = CityMode(isEmergency: isEmergency, reason: reason, since: time.now(), by: principal.name)
    try await database.write { [journal, tenant] transaction in
      let before = try Self.mode(tenant, in: transaction)
      guard before?.isEmergency ?? false != isEmergency else {
        throw Problem(
          .conflict, isEmergency ? "The city is in an emergency already." : "There is no emergency to end.",
          isEmergency ? "城市已处于应急状态。" : "当前没有应急状态。")
      }
      try transaction.execute(
        """
        INSERT INTO city_modes (tenant, emergency, reason, at, name) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (tenant) DO UPDATE SET
          emergency = excluded.emergency, reason = excluded.reason, at = excluded.at, name = excluded.name
        """, tenant, isEmergency ? 1 : 0, reason, mode.since, mode.by)
      try journal.append(
        NewEvent(
          isEmergency ? Self.declared : Self.ended, subjectKind: Self.subjectKind, subject: tenant.name,
          payload: .object(["reason": .string(reason)])), by: principal, at: mode.since, in: transaction)
    }
    remember(mode)
    return mode
  }

  public static func mayDecide(_ principal: Principal) -> Bool {
    principal.grants.contains { deciders.contains($0.role) && $0.area == nil && $0.department == nil }
  }

  private static func mode(_ tenant: Tenant, in transaction: Transaction) throws -> CityMode? {
    try transaction.row("SELECT emergency, reason, at, name FROM city_modes WHERE tenant = ?", tenant).map { row in
      CityMode(isEmergency: (row[0] as Int) != 0, reason: row[1], since: row[2], by: row[3])
    }
  }
}

extension CityMode {
  /// `{"isEmergency", "reason", "since", "by"}`
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("isEmergency")
    writer.value(.bool(isEmergency))
    writer.member("reason", reason)
    writer.member("since", since)
    writer.member("by", by)
    writer.endObject()
  }
}
