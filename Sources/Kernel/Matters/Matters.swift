// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import Calendars
import Crypto
import Journaling
public import Storage
import Synchronization
public import Vocabulary

/// The case engine: every matter of the city, from its report to its archive.
public final class Matters: Sendable {
  let database: Database
  let time: any TimeSource
  let store = MatterStore()
  let cache: MatterCache
  let numbers: MatterNumbers
  private let identifiers: IdentifierSource
  private let current: Mutex<Catalogue>

  /// - Parameter zone: the city's time zone, for numbers.
  public init(
    database: Database, catalogue: Catalogue, time: any TimeSource, identifiers: IdentifierSource, zone: TimeZoneRules,
    cacheCapacity: Int = 20_000
  ) {
    self.database = database
    self.time = time
    self.identifiers = identifiers
    current = Mutex(catalogue)
    cache = MatterCache(capacity: cacheCapacity)
    numbers = MatterNumbers(database: database, zone: zone)
  }

  /// The definitions in force. Setting it changes what new matters begin with; running ones keep their versions.
  public var catalogue: Catalogue {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  /// Changes the definitions in force, with no other change in between.
  public func changeCatalogue(_ change: (inout Catalogue) -> Void) { current.withLock { change(&$0) } }

  func decider(_ principal: Principal, at now: Instant) -> Decider {
    Decider(catalogue: catalogue, principal: principal, now: now)
  }

  func newIdentifier(at now: Instant) -> Identifier { identifiers.next(at: now) }
}

/// Makes a command happen once however often it is sent.
public struct IdempotencyKey: Sendable, Hashable {
  /// The key that the client chose; at most 255 bytes.
  public var key: String
  /// SHA-256 of the command, so that the same key with another command is noticed.
  public var fingerprint: [UInt8]

  /// - Throws: `Problem` of code `invalid` when the key is empty or too long.
  public init(_ key: String, for command: [UInt8]) throws(Problem) {
    guard (1...255).contains(key.utf8.count) else {
      throw .invalid(
        "Idempotency-Key", "a key has 1 to 255 bytes, this has \(key.utf8.count)", "幂等键为1至255字节，此键有\(key.utf8.count)字节")
    }
    self.key = key
    fingerprint = Array(SHA256.hash(data: command))
  }
}

/// What a command led to.
public struct CommandResult: Sendable {
  public var matter: Matter
  /// The command had been carried out before, under the same idempotency key; nothing was done now.
  public var isReplay: Bool
}
