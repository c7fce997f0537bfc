// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import TestSupport
import Testing

@testable import MQTT

/// Random bytes, and right packets with damage.
struct FuzzTests {
  /// `CITYWIDE_FUZZ` asks for more.
  private static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 20_000

  @Test(.timeLimit(.minutes(10))) func survivesAnything() {
    var generator = SeededGenerator(seed: 1883)
    let packets: [[UInt8]] = [
      [0x30, 0x05, 0x00, 0x01, 0x61, 0x68, 0x69],
      [0x3B, 0x0A, 0x00, 0x01, 0x61, 0x00, 0x0A, 0x03, 0x23, 0x00, 0x05, 0x68],
      [0x82, 0x0A, 0x00, 0x01, 0x02, 0x0B, 0x07, 0x00, 0x02, 0x61, 0x2F, 0x2D],
      [0xA2, 0x05, 0x00, 0x02, 0x00, 0x01, 0x61],
      [0x40, 0x03, 0x00, 0x03, 0x97], [0xC0, 0x00], [0xE0, 0x07, 0x04, 0x05, 0x11, 0x00, 0x00, 0x00, 0x01],
    ]
    for _ in 0..<Self.inputs {
      var bytes = Bool.random(using: &generator) ? CodecTests.connectFive : CodecTests.connectThree
      let whole = Bool.random(using: &generator) ? bytes.count : 0
      for _ in 0..<3 { bytes += packets.randomElement(using: &generator)! }
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        let place = Int.random(in: min(whole, bytes.count - 1)..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] = [0x00, 0x7F, 0x80, 0xFF, 0x23, 0x2B, 0x2F].randomElement(using: &generator)!
        default: bytes.remove(at: place)
        }
      }
      var decoder = PacketDecoder(limit: 200)
      var buffer = ByteBuffer(bytes: bytes)
      var tree = TopicTree<Int>()
      do throws(MQTTFault) {
        var before = buffer.readableBytes + 1
        while let packet = try decoder.next(&buffer) {
          precondition(buffer.readableBytes < before, "the decoder stands still")
          before = buffer.readableBytes
          if case .subscribe(_, let subscriptions, _) = packet {
            for one in subscriptions where Topic.isFilter(one.filter) { tree.insert(one, of: 1) }
          }
          if case .publish(let message, _, _) = packet { _ = tree.matches(message.topic) }
        }
      } catch { precondition(!error.reason.isEmpty) }
    }
  }

  /// What is written is read again, where both sides send the packet.
  @Test func readsWhatItWrites() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      for version in [Version.three, .five] {
        var message = Message(
          topic: String(
            (0..<Int.random(in: 1...20, using: &generator)).map { _ in "ab/é漢".randomElement(using: &generator)! }),
          payload: ByteBuffer(
            bytes: (0..<Int.random(in: 0...300, using: &generator)).map { _ in
              UInt8.random(in: 0...255, using: &generator)
            }),
          qos: Bool.random(using: &generator) ? .atLeastOnce : .atMostOnce, isRetained: Bool.random(using: &generator))
        if version == .five {
          message.properties = Properties([
            (.messageExpiry, .four(UInt32.random(in: 0 ... .max, using: &generator))), (.contentType, .text("é")),
            (.correlationData, .binary([0, 1, 255])), (.userProperty, .pair("a", "b")),
            (.userProperty, .pair("a", "c")),
          ])
        }
        let identifier: UInt16 = message.qos == .atMostOnce ? 0 : UInt16.random(in: 1 ... .max, using: &generator)
        var decoder = PacketDecoder(limit: 10_000)
        var buffer = ByteBuffer(bytes: version == .five ? CodecTests.connectFive : CodecTests.connectThree)
        _ = try decoder.next(&buffer)
        buffer.clear()
        PacketEncoder(version: version).write(
          .publish(message, identifier: identifier, isDuplicate: false), to: &buffer)
        #expect(try decoder.next(&buffer) == .publish(message, identifier: identifier, isDuplicate: false))
      }
    }
  }
}
