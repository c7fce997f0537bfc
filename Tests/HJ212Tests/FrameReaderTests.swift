// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import HJ212

struct FrameReaderTests {
  private func events(_ pieces: [[UInt8]], limit: Int = 1024) -> [FrameReader.Event] {
    var reader = FrameReader(limit: limit)
    var events: [FrameReader.Event] = []
    for piece in pieces {
      reader.take(piece)
      while let event = reader.next() { events.append(event) }
    }
    return events
  }

  private func segment(_ frame: String) -> FrameReader.Event {
    .segment(Array(frame.utf8.dropFirst(6).dropLast(6)))
  }

  @Test func findsFramesHoweverTheyArrive() {
    let bytes = Array((Golden.upload + "noise#" + Golden.answer + "\r\n" + Golden.wrongPassword).utf8)
    let expected = [segment(Golden.upload), segment(Golden.answer), segment(Golden.wrongPassword)]
    #expect(events([bytes]) == expected)
    #expect(events(bytes.map { [$0] }) == expected)
    for cut in stride(from: 0, to: bytes.count, by: 7) {
      #expect(events([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
    }
  }

  /// Whatever is wrong with one frame, the next is read.
  @Test(arguments: [
    // A bit has changed.
    (Golden.upload.replacing("63.5", with: "64.5"), ReturnCode.checksum),
    // Longer and shorter than it is.
    (Golden.upload.replacing("##0170", with: "##0175"), .unknown),
    (Golden.upload.replacing("##0170", with: "##0190"), .unknown),
    (Golden.upload.replacing("##0170", with: "##0900"), .unknown),
    (Golden.upload.replacing("##0170", with: "##0160"), .unknown),
    (Golden.upload.replacing("##0170", with: "##0000"), .unknown),
    (Golden.upload.replacing("##0170", with: "##9999"), .unknown),
    (Golden.upload.replacing("##0170", with: "##01x0"), .unknown),
    // Half of it.
    (String(Golden.upload.prefix(80)) + "\r\n", .unknown),
  ]) func goesOnAfterAWrongFrame(text: String, code: ReturnCode) {
    let events = events([Array((text + Golden.answer).utf8)])
    #expect(events.last == segment(Golden.answer), "\(events)")
    guard case .fault(let found, _, _) = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(found == code)
    #expect(events.count == 2)
  }

  @Test func waitsForNoMoreThanTheLimit() {
    var reader = FrameReader(limit: 1024)
    reader.take(Array("##9999".utf8) + [UInt8](repeating: 65, count: 1100))
    guard case .fault(.unknown, _, _) = reader.next() else {
      Issue.record("a frame beyond the limit was waited for")
      return
    }
  }

  @Test func noticesThatOnlyNoiseComes() {
    let events = events(Array(repeating: [UInt8](repeating: UInt8(ascii: "#"), count: 1000), count: 10))
    #expect(events.count == 2)
  }

  @Test func takesSmallLettersInTheChecksum() {
    #expect(events([Array(Golden.checksumRefusal.replacing("E681", with: "e681").utf8)]).count == 1)
    guard case .segment = events([Array(Golden.checksumRefusal.replacing("E681", with: "e681").utf8)]).first else {
      Issue.record("small letters were refused")
      return
    }
  }
}
