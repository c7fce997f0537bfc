// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How dear a password hash is (RFC 7914 §2): memory is 128 · N · r bytes, time grows with N · r · p.
public struct ScryptParameters: Hashable, Sendable {
  /// The base-2 logarithm of N, 1 to 20.
  public var logN: Int
  /// The block size r, 1 to 32.
  public var r: Int
  /// The parallelism p, 1 to 16.
  public var p: Int

  /// By default 32 MiB and about a tenth of a second.
  public init(logN: Int = 15, r: Int = 8, p: Int = 1) {
    precondition((1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p), "scrypt out of range")
    self.logN = logN
    self.r = r
    self.p = p
  }
}

/// So many attempts at once, and one more after each interval.
public struct AttemptLimit: Hashable, Sendable {
  public var burst: Int
  public var interval: Duration

  public init(burst: Int, interval: Duration) {
    precondition(burst > 0 && interval >= .milliseconds(1), "a limit lets something through, and ends")
    self.burst = burst
    self.interval = interval
  }
}

/// Settings of `Access`; every one has a default.
public struct AccessSettings: Sendable {
  /// A session that was not used for so long is over.
  public var sessionIdle: Duration = .seconds(4 * 3600)
  /// A session ends after so long, however much it is used.
  public var sessionLifetime: Duration = .seconds(24 * 3600)
  /// Sessions that one person may have; beyond it, a sign-in ends the one not used for longest.
  public var sessionsPerPerson = 50
  /// How long a token is valid that was issued without an expiry; `nil` for always.
  public var tokenLifetime: Duration? = .seconds(365 * 86400)
  public var setUpLifetime: Duration = .seconds(24 * 3600)
  /// What new password hashes cost. Hashes that cost less are renewed when their owner signs in.
  public var scrypt = ScryptParameters()
  /// Threads that compute password hashes, so that many sign-ins leave the machine half of its cores.
  public var passwordThreads = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
  /// Sign-ins that may wait for these threads; more are asked to come back.
  public var passwordQueue = 128
  /// How long an answer about a session or token is reused. Changes made by another process take so long to be seen.
  public var cacheLifetime: Duration = .seconds(5)
  /// Sessions and tokens remembered at the same time.
  public var cacheCapacity = 20_000
  /// Attempts to sign in under one name from one address (from one /64 network for IPv6).
  public var attemptsPerNameAndAddress = AttemptLimit(burst: 10, interval: .seconds(30))
  /// Attempts to sign in under one name from everywhere: ten networks that go on trying use it up.
  public var attemptsPerName = AttemptLimit(burst: 100, interval: .seconds(3))
  /// Attempts to sign in from one address (from one /64 network for IPv6).
  public var attemptsPerAddress = AttemptLimit(burst: 50, interval: .seconds(2))
  /// Names and addresses whose attempts are remembered at the same time.
  public var attemptCapacity = 20_000

  public init() {}
}
