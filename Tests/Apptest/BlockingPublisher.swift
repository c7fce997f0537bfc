// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A device that publishes one message of MQTT 3.1.1 with QoS 1 after the other, on a thread of its own.
enum BlockingPublisher {
  /// Publishes until the connection ends.
  ///
  /// - Parameters:
  ///   - next: the message to publish.
  ///   - acknowledged: called once it is.
  static func run(
    port: Int, token: String, name: String, topic: String, next: @escaping @Sendable () -> String,
    acknowledged: @escaping @Sendable () -> Void
  ) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        publish(port: port, token: token, name: name, topic: topic, next: next, acknowledged: acknowledged)
        continuation.resume()
      }
    }
  }

  private static func publish(
    port: Int, token: String, name: String, topic: String, next: () -> String, acknowledged: () -> Void
  ) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return }
    let hello = field("MQTT") + [4, 0xC2, 0, 60] + field(name) + field("any") + field(token)
    guard send(socket, packet(0x10, hello)), let answer = receive(socket), answer[0] == 0x20, answer[3] == 0 else {
      return
    }
    var identifier: UInt16 = 0
    while true {
      identifier = identifier == .max ? 1 : identifier + 1
      let mark = [UInt8(identifier >> 8), UInt8(identifier & 255)]
      guard send(socket, packet(0x32, field(topic) + mark + Array(next().utf8))), let answer = receive(socket),
        answer[0] == 0x40, [answer[2], answer[3]] == mark
      else { return }
      acknowledged()
    }
  }

  private static func field(_ text: String) -> [UInt8] {
    [UInt8(text.utf8.count >> 8), UInt8(text.utf8.count & 255)] + Array(text.utf8)
  }

  private static func packet(_ kind: UInt8, _ body: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var count = body.count
    repeat {
      length.append(UInt8(count & 127) | (count > 127 ? 128 : 0))
      count >>= 7
    } while count > 0
    return [kind] + length + body
  }

  private static func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
    Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// CONNACK and PUBACK have four bytes.
  private static func receive(_ socket: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4)
    return recv(socket, &bytes, 4, Int32(MSG_WAITALL)) == 4 ? bytes : nil
  }
}
