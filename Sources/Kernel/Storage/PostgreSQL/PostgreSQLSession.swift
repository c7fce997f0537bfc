// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One thread's view of the server: runs bodies in transactions, tries again what lost, connects again what broke.
final class PostgreSQLSession {
  enum Mode {
    case read, write

    var begin: String {
      switch self {
      case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
      }
    }
  }

  private let uri: String
  private let settings: DatabaseSettings
  private let mode: Mode
  private let counters: DatabaseCounters
  private let growth: PostgreSQLGrowth
  private var connection: PostgreSQLConnection?
  /// Since when the server has not answered.
  private var away: ContinuousClock.Instant?

  init(
    uri: String, settings: DatabaseSettings, mode: Mode, counters: DatabaseCounters, growth: PostgreSQLGrowth,
    connection: PostgreSQLConnection?
  ) {
    self.uri = uri
    self.settings = settings
    self.mode = mode
    self.counters = counters
    self.growth = growth
    self.connection = connection
  }

  func close() {
    connection?.close()
    connection = nil
  }

  /// Lets the server look at the tables anew where statements were used much. To be called when nobody waits.
  func analyze() {
    guard let connection, connection.isWorn else { return }
    // Where it fails, the server does it by itself a minute later.
    growth.refresh {
      connection.isWorn = false
      _ = try? connection.run("ANALYZE", [], each: { _ in })
    }
    if connection.isBroken { close() }
  }

  /// Runs a body in a transaction of its own, again where that makes sense.
  func run(_ body: (Transaction) throws -> Void) -> Result<Void, any Error> {
    var lost = 0
    var broken = 0
    while true {
      do {
        try once(body)
        switch mode {
        case .read: counters.read()
        case .write: counters.committed(1)
        }
        return .success(())
      } catch StorageError.conflict(let what) {
        guard lost < settings.retries else { return .failure(StorageError.conflict(what)) }
        lost += 1
        // Those that met once would meet again, if all waited for the same time.
        pause(.microseconds(Int.random(in: 500...2000) << min(lost, 6)))
      } catch StorageError.unavailable(let what) where connection == nil {
        let since = away ?? .now
        away = since
        guard ContinuousClock.now - since < settings.patience else { return .failure(StorageError.unavailable(what)) }
        broken += 1
        // At once the first time: a server that was restarted is there again.
        if broken > 1 { pause(.milliseconds(25 << min(broken, 4))) }
      } catch {
        return .failure(error)
      }
      counters.retried()
    }
  }

  /// Leaves `connection` empty when it broke.
  private func once(_ body: (Transaction) throws -> Void) throws {
    let connection = try self.connection ?? PostgreSQLConnection(uri: uri, settings: settings)
    self.connection = connection
    away = nil
    defer { if connection.isBroken { close() } }
    let transaction = Transaction(dialect: .postgresql, connection: connection)
    connection.begin(mode.begin)
    do { try transaction.perform(body) } catch {
      connection.rollBack()
      // What the body made of a lost connection or a conflict does not matter: it will run again.
      switch transaction.failure {
      case .conflict(let what): throw StorageError.conflict(what)
      case .unavailable(let what) where connection.isBroken: throw StorageError.unavailable(what)
      default: throw error
      }
    }
    switch mode {
    case .read: try connection.finish()
    case .write: try connection.commit()
    }
  }

  private func pause(_ duration: Duration) {
    Thread.sleep(forTimeInterval: Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18)
  }
}
