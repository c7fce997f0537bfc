// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Contexts
public import Decisions
public import Journaling
public import Logging
public import Packs
public import Storage
import Synchronization
public import Telemetry
public import Vocabulary

/// Watches readings as they come in: steps each threshold rule, and journals the warnings that begin, change and end.
///
/// It works in the transaction that stores the readings, and what it remembers is stored there too. After a kill at any
/// moment the states are those of the readings that are kept, as if they had been counted one by one.
public final class ThresholdDetector: ReadingObserver {
  let tenant: Tenant
  let entities: EntityStore
  let identifiers: IdentifierSource
  let time: any TimeSource
  let catalogue: SeriesCatalogue
  let warnings = WarningStore()
  private let rules: RuleIndex
  private let states = ThresholdStateStore()
  private let journal: Journal
  private let logger: Logger
  /// The code and the rules of every series that was seen. The code of a series never changes.
  private let known = Mutex<[Identifier: Watched]>([:])

  /// - Parameters:
  ///   - tenant: whose readings are watched; those of others are passed over.
  ///   - entities: where the things of which series tell are, and so their warnings.
  public init(
    rules: [ThresholdRule], tenant: Tenant, entities: EntityStore, identifiers: IdentifierSource, time: any TimeSource,
    journal: Journal = Journal(), logger: Logger = Logger(label: "citywide")
  ) {
    self.rules = RuleIndex(rules)
    self.tenant = tenant
    self.entities = entities
    self.identifiers = identifiers
    self.time = time
    self.journal = journal
    self.logger = logger
    catalogue = SeriesCatalogue(identifiers: identifiers)
  }

  /// Watches the readings of a city by the rules that are in force there.
  public convenience init(_ city: CityFoundation) {
    self.init(
      rules: city.rules, tenant: city.tenant, entities: city.entities, identifiers: city.identifiers, time: city.time,
      journal: city.journal, logger: city.logger)
  }

  /// A series and the rules that watch it.
  private struct Watched {
    var code: String
    var rules: [ThresholdRule]
  }

  /// A rule and the readings that it has to look at.
  private struct Watch {
    var key: ThresholdStateStore.Key
    var code: String
    var rule: ThresholdRule
    var readings: Range<Int>
  }

  public func observe(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws {
    guard tenant == self.tenant else { return }
    let watches = try watches(readings, in: transaction)
    guard !watches.isEmpty else { return }
    let stored = try states.lock(watches.map(\.key), tenant: tenant, in: transaction)
    var events: [WarningEvent] = []
    for watch in watches {
      let before = stored[watch.key] ?? StoredState()
      var recorder = WarningRecorder(
        before, rule: watch.rule, series: watch.key.series, code: watch.code, detector: self)
      for reading in readings[watch.readings] {
        guard case .number(let value) = reading.value else { continue }
        try recorder.take(value, at: reading.at, in: transaction)
      }
      events += recorder.events
      if recorder.stored != before {
        try states.save(recorder.stored, watch.key, tenant: tenant, in: transaction)
      }
    }
    try journal.append(events.map(\.journalled), by: .system(tenant), at: time.now(), in: transaction)
  }

  public func watches(_ series: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Bool {
    try tenant == self.tenant && !(watched(series, in: transaction)?.rules.isEmpty ?? true)
  }

  /// By series, then by rule.
  private func watches(_ readings: [Reading], in transaction: Transaction) throws -> [Watch] {
    var watches: [Watch] = []
    var start = 0
    while start < readings.count {
      let series = readings[start].series
      let end = readings[start...].firstIndex { $0.series != series } ?? readings.count
      if let watched = try watched(series, in: transaction) {
        for rule in watched.rules {
          let key = ThresholdStateStore.Key(series: series, rule: rule.code)
          watches.append(Watch(key: key, code: watched.code, rule: rule, readings: start..<end))
        }
      }
      start = end
    }
    return watches
  }

  private func watched(_ id: Identifier, in transaction: Transaction) throws -> Watched? {
    if let watched = known.withLock({ $0[id] }) { return watched }
    guard let series = try catalogue.series(id, tenant: tenant, in: transaction) else { return nil }
    let found = Watched(code: series.code, rules: series.kind == .number ? rules.rules(for: series.code) : [])
    known.withLock { $0[id] = found }
    return found
  }

  /// Says that a rule could not be applied to a reading: once for each series, since it mostly goes on so.
  func report(_ failure: String, of rule: ThresholdRule, on series: String) {
    logger.warning(
      "A threshold rule could not be told for a reading; it raises nothing there",
      metadata: ["rule": "\(rule.code)@\(rule.version)", "series": "\(series)", "reason": "\(failure)"])
  }
}
