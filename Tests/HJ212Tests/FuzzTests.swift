// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import HJ212

/// Random bytes, and right frames with damage.
struct FuzzTests {
  /// `CITYWIDE_FUZZ` asks for more.
  private static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 20_000

  @Test(.timeLimit(.minutes(10))) func survivesAnything() {
    var generator = SeededGenerator(seed: 212)
    let now = Instant(seconds: 1_795_507_200)
    let facts = "DataTime=20261124155000;PolId=w01018;i11001-Info=//rinsed; a=b//;i12001-Info=2,w01018-SN=AB"
    let frames =
      [Golden.upload, Golden.answer, Golden.wrongPassword].map { Array($0.utf8) } + [Golden.frame(3020, facts)]
    let alphabet = Array("#0123456789;=&-,\r\nQNSTCPWMFlagRtd".utf8)
    var conversation = Conversation(registry: DeviceRegistry([Golden.device]), settings: HJ212Settings(), now: now)
    for _ in 0..<Self.inputs {
      var bytes = frames.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] = alphabet.randomElement(using: &generator)!
        case 2: bytes.remove(at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...40, using: &generator)))
        }
      }
      if Bool.random(using: &generator) {
        // As if somebody had written a right checksum under a wrong segment.
        let segment = Array(bytes.dropFirst(6).dropLast(6))
        let length = String(segment.count)
        bytes = Array(("##" + String(repeating: "0", count: 4 - length.count) + length).utf8) + segment
        bytes += Array((Checksum.text(of: segment) + "\r\n").utf8)
      }
      var reader = FrameReader(limit: 200)
      reader.take(bytes)
      reader.take(frames[1])
      var count = 0
      while let event = reader.next() {
        count += 1
        precondition(count < 200, "the reader does not end")
        for effect in conversation.receive(event, at: now) {
          switch effect {
          case .send(let frame): precondition(!frame.bytes.isEmpty)
          case .keep(let upload, let device, _) where !upload.facts.isEmpty:
            precondition(upload.series(of: device).count == upload.readings(of: device).count)
          default: break
          }
        }
      }
    }
  }
}
