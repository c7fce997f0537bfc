// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MQTT

/// What one client of MQTT may ask of the server.
struct MQTTLimitOptions: ParsableArguments {
  @Option(help: "Messages of MQTT a second that are read of one connection.")
  var mqttRate: Double = 5000

  @Option(help: "How many of these messages are read at once after a pause, before that rate counts.")
  var mqttBurst: Int = 20_000

  @Option(help: "Messages that a client of MQTT may send before the first of them is acknowledged.")
  var mqttReceiveMaximum: Int = 1000

  @Option(help: "Subscriptions of one client of MQTT.")
  var mqttSubscriptions: Int = 100

  @Option(help: "Messages that may wait for one client of MQTT; more are dropped.")
  var mqttWaiting: Int = 1000

  @Option(help: "Most bytes of all retained messages of MQTT together.")
  var mqttRetainedBytes: Int = 64 << 20

  @Option(help: "Most seconds between two packets that a client of MQTT may ask for; who asks for none has these.")
  var mqttKeepAlive: Int = 3600

  @Option(help: "Seconds after which a connection of MQTT is closed that has not said who it is.")
  var mqttConnectTimeout: Int = 10

  func validate() throws {
    guard mqttRate > 0, mqttBurst > 0, mqttSubscriptions > 0, mqttWaiting > 0, mqttRetainedBytes >= 0,
      mqttConnectTimeout > 0
    else {
      throw ValidationError("Limits of MQTT are positive numbers.")
    }
    guard (1...65_535).contains(mqttReceiveMaximum), (1...65_535).contains(mqttKeepAlive) else {
      throw ValidationError("--mqtt-receive-maximum and --mqtt-keep-alive are 1 to 65535.")
    }
  }

  func apply(to settings: inout MQTTSettings) {
    settings.messagesPerSecond = mqttRate
    settings.burst = mqttBurst
    settings.receiveMaximum = UInt16(mqttReceiveMaximum)
    settings.subscriptions = mqttSubscriptions
    settings.queuedMessages = mqttWaiting
    settings.retainedBytes = mqttRetainedBytes
    settings.keepAlive = UInt16(mqttKeepAlive)
    settings.connectTimeout = .seconds(mqttConnectTimeout)
  }
}
