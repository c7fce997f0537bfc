// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
import Decisions
import Spatial
public import Journaling
public import Logging
public import Matters
public import Storage
public import Vocabulary

/// Makes matters of warnings: the first warning of a fault opens one, the others join it, and the return to normal is written
/// on it.
///
/// A follower of the journal, so that after a kill at any moment each event has had its effect once.
public struct WarningsToMatters: Sendable {
  private let matters: Matters
  private let tenant: Tenant
  private let texts: WarningTexts
  private let logger: Logger
  private let store = WarningStore()

  /// - Parameter zone: the city's time zone, for times in texts.
  public init(matters: Matters, tenant: Tenant, zone: TimeZoneRules, logger: Logger) {
    self.matters = matters
    self.tenant = tenant
    self.logger = logger
    texts = WarningTexts(zone: zone)
  }

  /// Runs until its task is cancelled.
  public func follower(database: Database) -> Follower {
    Follower(
      "warnings-to-matters", database: database, tenant: tenant, kinds: WarningEvent.Kind.allCases.map(\.rawValue),
      logger: logger
    ) { event, transaction in try handle(event, in: transaction) }
  }

  /// The effect of one event.
  func handle(_ event: Event, in transaction: Transaction) throws {
    guard let event = WarningEvent(event).map({ Step(event: $0, at: event.at) }) else { return }
    if try joined(event, in: transaction) { return }
    if event.event.isRise { try open(event, in: transaction) }
  }

  private struct Step {
    var event: WarningEvent
    var at: Instant
    var warning: Warning { event.warning }
  }

  /// Writes on the matter that deals with the fault what happened.
  ///
  /// A matter that is over takes the news that the trouble is over too; trouble that begins or grows needs one that is open: that
  /// of the warning, of the one before, or any of the same fault.
  /// - Returns: false when there is none that could.
  private func joined(_ step: Step, in transaction: Transaction) throws -> Bool {
    let warning = step.warning
    let own = try store.load(warning.id, tenant: tenant, in: transaction)?.matter
    guard step.event.isRise else {
      guard let matter = try own.flatMap({ try goingOn($0, in: transaction) }), matter.state != .archived else {
        return false
      }
      try join(step, to: matter, in: transaction)
      return true
    }
    let before =
      try own ?? store.lastMatter(series: warning.series, rule: warning.rule, tenant: tenant, in: transaction)
    var matter = try before.flatMap { try goingOn($0, in: transaction) }
    if matter?.state.isFinal ?? true {
      matter = try matters.open(correlation: warning.correlation, tenant: tenant, in: transaction)
    }
    guard let matter else { return false }
    try join(step, to: matter, in: transaction)
    return true
  }

  private func join(_ step: Step, to matter: Matter, in transaction: Transaction) throws {
    _ = try matters.join(
      texts.note(step.event), priority: step.event.isRise ? Self.priority(step.warning) : nil, to: matter.id,
      by: .system(tenant), at: max(step.at, matter.updatedAt), in: transaction)
    try store.link(step.warning.id, to: matter.id, tenant: tenant, in: transaction)
  }

  /// The matter, or the one in which it goes on.
  private func goingOn(_ id: Identifier, in transaction: Transaction) throws -> Matter? {
    var matter = try matters.matter(id, tenant: tenant, in: transaction)
    while let merged = matter, merged.state == .merged, let survivor = merged.mergedInto {
      matter = try matters.matter(survivor, tenant: tenant, in: transaction)
    }
    return matter
  }

  private func open(_ step: Step, in transaction: Transaction) throws {
    let warning = step.warning
    let attributes: [String: JSON] = [
      "level": .string(warning.level.rawValue), "rule": .string("\(warning.rule)@\(warning.ruleVersion)"),
      "series": .string(warning.series), "warning": .string(warning.id.description),
    ]
    let submission = Submission(
      type: warning.matterType, title: texts.title(warning), text: texts.note(step.event),
      priority: Self.priority(warning), channel: Self.channel, position: warning.position,
      areas: warning.areas.isEmpty ? nil : warning.areas, correlation: warning.correlation, attributes: attributes)
    do {
      let matter = try matters.submit(submission, by: .system(tenant), at: step.at, in: transaction)
      try store.link(warning.id, to: matter.id, tenant: tenant, in: transaction)
    } catch let problem as Problem where problem.code == .invalid {
      // The type may have left the pack since. The other warnings must not wait for that to be mended.
      logger.error(
        "No matter can be made of a warning",
        metadata: ["warning": "\(warning.id)", "rule": "\(warning.rule)", "problem": "\(problem.detail)"])
      try store.link(warning.id, to: nil, trouble: problem.detail, tenant: tenant, in: transaction)
    }
  }

  /// The channel of the matters that are made here.
  public static let channel = "sensor"

  /// Stands between English and Chinese in what is written on them.
  public static let between = " · "

  /// Red and orange warnings are urgent.
  static func priority(_ warning: Warning) -> MatterPriority { warning.level >= .orange ? .urgent : .normal }
}
