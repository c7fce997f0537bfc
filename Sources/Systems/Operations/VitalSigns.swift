// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Matters
public import Storage
public import Vocabulary

/// How the work of the city, or of a part of it, goes at one moment.
public struct VitalSigns: Sendable, Hashable {
  /// What is going on in a part of the area that was asked about.
  public struct Part: Sendable, Hashable {
    public var area: String
    public var open: Int
    public var late: Int
  }

  public var at: Instant
  /// Matters that are not over.
  public var open = 0
  /// Those past their due date.
  public var late = 0
  /// Those due within the next four hours.
  public var dueSoon = 0
  /// Matters that came in within each of the last 24 hours, the oldest first, and within the 24 hours before.
  public var opened = [Int](repeating: 0, count: 24)
  public var openedBefore = 0
  /// Matters that ended, likewise.
  public var ended = [Int](repeating: 0, count: 24)
  public var endedBefore = 0
  /// On time / (on time + late) of what ended within the last seven days; `nil` where nothing with a due date did.
  public var onTime: Double?
  /// The same at the end of each of the last 24 hours, the oldest first.
  public var onTimeHours: [Double?] = []
  /// What was late and due soon at each of the last 24 full hours, and how many sensors were silent; `nil` where nobody looked.
  public var hours: [VitalSignHistory.Hour?] = []
  /// By code of the areas one step down, where there is anything open.
  public var parts: [Part] = []

  public static let soon = Duration.seconds(4 * 3600)
}

/// Takes the vital signs of the matters that somebody may see.
public struct VitalSignsReports: Sendable {
  private let database: Database
  private let onTime: OnTimeReports

  public init(database: Database) {
    self.database = database
    onTime = OnTimeReports(database: database)
  }

  /// - Parameters:
  ///   - area: code of an area of any level; `nil` for the whole city.
  ///   - partColumn: by what the open matters are counted apart: `district`, `street`, `community` or `cell`.
  public func take(
    area: String? = nil, parts level: String? = nil, for principal: Principal, at now: Instant
  ) async throws -> VitalSigns {
    var query = OnTimeQuery()
    query.basis = .ended
    query.area = area
    // To the minute, so that many who look within one ask the same.
    query.from = Instant(milliseconds: now.milliseconds / 60_000 * 60_000 - 7 * 86_400_000)
    let onTime = try await onTime.report(query, for: principal, at: now).total
    let bounds = OnTimeReports.bounds(area: area, for: principal)
    let column = level.flatMap { ["district", "street", "community", "cell"].contains($0) ? $0 : nil }
    return try await database.read { transaction in
      var signs = VitalSigns(at: now)
      signs.onTime = onTime.rate
      signs.onTimeHours = try Self.rates(onTime, area: area, for: principal, at: now, in: transaction)
      signs.hours = try VitalSignHistory.hours(area: area, for: principal, at: now, in: transaction)
      let open = "FROM matter_outcomes o WHERE o.tenant = ? AND o.ended_at IS NULL AND \(bounds.text)"
      let values = [principal.tenant.sqlValue] + bounds.values
      signs.open = try transaction.row("SELECT COUNT(*) \(open)", values: values)?[0] ?? 0
      // What is late is what lists call late: past the next due date of a running clock.
      let due = OnTimeReports.bounds(area: area, for: principal, row: "m", id: "id")
      let dueBefore = "FROM matters m WHERE m.tenant = ? AND m.due_at < ? AND \(due.text)"
      func count(before instant: Instant) throws -> Int {
        try transaction.row(
          "SELECT COUNT(*) \(dueBefore)", values: [principal.tenant.sqlValue, instant.sqlValue] + due.values)?[0] ?? 0
      }
      signs.late = try count(before: now)
      signs.dueSoon = try count(before: Instant(milliseconds: now.milliseconds + 4 * 3_600_000)) - signs.late
      (signs.opened, signs.openedBefore) = try Self.hours("opened_at", bounds, principal.tenant, now, transaction)
      (signs.ended, signs.endedBefore) = try Self.hours("ended_at", bounds, principal.tenant, now, transaction)
      if let column {
        var late: [String: Int] = [:]
        for row in try transaction.rows(
          "SELECT m.\(column), COUNT(*) \(dueBefore) AND m.\(column) IS NOT NULL GROUP BY m.\(column)",
          values: [principal.tenant.sqlValue, now.sqlValue] + due.values)
        { late[row[0]] = row[1] }
        signs.parts = try transaction.rows(
          "SELECT o.\(column), COUNT(*) \(open) AND o.\(column) IS NOT NULL GROUP BY o.\(column) ORDER BY o.\(column)",
          values: values
        ).map { VitalSigns.Part(area: $0[0], open: $0[1], late: late[$0[0]] ?? 0) }
      }
      return signs
    }
  }

