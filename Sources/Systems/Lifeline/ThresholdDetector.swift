// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Contexts
import Decisions
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
///
/// When another version of a rule comes into force, it goes on from what the one before remembers. A warning on a series that it
/// no longer watches ends with the next reading.
public final class ThresholdDetector: ReadingObserver {
  let tenant: Tenant
  let entities: EntityStore
  let identifiers: IdentifierSource
  let time: any TimeSource
  let catalogue: SeriesCatalogue
  let warnings = WarningStore()
  private let rules: RulesInForce
  private let states = ThresholdStateStore()
  private let journal: Journal
  private let logger: Logger
  private let prepared: Mutex<Prepared>

  /// - Parameters:
  ///   - tenant: whose readings are watched; those of others are passed over.
  ///   - entities: where the things of which series tell are, and so their warnings.
  public init(
    rules: RulesInForce, tenant: Tenant, entities: EntityStore, identifiers: IdentifierSource, time: any TimeSource,
    journal: Journal = Journal(), logger: Logger = Logger(label: "citywide")
  ) {
    self.rules = rules
    let (all, revision) = rules.current
    prepared = Mutex(Prepared(index: RuleIndex(all), revision: revision))
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

  /// What was made of the rules in force.
  private struct Prepared {
    var index: RuleIndex
    var revision: Int
    /// The code and the rules of every series that was seen. The code of a series never changes.
    var known: [Identifier: Watched] = [:]
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
    var left: Set<Identifier> = []
    for watch in watches {
      let before = stored[watch.key] ?? StoredState()
      var recorder = WarningRecorder(
        before, rule: watch.rule, series: watch.key.series, code: watch.code, detector: self)
      for reading in readings[watch.readings] {
        guard case .number(let value) = reading.value else { continue }
        try recorder.take(value, at: reading.at, in: transaction)
      }
      events += recorder.events
      if watch.rule.levels.isEmpty { left.insert(watch.key.series) }
      if recorder.stored != before {
        try states.save(recorder.stored, watch.key, tenant: tenant, in: transaction)
      }
    }
    try journal.append(events.map(\.journalled), by: .system(tenant), at: time.now(), in: transaction)
    // Whether a warning is still on there is asked anew.
    if !left.isEmpty { prepared.withLock { prepared in for series in left { prepared.known[series] = nil } } }
  }

  public func watches(_ series: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Bool {
    guard tenant == self.tenant else { return false }
    prepare()
    return try !(watched(series, in: transaction)?.rules.isEmpty ?? true)
  }

  /// Makes everything anew where other versions of rules are in force.
  private func prepare() {
    let revision = rules.revision
    prepared.withLock { prepared in
      guard prepared.revision != revision else { return }
      let (all, revision) = rules.current
      prepared = Prepared(index: RuleIndex(all), revision: revision)
    }
  }

  /// By series, then by rule.
  private func watches(_ readings: [Reading], in transaction: Transaction) throws -> [Watch] {
    prepare()
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
    if let watched = prepared.withLock({ $0.known[id] }) { return watched }
    let (index, revision) = prepared.withLock { ($0.index, $0.revision) }
    guard let series = try catalogue.series(id, tenant: tenant, in: transaction) else { return nil }
    var found = Watched(code: series.code, rules: [])
    if series.kind == .number {
      let watching = index.rules(for: series.code)
      let left = try states.raised(on: id, tenant: tenant, in: transaction).compactMap { code in
        watching.contains { $0.code == code } ? nil : index.rule(code)?.withoutLevels
      }
      found.rules = (watching + left).sorted { $0.code < $1.code }
    }
    prepared.withLock { if $0.revision == revision { $0.known[id] = found } }
    return found
  }

  /// Says that a rule could not be applied to a reading: once for each series, since it mostly goes on so.
  func report(_ failure: String, of rule: ThresholdRule, on series: String) {
    logger.warning(
      "A threshold rule could not be told for a reading; it raises nothing there",
      metadata: ["rule": "\(rule.code)@\(rule.version)", "series": "\(series)", "reason": "\(failure)"])
  }
}

extension ThresholdRule {
  /// The rule for a series that it watches no longer: whatever is read there, no level holds.
  fileprivate var withoutLevels: ThresholdRule {
    var rule = self
    rule.levels = []
    rule.clearing = 0
    return rule
  }
}
