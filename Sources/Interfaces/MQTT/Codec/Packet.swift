// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The protocols that are spoken.
enum Version: UInt8, Sendable {
  /// 3.1.1
  case three = 4
  case five = 5
}

enum QoS: UInt8, Sendable, Comparable {
  case atMostOnce = 0
  case atLeastOnce = 1
  case exactlyOnce = 2

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A message on its way.
struct Message: Hashable, Sendable {
  var topic: String
  var payload: ByteBuffer
  var qos = QoS.atMostOnce
  var isRetained = false
  /// The shared subscription that it is delivered for; another of its clients gets it where this one goes away.
  var share: Share?
  /// What is passed on unchanged: format, expiry, content type, response topic, correlation, user properties.
  var properties = Properties()
}

/// The control packets that a server takes in.
enum ClientPacket: Hashable, Sendable {
  case connect(Connect)
  /// `identifier` is 0 for QoS 0.
  case publish(Message, identifier: UInt16, isDuplicate: Bool)
  case acknowledge(identifier: UInt16, reason: UInt8)
  case subscribe(identifier: UInt16, [Subscription], Properties)
  case unsubscribe(identifier: UInt16, [String])
  case ping
  case disconnect(reason: UInt8, Properties)
}

struct Connect: Hashable, Sendable {
  var version: Version
  var client: String
  var startsClean: Bool
  /// In seconds; 0 for none.
  var keepAlive: UInt16
  var userName: String?
  var password: String?
  var will: Message?
  var willDelay: UInt32 = 0
  var properties = Properties()
}

struct Subscription: Hashable, Sendable {
  var filter: String
  var qos: QoS
  var isNoLocal = false
  var keepsRetainFlag = false
  /// 0 send retained messages, 1 only for a new subscription, 2 never.
  var retainHandling: UInt8 = 0
  var identifier: UInt32?
}

/// The control packets that a server sends.
enum ServerPacket: Hashable, Sendable {
  case connected(isPresent: Bool, ReasonCode, Properties)
  case publish(Message, identifier: UInt16, isDuplicate: Bool)
  case acknowledge(identifier: UInt16, ReasonCode, reason: String?)
  case subscribed(identifier: UInt16, [ReasonCode])
  case unsubscribed(identifier: UInt16, [ReasonCode])
  case pong
  /// Not sent to clients of 3.1.1, whose connection is closed only.
  case disconnect(ReasonCode, reason: String?)
}
