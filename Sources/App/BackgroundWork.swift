// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Access
import Foundation
import HTTP
import Journaling
import Lifeline
import Logging
import Operations
import Packs
import ServiceLifecycle
import Vocabulary

/// What a city does by itself while it is served: looks at clocks, signs the journal, follows it.
struct BackgroundWork: Service {
  let city: City
  /// How long the hourly vital signs are kept.
  let vitalDays: Int
  let logger: Logger
  let followers: [Follower]

  init(_ city: City, vitalDays: Int, logger: Logger) {
    self.city = city
    self.vitalDays = vitalDays
    self.logger = logger
    followers = House.followers(city, logger: logger)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await city.run() }
        for follower in followers { group.addTask { await follower.run() } }
        group.addTask { await removeExpired() }
        group.addTask { await keepVitalSigns() }
      }
    }
  }

  private func removeExpired() async {
    while !Task.isCancelled {
      do { _ = try await city.access.removeExpiredSessions(in: city.tenant) } catch {
        logger.warning("Expired sessions could not be removed", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: .seconds(3600))
    }
  }

  /// Once an hour; whether it is time is asked each minute, since clocks are set and machines sleep.
  private func keepVitalSigns() async {
    let history = VitalSignHistory(database: city.database)
    while !Task.isCancelled {
      do { try await history.keep(days: vitalDays, tenant: city.tenant, at: city.time.now()) } catch {
        logger.warning("The vital signs of this hour could not be kept", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: .seconds(60))
    }
  }

  /// What must work so that the city can do its work.
  var health: Health {
    var checks = [
      HealthCheck("database") { [city] in
        _ = try await city.database.read { try $0.row("SELECT 1") }
        return "\(city.database.dialect.rawValue)"
      },
      HealthCheck("space", isCritical: false, isPrivate: true) { [folder = city.settings.dataFolder] in
        guard let scarce = try FreeSpace.scarce(at: folder) else {
          return FreeSpace.text(try FreeSpace.bytes(at: folder))
        }
        let free = FreeSpace.text(scarce)
        throw Problem(.storageFull, "only \(free) are free for the data folder", "数据文件夹仅剩 \(free) 可用空间")
      },
    ]
    for follower in followers {
      checks.append(
        HealthCheck(follower.name, isCritical: false) {
          if let trouble = follower.problem { throw HealthCheck.Failure(trouble) }
          return nil
        })
    }
    return Health(checks)
  }

  func register(_ metrics: Metrics) {
    let database = city.database
    metrics.counter("citywide_database_commits_total", help: "Transactions committed.") {
      Double(database.statistics.commits)
    }
    metrics.counter("citywide_database_writes_total", help: "Bodies written; several share a commit.") {
      Double(database.statistics.writes)
    }
    metrics.counter("citywide_database_reads_total", help: "Reading transactions.") {
      Double(database.statistics.reads)
    }
  }
}
