// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization
import Vocabulary

/// Counts attempts to sign in, by name and by address, in bounded memory.
///
/// A name is counted for each network that tries it, and for all together with more room: so who guesses from one network shuts
/// out that network alone, and not the person whose name it is.
///
/// Each key is a token bucket, kept as the one instant at which it will be full again (the generic cell rate algorithm).
final class SignInLimiter: Sendable {
  enum Key: Hashable, Sendable {
    /// A name, whoever tries it.
    case name(Tenant, String)
    /// A name as it is tried from one network.
    case nameFrom(Tenant, String, network: String)
    case address(String)
  }

  private let perName: AttemptLimit
  private let perNameAndAddress: AttemptLimit
  private let perAddress: AttemptLimit
  private let capacity: Int
  /// When the bucket of each key is full again.
  private let fullAt = Mutex<[Key: Instant]>([:])

  init(_ settings: AccessSettings) {
    perName = settings.attemptsPerName
    perNameAndAddress = settings.attemptsPerNameAndAddress
    perAddress = settings.attemptsPerAddress
    capacity = max(2, settings.attemptCapacity)
  }

  /// Takes one attempt from each key, or from none.
  /// - Throws: `Problem.tooManyRequests` with the seconds after which another attempt is possible.
  func take(_ keys: [Key], at now: Instant) throws(Problem) {
    let wait: Int64 = fullAt.withLock { fullAt in
      var wait: Int64 = 0
      for key in keys {
        let limit = limit(of: key)
        let behind = behind(fullAt[key], limit, now)
        // Kept, so that a clock that was set back is caught up with.
        if fullAt[key] != nil { fullAt[key] = now + .milliseconds(behind) }
        wait = max(wait, behind - Int64(limit.burst - 1) * limit.interval.wholeMilliseconds)
      }
      guard wait <= 0 else { return wait }
      for key in keys {
        let limit = limit(of: key)
        fullAt[key] = now + limit.interval + .milliseconds(behind(fullAt[key], limit, now))
      }
      if fullAt.count > capacity { forget(&fullAt, now) }
      return 0
    }
    guard wait <= 0 else {
      let seconds = Int((wait + 999) / 1000)
      throw Problem(
        .tooManyRequests, "Too many attempts to sign in. Try again in \(seconds) s.", "登录尝试过多，请在\(seconds)秒后重试。",
        retryAfter: seconds)
    }
  }

  /// Undoes one `take`, after an attempt that succeeded: a whole office may share one address.
  func giveBack(_ keys: [Key]) {
    fullAt.withLock { fullAt in
      for key in keys {
        guard let instant = fullAt[key] else { continue }
        fullAt[key] = instant - limit(of: key).interval
      }
    }
  }

  var count: Int { fullAt.withLock { $0.count } }

  private func limit(of key: Key) -> AttemptLimit {
    switch key {
    case .name: perName
    case .nameFrom: perNameAndAddress
    case .address: perAddress
    }
  }

  /// Milliseconds until the bucket is full. A clock that was set back must not lock anybody out for longer than a burst.
  private func behind(_ fullAt: Instant?, _ limit: AttemptLimit, _ now: Instant) -> Int64 {
    guard let fullAt else { return 0 }
    let most = Int64(limit.burst) * limit.interval.wholeMilliseconds
    return min(most, max(0, fullAt.milliseconds - now.milliseconds))
  }

  /// Forgets full buckets; when that is not enough, the half that is nearest to full. Who tries many names to push out the
  /// bucket of one pushes out their own first.
  private func forget(_ fullAt: inout [Key: Instant], _ now: Instant) {
    fullAt = fullAt.filter { $0.value > now }
    guard fullAt.count > capacity / 2 else { return }
    func emptiness(_ entry: (key: Key, value: Instant)) -> Double {
      let limit = limit(of: entry.key)
      return Double(behind(entry.value, limit, now)) / Double(Int64(limit.burst) * limit.interval.wholeMilliseconds)
    }
    let kept = fullAt.sorted { emptiness($0) > emptiness($1) }.prefix(capacity / 2)
    fullAt = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
  }
}

extension SignInLimiter.Key {
  /// What an attempt to sign in counts against.
  static func attempt(_ tenant: Tenant, _ name: String, from address: String) -> [Self] {
    let network = subscriber(of: address)
    return [.nameFrom(tenant, name, network: network), .name(tenant, name), .address(network)]
  }

  /// The key of an address.
  static func network(of address: String) -> Self { .address(subscriber(of: address)) }

  /// An IPv4 address, or the /64 network of an IPv6 address, which one subscriber has to themselves.
  private static func subscriber(of address: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET6, address, &bytes) == 1 {
      let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      let part = isMapped ? bytes[12...] : bytes[..<8]
      return part.map(String.init).joined(separator: isMapped ? "." : ":")
    }
    return String(address.prefix(64))
  }
}
