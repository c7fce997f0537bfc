// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The reason codes of MQTT 5 (§2.4) that are sent or understood here.
enum ReasonCode: UInt8, Sendable {
  case success = 0x00
  case grantedQoS1 = 0x01
  case disconnectWithWill = 0x04
  case noMatchingSubscribers = 0x10
  case noSubscriptionExisted = 0x11
  case unspecified = 0x80
  case malformedPacket = 0x81
  case protocolError = 0x82
  case unsupportedVersion = 0x84
  case clientIdentifierInvalid = 0x85
  case badUserNameOrPassword = 0x86
  case notAuthorized = 0x87
  case serverUnavailable = 0x88
  case badAuthenticationMethod = 0x8C
  case serverShuttingDown = 0x8B
  case keepAliveTimeout = 0x8D
  case sessionTakenOver = 0x8E
  case topicFilterInvalid = 0x8F
  case topicNameInvalid = 0x90
  case receiveMaximumExceeded = 0x93
  case topicAliasInvalid = 0x94
  case packetTooLarge = 0x95
  case quotaExceeded = 0x97
  case payloadFormatInvalid = 0x99
  case qosNotSupported = 0x9B

  /// The return code of a CONNACK of MQTT 3.1.1 (§3.2.2.3).
  var returnCode: UInt8 {
    switch self {
    case .success: 0
    case .unsupportedVersion: 1
    case .clientIdentifierInvalid: 2
    case .badUserNameOrPassword: 4
    case .notAuthorized, .topicNameInvalid: 5
    default: 3
    }
  }
}

/// Why a connection must end.
struct MQTTFault: Error, Hashable {
  var code: ReasonCode
  var reason: String

  init(_ code: ReasonCode, _ reason: String) {
    self.code = code
    self.reason = reason
  }
}
