// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
public import Packs
import Spatial
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
    if report.total.matters == 0 { try query.checkNames(pack) }
    return report
  }
}

extension OnTimeQuery {
  fileprivate func checkNames(_ pack: Pack) throws(Problem) {
    if let type, !pack.matterTypes.contains(where: { $0.code == type }) {
      throw .invalid("type", "there is no type of matter \"\(type)\"; the pack names all", "没有事项类型“\(type)”，全部类型见城市数据包")
    }
    if let department, pack.department(department) == nil {
      throw .invalid(
        "department", "there is no department \"\(department)\"; the pack names all", "没有部门“\(department)”，全部部门见城市数据包")
    }
    if let area, pack.areas.area(area) == nil {
      throw .invalid("area", "there is no area \"\(area)\"; the pack names all", "没有区域“\(area)”，全部区域见城市数据包")
    }
  }
}
