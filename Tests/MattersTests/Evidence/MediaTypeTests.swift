// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Testing

@Suite struct MediaTypeTests {
  @Test func isKnownByContent() {
    let files: [([UInt8], MediaType)] = [
      (SampleFiles.jpeg, MediaType.jpeg), (SampleFiles.png, .png), (SampleFiles.webp, .webp), (SampleFiles.gif, .gif),
      (SampleFiles.pdf, .pdf), (SampleFiles.mp4, .mp4), (SampleFiles.heic, .heic),
      (SampleFiles.bigEndian(20) + Array("ftypheic".utf8), .heic),
      (SampleFiles.bigEndian(20) + Array("ftypMSNV".utf8), .mp4),
    ]
    for (bytes, type) in files {
      #expect(MediaType(content: bytes) == type)
      // The first twelve bytes are enough, but for a container whose major brand says nothing.
      if type != .heic { #expect(MediaType(content: bytes.prefix(12)) == type) }
    }
  }

  @Test(arguments: [
    "", "hello", "<html><script>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "PK\u{3}\u{4}", "MZ", "RIFF1234WAVE",
    "RIFF1234WEB", "GIF88a", "%PDX-1.7", " %PDF-1.7", "BM", "II*\0", "\0\0\0\u{18}ftypqt  \0\0\0\0qt  ",
    "\0\0\0\u{18}ftypavif\0\0\0\0avifmif1", "\0\0\0\u{14}ftyp", "#!/bin/sh",
  ])
  func othersAreNone(text: String) {
    #expect(MediaType(content: Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ("image/jpeg", MediaType.jpeg), ("image/jpg", .jpeg), ("IMAGE/JPEG", .jpeg), ("image/png; charset=binary", .png),
      (" image/webp ", .webp), ("image/heif", .heic), ("video/mp4", .mp4), ("application/pdf", .pdf),
      ("text/html", nil),
      ("image/svg+xml", nil), ("image", nil), ("", nil),
    ] as [(String, MediaType?)])
  func declaredNamesAreRead(name: String, type: MediaType?) {
    #expect(MediaType(declared: name) == type)
  }
}
