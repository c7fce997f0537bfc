// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import HTTP
import TestSupport
import Testing
import Vocabulary

@Suite struct MultipartTests {
  /// What a parser makes of bytes that come in pieces of that size.
  private static func parts(
    _ bytes: [UInt8], boundary: String = "b", piece: Int, limits: MultipartLimits = MultipartLimits()
  ) throws -> [String] {
    var parser = MultipartParser(boundary: boundary, limits: limits)
    var parts: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = min(start + piece, bytes.count)
      parser.feed(bytes[start..<end])
      start = end
      while let event = try parser.next() {
        switch event {
        case .part(let part): parts.append(Array("\(part.name)|\(part.filename ?? "-")|\(part.mediaType)|".utf8))
        case .data(let data): parts[parts.count - 1] += data
        case .partEnd: parts[parts.count - 1] += ".".utf8
        case .end: parts.append(Array("end".utf8))
        }
      }
    }
    try parser.finish()
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let body = Array(
    """
    preamble\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--bb\r\n\r\n--b  \r\n\
    content-type: Image/PNG; x=y\r\nContent-Disposition: form-data; name="f"; filename="a \\"b\\".png"\r\n\r\n\
    \r\n--\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\n--b--\r\nepilogue
    """.utf8)

  // RFC 2046 §5.1.1 forbids the boundary inside of content even as the beginning of a line; "--bb" is such a line.
  @Test(arguments: 1...40) func takesBodiesApart(piece: Int) throws {
    let proper = String(decoding: Self.body, as: UTF8.self).replacing("--bb\r\n", with: "--cb\r\n")
    let parts = try Self.parts(Array(proper.utf8), piece: piece)
    #expect(
      parts == [
        "a|-|text/plain|one\r\n--cb\r\n.", "f|a \"b\".png|image/png|\r\n--.", "c|-|text/plain|.", "end",
      ])
  }

  @Test(arguments: [
    ("--b\r\n\r\nx\r\n--b--", "no Content-Disposition"),
    ("--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--", "no Content-Disposition"),
    ("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "no Content-Disposition"),
    ("--b\r\nnonsense\r\n\r\nx\r\n--b--", "has no colon"),
    ("--bx\r\n", "followed by something else than a line break"),
    ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "ends before its closing boundary"),
    ("", "ends before its closing boundary"),
    ("--b\r\nX: \(String(repeating: "y", count: 9000))", "longer than 8192 bytes"),
    (
      String(repeating: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n", count: 101), "more than 100 parts"
    ),
  ])
  func saysWhatIsWrong(body: String, message: String) throws {
    let problem = #expect(throws: Problem.self) { try Self.parts(Array(body.utf8), piece: 1000) }
    #expect(problem?.code == .badRequest)
    #expect(problem?.detail.contains(message) == true, "\(String(describing: problem))")
  }

  /// Whatever comes, however it is cut: the same result, never a crash, and no more kept than was given.
  @Test func surviveNoise() throws {
    var random = SeededGenerator(seed: 7)
    let words: [[UInt8]] =
      [
        "--b", "--b--", "\r\n", "\r", "\n", "--", "b", "Content-Disposition: form-data; name=\"", "\"", ";", "\\", "x",
        "filename=", ":", " ", "\u{0}", "灯",
      ].map { Array($0.utf8) } + [[0xFF], [0xC3]]
    for round in 0..<3000 {
      var bytes = Self.body
      if round % 2 == 0 {
        bytes = (0..<Int.random(in: 0..<60, using: &random)).flatMap { _ in words.randomElement(using: &random)! }
      }
      for _ in 0..<Int.random(in: 0..<6, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(contentsOf: words.randomElement(using: &random)!, at: index)
        }
      }
      let whole = Result { try Self.parts(bytes, piece: max(bytes.count, 1)) }.mapError { $0 as! Problem }
      let single = Result { try Self.parts(bytes, piece: 1) }.mapError { $0 as! Problem }
      #expect(whole == single)
    }
  }

  @Test(arguments: [
    ("C:\\files\\a.png", "a.png"), ("../../etc/passwd", "passwd"), ("..", ""), ("a\u{1}b", "ab"), ("/", ""),
    ("灯 光.jpg", "灯 光.jpg"),
  ])
  func keepsOnlyTheNameOfAFile(given: String, kept: String) throws {
    let part = try MultipartPart(
      headers: Array("Content-Disposition: form-data; name=a; filename=\"\(given)\"".utf8)[...])
    #expect(part.filename == kept)
  }
}

@Suite struct URLEncodedFormTests {
  @Test func readsFields() throws {
    let form = try URLEncodedForm(parsing: "a=1&b=x+y%20z&a=%E7%81%AF&c&=d&&e==")
    #expect(form.fields.map { "\($0.0):\($0.1)" } == ["a:1", "b:x y z", "a:灯", "c:", ":d", "e:="])
    #expect(form["a"] == "1")
    #expect(form.all("a") == ["1", "灯"])
    #expect(form["z"] == nil)
    #expect(form.encoded(without: ["a"]) == "b=x%20y%20z&c=&=d&e=%3D")
  }

  @Test(arguments: ["a=%", "a=%2", "a=%GG", "%FF=1", "a=%C3%28", String(repeating: "a&", count: 1001)])
  func refusesWhatCannotBeRead(text: String) {
    let problem = #expect(throws: Problem.self) { try URLEncodedForm(parsing: text) }
    #expect(problem?.code == .badRequest)
  }

  @Test func surviveNoise() throws {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("a=&%+2F\u{0}ÿ灯".utf8) + [0xFF]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
      guard let form = try? URLEncodedForm(parsing: bytes) else { continue }
      // What could be read is written so that it is read the same.
      #expect(try URLEncodedForm(parsing: form.encoded()).fields.elementsEqual(form.fields, by: ==))
    }
  }
}
