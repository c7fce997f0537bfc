// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Names requests: 13 characters of Crockford's base 32, unique in this run of the program and most likely in all.
final class RequestIdentifiers: Sendable {
  private let random = UInt64.random(in: 0..<1 << 24) << 40
  private let count = Atomic<UInt64>(0)
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  func next() -> String {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue & (1 << 40 - 1) | random
    return String(unsafeUninitializedCapacity: 13) { buffer in
      for index in 0..<13 {
        buffer[index] = Self.alphabet[Int(truncatingIfNeeded: number >> UInt64(5 * (12 - index))) & 31]
      }
      return 13
    }
  }

  /// Whether a name given by a trusted proxy can be taken over: 1 to 64 letters, digits, `.`, `_`, `-`.
  static func isAcceptable(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "._-".utf8.contains($0) }
  }
}
