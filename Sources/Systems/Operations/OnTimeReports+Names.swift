// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Packs
public import Vocabulary

extension OnTimeReports {
  /// The same report; one that counts nothing because the city has no such type, department or area is refused: zeros would look
  /// like work that was done.
  /// - Throws: `Problem` of code `invalid` also for a code that neither the pack nor any matter in the report has.
  public func report(
    _ query: OnTimeQuery, for principal: Principal, at now: Instant, in pack: Pack
  ) async throws -> OnTimeReport {
    let report = try await report(query, for: principal, at: now)
    // What only an earlier pack had still has its matters.
    if report.total.matters == 0 {
      try pack.checkCodes(type: query.type, department: query.department, area: query.area)
    }
    return report
  }
}
