// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Values that were used lately, by key; not more than so many.
///
/// In two generations: when the young one is full it becomes the old one, and what nobody used since is forgotten. That costs
/// nothing per use, unlike an order of use.
public struct RecentValues<Key: Hashable, Value> {
  private let capacity: Int
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]

  /// - Parameter capacity: most values that are kept.
  public init(capacity: Int) { self.capacity = capacity }

  /// The value, which counts as used.
  public mutating func use(_ key: Key) -> Value? {
    if let value = young[key] { return value }
    guard let value = old[key] else { return nil }
    keep(value, for: key)
    return value
  }

  /// The value, without using it.
  public func peek(_ key: Key) -> Value? { young[key] ?? old[key] }

  public mutating func keep(_ value: Value, for key: Key) {
    if young.count >= capacity / 2 {
      old = young
      young = [:]
    }
    young[key] = value
  }

  public mutating func forget(_ key: Key) {
    young[key] = nil
    old[key] = nil
  }
}

extension RecentValues: Sendable where Key: Sendable, Value: Sendable {}
