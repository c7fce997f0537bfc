// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many requests one address may send.
public struct RateLimit: Hashable, Sendable {
  public var perSecond: Double
  /// How many at once after a pause.
  public var burst: Int

  public init(perSecond: Double, burst: Int) {
    self.perSecond = perSecond
    self.burst = burst
  }
}

/// Token buckets by address, in shards so that requests seldom wait for each other.
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: UInt64
  }

  private static let shards = 16
  /// Buckets of one shard beyond which full ones are forgotten.
  private static let manyBuckets = 4096

  let limit: RateLimit
  private let buckets: [BucketShard]

  private final class BucketShard: Sendable {
    let buckets = Mutex<[String: Bucket]>([:])
  }

  init(_ limit: RateLimit) {
    self.limit = limit
    buckets = (0..<Self.shards).map { _ in BucketShard() }
  }

  /// `nil` when the request may pass, else the seconds after which one may.
  ///
  /// - Parameter now: nanoseconds of a clock that never goes back.
  func wait(for address: String, at now: UInt64) -> Int? {
    buckets[Int(UInt(bitPattern: address.hashValue) % UInt(Self.shards))].buckets.withLock { buckets in
      if buckets.count > Self.manyBuckets {
        buckets = buckets.filter { tokens($0.value, at: now) < Double(limit.burst) }
      }
      var bucket = buckets[address] ?? Bucket(tokens: Double(limit.burst), at: now)
      bucket.tokens = tokens(bucket, at: now)
      bucket.at = max(now, bucket.at)
      let passes = bucket.tokens >= 1
      if passes { bucket.tokens -= 1 }
      buckets[address] = bucket
      return passes ? nil : max(1, Int(((1 - bucket.tokens) / limit.perSecond).rounded(.up)))
    }
  }

  private func tokens(_ bucket: Bucket, at now: UInt64) -> Double {
    let passed = now > bucket.at ? Double(now - bucket.at) * 1e-9 : 0
    return min(Double(limit.burst), bucket.tokens + passed * limit.perSecond)
  }
}
