// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Spatial
import Storage
import Vocabulary

/// Rows of `warnings`.
struct WarningStore: Sendable {
  /// Writes a warning as it is now.
  func save(_ warning: Warning, tenant: Tenant, in transaction: Transaction) throws {
    guard warning.revision == 1 else { return try update(warning, tenant, transaction) }
    let place = warning.position
    let areas = warning.areas
    try transaction.execute(
      """
      INSERT INTO warnings
        (tenant, id, revision, rule, rule_version, name, series_id, series, series_name, unit, entity, longitude, latitude,
         district, street, community, cell, matter_type, level, peak, value, condition, limit_value, at, raised_at,
         extreme, exceedances)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, tenant, warning.id, warning.revision, warning.rule, warning.ruleVersion, warning.name.members.text,
      warning.seriesID, warning.series, warning.seriesName.members.text, warning.unit, warning.entity, place?.longitude,
      place?.latitude, areas.district, areas.street, areas.community, areas.cell, warning.matterType,
      warning.level.rawValue, warning.peak.rawValue, warning.value, warning.condition, warning.limit,
      warning.at, warning.raisedAt, warning.extreme, warning.exceedances)
  }

  private func update(_ warning: Warning, _ tenant: Tenant, _ transaction: Transaction) throws {
    try transaction.execute(
      """
      UPDATE warnings SET revision = ?, rule_version = ?, level = ?, peak = ?, value = ?, condition = ?, limit_value = ?,
        at = ?, cleared_at = ?, extreme = ?, exceedances = ?
      WHERE tenant = ? AND id = ?
      """, warning.revision, warning.ruleVersion, warning.level.rawValue, warning.peak.rawValue, warning.value,
      warning.condition, warning.limit, warning.at, warning.clearedAt, warning.extreme, warning.exceedances, tenant,
      warning.id)
  }

  /// Says which matter deals with a warning, or why none does.
  func link(
    _ id: Identifier, to matter: Identifier?, trouble: String? = nil, tenant: Tenant, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "UPDATE warnings SET matter = ?, trouble = ? WHERE tenant = ? AND id = ?", matter, trouble, tenant, id)
  }

  func load(_ id: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Warning? {
    try transaction.row("SELECT \(Self.columns) FROM warnings w WHERE w.tenant = ? AND w.id = ?", tenant, id)
      .map(Self.warning)
  }

  /// The matter that dealt with the last warning of this rule and series.
  func lastMatter(series: String, rule: String, tenant: Tenant, in transaction: Transaction) throws -> Identifier? {
    try transaction.row(
      """
      SELECT matter FROM warnings WHERE tenant = ? AND series = ? AND rule = ? AND matter IS NOT NULL
      ORDER BY id DESC LIMIT 1
      """, tenant, series, rule)?[0]
  }

  static let columns = """
    w.id, w.revision, w.rule, w.rule_version, w.name, w.series_id, w.series, w.series_name, w.unit, w.entity,
    w.longitude, w.latitude, w.district, w.street, w.community, w.cell, w.matter_type, w.level, w.peak, w.value,
    w.condition, w.limit_value, w.at, w.raised_at, w.cleared_at, w.extreme, w.exceedances, w.matter, w.trouble
    """
  static let columnCount = 29

  static func warning(_ row: Row) throws -> Warning {
    guard let level = WarningLevel(rawValue: row[17]), let peak = WarningLevel(rawValue: row[18]) else {
      throw StorageError.corrupt("a warning has the level \(row[17] as String)")
    }
    var position: Position?
    if let longitude: Double = row[10], let latitude: Double = row[11] { position = Position(longitude, latitude) }
    return Warning(
      id: row[0], revision: row[1], rule: row[2], ruleVersion: row[3], name: text(row[4]), seriesID: row[5],
      series: row[6], seriesName: text(row[7]), unit: row[8], entity: row[9], position: position,
      areas: AreaPath(district: row[12], street: row[13], community: row[14], cell: row[15]), matterType: row[16],
      level: level, peak: peak, value: row[19], condition: row[20], limit: row[21], at: row[22], raisedAt: row[23],
      clearedAt: row[24], extreme: row[25], exceedances: row[26], matter: row[27], trouble: row[28])
  }

  private static func text(_ json: String) -> LocalizedText { LocalizedText(members: try? JSON(parsing: json)) }
}
