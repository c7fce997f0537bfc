// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The identifier of a stored thing: 63 bits, growing with time, unique in the city.
///
/// The upper 41 bits count milliseconds since 2020-01-01T00:00:00Z, the next 10 name the node that made it, the lower
/// 12 count within one millisecond. Its text is 13 characters of Crockford's base 32 (`0123456789ABCDEFGHJKMNPQRSTVWXYZ`),
/// which sorts as the number does.
public struct Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The number as stored; never negative.
  public let rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Reads the 13-character text; lower case and the look-alikes `I L O` are accepted. `nil` when it is no identifier.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 13 else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8 {
      guard let digit = Self.digit(byte) else { return nil }
      guard value >> 59 == 0 else { return nil }
      value = value << 5 | UInt64(digit)
    }
    guard value <= UInt64(Int64.max) else { return nil }
    rawValue = Int64(value)
  }

  public var description: String {
    String(unsafeUninitializedCapacity: 13) { buffer in
      for index in 0..<13 {
        buffer[index] = Self.alphabet[Int(truncatingIfNeeded: rawValue >> Int64(5 * (12 - index))) & 31]
      }
      return 13
    }
  }

  /// The numbers that processes have. The last number of all is no process's: with it is told what happened before.
  public static let nodes = 0..<1023

  /// When it was made.
  public var instant: Instant { Instant(milliseconds: (rawValue >> 22) + Self.epoch) }

  /// The identifiers of what is told of that moment afterwards, such as what another system saw years ago: they sort
  /// among those that were made then, and no `IdentifierSource` makes them. Whoever takes one sees to it that nobody else
  /// does.
  ///
  /// `nil` before 2020, of which there are no identifiers.
  public static func told(of moment: Instant) -> ClosedRange<Identifier>? {
    let milliseconds = moment.milliseconds - epoch
    guard milliseconds >= 0 else { return nil }
    let first = milliseconds << 22 | Int64(nodes.upperBound) << 12
    return Identifier(rawValue: first)...Identifier(rawValue: first | 0xFFF)
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  static let epoch: Int64 = 1_577_836_800_000
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "O"), UInt8(ascii: "o"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "L"), UInt8(ascii: "l"): return 1
    default: break
    }
    let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 32 : byte
    return alphabet.firstIndex(of: upper).map { UInt8($0) }
  }
}

/// Makes identifiers for one process; safe to use from any thread.
public final class IdentifierSource: Sendable {
  private let last: Atomic<Int64>
  private let node: Int64

  /// - Parameter node: number of this process among those that share a database, 0 to 1022.
  public init(node: Int = 0) {
    precondition(Identifier.nodes.contains(node), "a node is numbered 0 to 1022")
    self.node = Int64(node)
    last = Atomic(0)
  }

  /// A source of the same process that counts for itself: for rows whose identifiers never meet any others.
  public func separate() -> IdentifierSource { IdentifierSource(node: Int(node)) }

  /// The next identifier. When more than 4,096 are asked for in one millisecond, time runs ahead rather than repeat.
  public func next(at now: Instant) -> Identifier {
    let fresh = max(0, now.milliseconds - Identifier.epoch) << 12
    var seen = last.load(ordering: .relaxed)
    while true {
      let candidate = max(fresh, seen + 1)
      let (exchanged, original) = last.compareExchange(
        expected: seen, desired: candidate, ordering: .relaxed)
      if exchanged {
        return Identifier(rawValue: (candidate >> 12) << 22 | node << 12 | (candidate & 0xFFF))
      }
      seen = original
    }
  }
}
