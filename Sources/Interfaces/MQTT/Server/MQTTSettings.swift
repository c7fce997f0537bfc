// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Limits and habits of the MQTT server; every one has a default.
public struct MQTTSettings: Sendable {
  /// A certificate chain and its key as PEM files.
  public struct Encryption: Hashable, Sendable {
    public var certificatePath: String
    public var keyPath: String

    public init(certificatePath: String, keyPath: String) {
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  public var host = "127.0.0.1"
  /// Without encryption; `nil` for not at all, 0 for any that is free.
  public var port: Int?
  /// With TLS.
  public var encryptedPort: Int?
  public var encryption: Encryption?
  /// Connections at the same time.
  public var connections = 10_000
  /// How long a client may take until its CONNECT has come.
  public var connectTimeout = Duration.seconds(10)
  /// Largest packet in bytes.
  public var packetLimit = 256 << 10
  /// Longest time in seconds between two packets that a client may ask for; it is what one without a wish gets.
  public var keepAlive: UInt16 = 3600
  /// Longest time in seconds that a session is kept without a connection.
  public var sessionExpiry: UInt32 = 86400
  /// Messages that a client may send before the first is acknowledged.
  public var receiveMaximum: UInt16 = 1000
  public var topicAliasMaximum: UInt16 = 32
  /// Subscriptions of one client.
  public var subscriptions = 100
  /// Messages that may wait for one client.
  public var queuedMessages = 1000
  /// Bytes of all retained messages.
  public var retainedBytes = 64 << 20
  /// Messages a second that are read of one connection, and at once after a pause; faster ones wait.
  public var messagesPerSecond = 5000.0
  public var burst = 20_000
  /// Makes series that are unknown, for senders who may.
  public var createsSeries = true

  public init() {}
}
