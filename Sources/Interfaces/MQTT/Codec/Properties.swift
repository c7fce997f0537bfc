// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The properties of a packet of MQTT 5 (§2.2.2), in the order in which they came.
struct Properties: Hashable, Sendable {
  enum Name: UInt8, Sendable {
    case payloadFormat = 0x01
    case messageExpiry = 0x02
    case contentType = 0x03
    case responseTopic = 0x08
    case correlationData = 0x09
    case subscriptionIdentifier = 0x0B
    case sessionExpiry = 0x11
    case assignedClientIdentifier = 0x12
    case serverKeepAlive = 0x13
    case authenticationMethod = 0x15
    case authenticationData = 0x16
    case requestProblemInformation = 0x17
    case willDelay = 0x18
    case requestResponseInformation = 0x19
    case responseInformation = 0x1A
    case serverReference = 0x1C
    case reasonString = 0x1F
    case receiveMaximum = 0x21
    case topicAliasMaximum = 0x22
    case topicAlias = 0x23
    case maximumQoS = 0x24
    case retainAvailable = 0x25
    case userProperty = 0x26
    case maximumPacketSize = 0x27
    case wildcardAvailable = 0x28
    case subscriptionIdentifierAvailable = 0x29
    case sharedAvailable = 0x2A

    var mayRepeat: Bool { self == .userProperty || self == .subscriptionIdentifier }
  }

  enum Value: Hashable, Sendable {
    case byte(UInt8)
    case two(UInt16)
    case four(UInt32)
    case variable(UInt32)
    case text(String)
    case binary([UInt8])
    case pair(String, String)
  }

  struct Entry: Hashable, Sendable {
    var name: Name
    var value: Value
  }

  var entries: [Entry] = []

  init(_ entries: [(Name, Value)] = []) { self.entries = entries.map { Entry(name: $0, value: $1) } }

  subscript(name: Name) -> Value? { entries.first { $0.name == name }?.value }

  func number(_ name: Name) -> UInt32? {
    switch self[name] {
    case .byte(let value): UInt32(value)
    case .two(let value): UInt32(value)
    case .four(let value), .variable(let value): value
    default: nil
    }
  }

  func text(_ name: Name) -> String? { if case .text(let text) = self[name] { text } else { nil } }

  mutating func add(_ name: Name, _ value: Value) { entries.append(Entry(name: name, value: value)) }

  func only(_ names: Set<Name>) -> Properties {
    var kept = Properties()
    kept.entries = entries.filter { names.contains($0.name) }
    return kept
  }

  /// What a server passes on with a message (§3.3.2.3).
  static let passedOn: Set<Name> = [
    .payloadFormat, .messageExpiry, .contentType, .responseTopic, .correlationData, .userProperty,
  ]
}