  /// The rate of the seven days before the end of each of the last hours: from that of now, each hour back loses what ended in it,
  /// and gains what ended seven days before it.
  private static func rates(
    _ total: OnTimeReport.Line, area: String?, for principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> [Double?] {
    let start = now - .seconds(24 * 3600)
    let lost = try OnTimeReports.hours(24, from: start, area: area, for: principal, in: transaction)
    let gained = try OnTimeReports.hours(
      24, from: start - .seconds(7 * 86_400), area: area, for: principal, in: transaction)
    var line = total
    var rates: [Double?] = []
    for hour in lost.indices.reversed() {
      rates.append(line.rate)
      // A report that is kept for a while may not know the last minute yet.
      line.onTime = max(0, line.onTime + gained[hour].onTime - lost[hour].onTime)
      line.late = max(0, line.late + gained[hour].late - lost[hour].late)
    }
    return rates.reversed()
  }

  /// Counts by the hour of the last two days: those of the last one, and the sum of the one before.
  private static func hours(
    _ column: String, _ bounds: SQLCondition, _ tenant: Tenant, _ now: Instant, _ transaction: Transaction
  ) throws -> ([Int], Int) {
    let start = now.milliseconds - 48 * 3_600_000
    let rows = try transaction.rows(
      "SELECT (o.\(column) - ?) / 3600000, COUNT(*) FROM matter_outcomes o "
        + "WHERE o.tenant = ? AND o.\(column) >= ? AND o.\(column) < ? AND \(bounds.text) GROUP BY 1",
      values: [.integer(start), tenant.sqlValue, .integer(start), now.sqlValue] + bounds.values)
    var hours = [Int](repeating: 0, count: 48)
    for row in rows {
      let hour: Int = row[0]
      hours[min(47, max(0, hour))] += row[1]
    }
    return (Array(hours[24...]), hours[..<24].reduce(0, +))
  }
}

extension VitalSigns {
  /// `{"at", "open", "late", "dueSoon", "opened": […], …, "onTimeHours": […], "lateHours": […], "parts": [{"area", "open", "late"}]}`
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("open", open)
    writer.member("late", late)
    writer.member("dueSoon", dueSoon)
    writer.key("opened")
    writer.value(.array(opened.map { .integer(Int64($0)) }))
    writer.member("openedBefore", openedBefore)
    writer.key("ended")
    writer.value(.array(ended.map { .integer(Int64($0)) }))
    writer.member("endedBefore", endedBefore)
    writer.key("onTime")
    writer.value(onTime.map { .number($0) } ?? .null)
    writer.key("onTimeHours")
    writer.value(.array(onTimeHours.map { rate in rate.map { JSON.number($0) } ?? .null }))
    writer.key("lateHours")
    writer.value(.array(hours.map { hour in hour?.late.map { JSON.integer(Int64($0)) } ?? .null }))
    writer.key("dueSoonHours")
    writer.value(.array(hours.map { hour in hour?.dueSoon.map { JSON.integer(Int64($0)) } ?? .null }))
    writer.key("parts")
    writer.value(
      .array(
        parts.map { part in
          ["area": .string(part.area), "open": .integer(Int64(part.open)), "late": .integer(Int64(part.late))]
        }))
    writer.endObject()
  }
}
