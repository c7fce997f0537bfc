// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Logging
import Matters
import Storage
import Telemetry
import Vocabulary

extension City {
  /// Does what a city does by itself until the task is cancelled: looks at clocks and at the versions of decisions,
  /// signs the journal, looks at sensors, retires old readings.
  ///
  /// What fails is logged and tried again at its next turn.
  public func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        await repeatedly("looking at clocks", as: "clocks", every: settings.tickEvery) { city in try await city.tick() }
      }
      group.addTask { [self] in
        await repeatedly("signing the journal", as: "checkpoints", every: settings.checkpointEvery) { city in
          _ = try await city.checkpoint()
        }
      }
      group.addTask { [self] in
        await repeatedly("looking at sensors", as: "sensors", every: .seconds(60)) { city in
          try await city.reviewSensors()
        }
      }
      group.addTask { [self] in
        await repeatedly("retiring readings", as: "retention", every: .seconds(3600)) { city in
          for report in try await city.telemetry.enforceRetention(tenant: city.tenant)
          where report.expired + report.coarsened > 0 {
            city.logger.info("readings were retired", metadata: ["report": "\(report)"])
          }
        }
      }
    }
  }

  /// Notes on all matters what their clocks have to say by now, and puts the versions of decisions in force that count
  /// now.
  public func tick() async throws {
    let batch = 200
    // The system was off for a while: there may be more than one batch.
    while try await matters.tick(tenant: tenant, limit: batch) == batch { try Task.checkCancellation() }
    for version in try await decisions.refresh() { logger.info("in force", metadata: ["decision": "\(version)"]) }
  }

  /// Looks at the sensors whose series have rules, and writes their state on their entities.
  public func reviewSensors() async throws {
    try await database.write { [telemetry, entities, tenant, now = time.now()] transaction in
      for change in try telemetry.reviewSensors(tenant: tenant, in: transaction) {
        let state = Attribute(.string(change.entityState.rawValue))
        guard let id = change.entity, let entity = try entities.find(id, tenant: tenant, in: transaction),
          entity.attributes["sensorState"] != state
        else { continue }
        try entities.merge(
          EntityPatch(attributes: ["sensorState": .set(state)]), into: id, by: .system(tenant), at: now,
          in: transaction)
      }
    }
  }

  private func repeatedly(
    _ what: Logger.MetadataValue, as name: String, every pause: Duration, _ work: @Sendable (City) async throws -> Void
  ) async {
    var failures = 0
    while !Task.isCancelled {
      do {
        try await work(self)
        workLog.done(name, at: time.now())
        if failures > 0 { logger.notice("works again", metadata: ["what": what]) }
        failures = 0
      } catch is CancellationError {
        return
      } catch {
        failures += 1
        workLog.failed(name, LocalizedText(trouble: error))
        // A database that is gone for an hour is worth a line now and then, not one for each second.
        if failures.isPowerOfTwo {
          logger.error("failed, will try again", metadata: ["what": what, "times": "\(failures)", "error": "\(error)"])
        }
      }
      try? await Task.sleep(for: pause)
    }
  }
}

extension Int {
  fileprivate var isPowerOfTwo: Bool { self > 0 && self & (self - 1) == 0 }
}
