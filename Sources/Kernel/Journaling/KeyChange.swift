// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Vocabulary

/// That the journal is signed with another key after a checkpoint: an event of the journal itself.
///
/// Both keys sign the same statement, so that whoever trusts one of them can follow to the other. The statement holds the hash of
/// the last checkpoint before the change, and that all before it: the new key vouches for them, also where the old one later
/// falls into other hands. Where the key before was lost, only the new key signs.
public struct KeyChange: Sendable, Hashable {
  public static let eventKind = "JournalKeyChanged"
  static let subjectKind = "journal"
  static let subject = "key"

  /// The public key that signed up to the change.
  public let from: [UInt8]
  /// The public key that signs from then on.
  public let to: [UInt8]
  /// The last checkpoint that the key before signed; 0 when it signed none.
  public let checkpoint: Int64
  /// SHA-256 of what that checkpoint says, in hexadecimal digits.
  public let checkpointHash: String
  /// Whether the key before did not sign the change, because nobody had it any more.
  public let isLost: Bool
  /// The event that tells of it: `0:1234`.
  public let event: String
  /// Whether the keys that should have signed it did.
  public let isSound: Bool
}

extension KeyChange {
  /// What happens in the journal when a key is changed.
  /// - Parameters:
  ///   - last: the last checkpoint that the key before signed.
  ///   - old: the key before, where it is not lost.
  static func event(
    after last: Checkpoint?, from: [UInt8], signedBy old: Curve25519.Signing.PrivateKey?,
    to new: Curve25519.Signing.PrivateKey, revision: Int64, tenant: Tenant, at now: Instant
  ) throws -> NewEvent {
    let statement = JSON.object([
      "kind": .string(eventKind), "tenant": .string(tenant.name), "at": .string(now.description),
      "from": .string(hexadecimal(from)), "to": .string(hexadecimal(Array(new.publicKey.rawRepresentation))),
      "checkpoint": .integer(last?.number ?? 0), "checkpointHash": .string(hash(of: last)),
    ])
    var signatures: [String: JSON] = ["to": .string(hexadecimal(Array(try new.signature(for: statement.bytes))))]
    if let old { signatures["from"] = .string(hexadecimal(Array(try old.signature(for: statement.bytes)))) }
    return NewEvent(
      eventKind, subjectKind: subjectKind, subject: subject, revision: revision,
      payload: ["statement": statement, "signatures": .object(signatures)])
  }

  /// Reads what an event says; one that says nothing that can be read is no sound change.
  init(_ event: Event) {
    let payload = try? JSON(parsing: event.payload)
    let (statement, signatures) = (payload?["statement"], payload?["signatures"])
    let (from, to) = (Self.bytes(statement?["from"]?.string), Self.bytes(statement?["to"]?.string))
    let isLost = signatures?["from"] == nil
    let isOwn = statement?["kind"]?.string == Self.eventKind && statement?["tenant"]?.string == event.tenant.name
    let signed = statement?.bytes ?? []
    let isAccepted = Self.isValid(signatures?["to"]?.string, of: signed, by: to)
    let isGiven = isLost || Self.isValid(signatures?["from"]?.string, of: signed, by: from)
    self.init(
      from: from, to: to, checkpoint: statement?["checkpoint"]?.integer ?? 0,
      checkpointHash: statement?["checkpointHash"]?.string ?? "", isLost: isLost, event: event.name,
      isSound: isOwn && isAccepted && isGiven)
  }

  /// The hash by which the checkpoint after names this one.
  static func hash(of checkpoint: Checkpoint?) -> String {
    hexadecimal(checkpoint.map { Array(SHA256.hash(data: $0.content)) } ?? EventHash.start)
  }

  private static func isValid(_ signature: String?, of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
    return key.isValidSignature(Self.bytes(signature), for: bytes)
  }

  /// The bytes that hexadecimal digits stand for; none where they are no such digits.
  private static func bytes(_ digits: String?) -> [UInt8] {
    let digits = Array((digits ?? "").utf8)
    guard digits.count.isMultiple(of: 2) else { return [] }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return [] }
      bytes.append(byte)
    }
    return bytes
  }
}
