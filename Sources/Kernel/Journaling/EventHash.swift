// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Vocabulary

/// The hash that chains an event to the one before.
enum EventHash {
  /// What the first event of a chain is chained to.
  static let start = [UInt8](repeating: 0, count: 32)

  /// SHA-256 over the hash before and every field of the event, each with its length, so that no two events share bytes.
  static func of(_ event: Event, after previous: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(event.payload.count + 256)
    bytes.append(contentsOf: previous)
    append(event.tenant.name, to: &bytes)
    append(Int64(event.partition), to: &bytes)
    append(event.sequence, to: &bytes)
    append(event.at.milliseconds, to: &bytes)
    append(event.kind, to: &bytes)
    append(event.subjectKind, to: &bytes)
    append(event.subject, to: &bytes)
    append(event.revision, to: &bytes)
    append(event.actor, to: &bytes)
    // A missing client must not hash like an empty one.
    bytes.append(event.client == nil ? 0 : 1)
    append(event.client ?? "", to: &bytes)
    append(Int64(event.payload.count), to: &bytes)
    bytes.append(contentsOf: event.payload)
    return Array(SHA256.hash(data: bytes))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(Int64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
