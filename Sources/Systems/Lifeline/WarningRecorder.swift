// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Decisions
import Spatial
import Storage
import Telemetry
import Vocabulary

/// Steps one rule over the readings of one series, and keeps the rows of its warnings.
struct WarningRecorder {
  private(set) var stored: StoredState
  private(set) var events: [WarningEvent] = []
  private let rule: ThresholdRule
  private let series: Identifier
  /// The code of the series.
  private let code: String
  private let detector: ThresholdDetector

  init(_ stored: StoredState, rule: ThresholdRule, series: Identifier, code: String, detector: ThresholdDetector) {
    self.stored = stored
    self.rule = rule
    self.series = series
    self.code = code
    self.detector = detector
  }

  mutating func take(_ value: Double, at: Instant, in transaction: Transaction) throws {
    let isFirst = stored.state.failures == 0
    let step = stored.state.take(value, at: at, of: code, by: rule)
    if isFirst, let failure = step.failure { detector.report(failure.english, of: rule, on: code) }
    guard let change = step.change else { return }
    switch change {
    case .raised(let level): try raise(level, value, at, step.use, transaction)
    case .moved(let level, let previous):
      let when = rule[level]?.when
      try self.change(.levelChanged, previous: previous, step.use, transaction) { warning in
        warning.level = level
        warning.peak = max(warning.peak, level)
        warning.condition = when?.text ?? warning.condition
        warning.limit = when?.limit
        warning.value = value
        warning.at = at
      }
    case .cleared:
      try self.change(.cleared, previous: nil, step.use, transaction) { warning in
        warning.value = value
        warning.at = at
        warning.clearedAt = at
      }
      stored.warning = nil
    }
  }

  private mutating func raise(
    _ level: WarningLevel, _ value: Double, _ at: Instant, _ use: DecisionUse?, _ transaction: Transaction
  ) throws {
    let when = rule[level]?.when
    let tenant = detector.tenant
    guard let series = try detector.catalogue.series(series, tenant: tenant, in: transaction) else { return }
    let entity = try series.entity.flatMap { try detector.entities.find($0, tenant: tenant, in: transaction) }
    let warning = Warning(
      id: detector.identifiers.next(at: detector.time.now()), revision: 1, rule: rule.code, ruleVersion: rule.version,
      name: rule.name, seriesID: series.id, series: series.code, seriesName: series.name, unit: series.unit,
      entity: series.entity, position: try entity?.location?.representativePosition(),
      areas: entity?.areas ?? AreaPath(), matterType: rule.matterType, level: level, peak: level, value: value,
      condition: when?.text ?? "", limit: when?.limit, at: at, raisedAt: at, extreme: stored.state.extreme ?? value,
      exceedances: stored.state.exceedances)
    stored.warning = warning.id
    try detector.warnings.save(warning, tenant: tenant, in: transaction)
    events.append(WarningEvent(.raised, warning, use: use))
  }

  private mutating func change(
    _ kind: WarningEvent.Kind, previous: WarningLevel?, _ use: DecisionUse?, _ transaction: Transaction,
    _ body: (inout Warning) -> Void
  ) throws {
    guard let id = stored.warning,
      var warning = try detector.warnings.load(id, tenant: detector.tenant, in: transaction)
    else { return }
    body(&warning)
    warning.revision += 1
    warning.ruleVersion = rule.version
    warning.extreme = stored.state.extreme ?? warning.extreme
    warning.exceedances = stored.state.exceedances
    try detector.warnings.save(warning, tenant: detector.tenant, in: transaction)
    events.append(WarningEvent(kind, warning, previous: previous, use: use))
  }
}
