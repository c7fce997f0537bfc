// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The copy of a WebP file (RFC 9649) without Exif, XMP and chunks that nobody knows.
struct WebPCopy {
  private var reader: ByteReader
  private var output = Array("RIFF\0\0\0\0WEBP".utf8)
  private var hasPicture = false

  init(_ bytes: [UInt8]) {
    reader = ByteReader(bytes[...], kind: "WebP")
    output.reserveCapacity(bytes.count)
  }

  consuming func copy() throws(Problem) -> [UInt8] {
    guard try reader.take(4, "its signature").elementsEqual("RIFF".utf8) else {
      throw reader.damaged("it does not begin with RIFF", at: 0)
    }
    let size = try reader.littleEndian32("its size")
    guard size >= 4, size <= reader.remaining else {
      throw reader.damaged("it says that \(size) bytes follow, \(reader.remaining) do", at: 4)
    }
    // What comes after the container is none of the picture.
    reader = ByteReader(reader.bytes[..<(reader.offset + size)], kind: "WebP")
    guard try reader.take(12, "its signature").dropFirst(8).elementsEqual("WEBP".utf8) else {
      throw reader.damaged("it is no WebP container", at: 8)
    }
    while !reader.isAtEnd { try chunk() }
    guard hasPicture else { throw reader.damaged("it ends without a picture") }
    let length = UInt32(output.count - 8)
    for index in 0..<4 { output[4 + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
    return output
  }

  private mutating func chunk() throws(Problem) {
    let start = reader.offset
    let (name, content) = try Self.chunk(&reader)
    switch name {
    case "VP8X":
      guard start == 12, content.count == 10 else {
        throw reader.damaged("chunk VP8X must be the first, of 10 bytes", at: start)
      }
      var header = Array(content)
      header[0] &= ~0b0000_1100
      append(name, header)
    case "VP8 ", "VP8L":
      try check(name, content, at: start)
      append(name, content)
      hasPicture = true
    case "ANMF":
      append(name, try frame(content, at: start))
      hasPicture = true
    case "ICCP", "ANIM", "ALPH": append(name, content)
    default: break
    }
  }

  /// One frame of an animation: 16 bytes that say how it is shown, then chunks of its own.
  private func frame(_ content: ArraySlice<UInt8>, at start: Int) throws(Problem) -> [UInt8] {
    var inner = ByteReader(content, kind: "WebP")
    var frame = WebPCopy([])
    frame.output = Array(try inner.take(16, "the header of a frame"))
    var hasPicture = false
    while !inner.isAtEnd {
      let place = inner.offset
      let (name, content) = try Self.chunk(&inner)
      guard ["ALPH", "VP8 ", "VP8L"].contains(name) else { continue }
      if name != "ALPH" {
        try check(name, content, at: place)
        hasPicture = true
      }
      frame.append(name, content)
    }
    guard hasPicture else { throw reader.damaged("a frame has no picture", at: start) }
    return frame.output
  }

  private static func chunk(_ reader: inout ByteReader) throws(Problem) -> (String, ArraySlice<UInt8>) {
    let name = String(decoding: try reader.take(4, "the name of a chunk"), as: UTF8.self)
    let size = try reader.littleEndian32("the size of a chunk")
    let content = try reader.take(size, "chunk \(name)")
    // Chunks are filled up to an even size; some writers leave that out at the end.
    if size % 2 == 1, !reader.isAtEnd { _ = try reader.byte("the end of a chunk") }
    return (name, content)
  }

  private func check(_ name: String, _ content: ArraySlice<UInt8>, at start: Int) throws(Problem) {
    let isPicture =
      name == "VP8L" ? content.first == 0x2F : content.dropFirst(3).starts(with: [0x9D, 0x01, 0x2A])
    guard isPicture, content.count >= (name == "VP8L" ? 5 : 10) else {
      throw reader.damaged("chunk \(name) holds no picture", at: start)
    }
  }

  private mutating func append(_ name: String, _ content: some Collection<UInt8>) {
    output += name.utf8
    for index in 0..<4 { output.append(UInt8(truncatingIfNeeded: content.count >> (8 * index))) }
    output += content
    if content.count % 2 == 1 { output.append(0) }
  }
}
