// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

extension SensorThingsDoor {
  func multipartBatch(_ request: ThingsRequest) async throws -> ThingsAnswer {
    let parts = try MixedPart.parse(request.body, contentType: request.contentType)
    var steps: [BatchStep] = []
    for part in parts {
      if part.mediaType == "multipart/mixed" {
        let changes = try MixedPart.parse(part.body, contentType: part.header("content-type") ?? "")
        steps.append(BatchStep(requests: try changes.map { try $0.request(of: request) }, isAtomic: true))
      } else {
        steps.append(BatchStep(requests: [try part.request(of: request)], isAtomic: false))
      }
    }
    for step in steps where step.isAtomic && step.requests.contains(where: { $0.request.method == .get }) {
      throw Problem(.badRequest, "Only changes are possible in a change set.", "变更集中只能包含修改请求。")
    }
    let answers = try await answer(steps)
    let boundary = "batch_citywide"
    var bytes: [UInt8] = []
    for (index, (step, answered)) in zip(steps, answers).enumerated() {
      bytes += "--\(boundary)\r\n".utf8
      if step.isAtomic, answered.count == step.requests.count {
        let inner = "changeset_\(index)"
        bytes += "Content-Type: multipart/mixed; boundary=\(inner)\r\n\r\n".utf8
        for one in answered {
          bytes += "--\(inner)\r\n".utf8
          bytes += Self.part(one)
        }
        bytes += "--\(inner)--\r\n".utf8
      } else {
        bytes += Self.part(answered[0])
      }
    }
    bytes += "--\(boundary)--\r\n".utf8
    return ThingsAnswer(status: 200, content: .other(bytes, mediaType: "multipart/mixed; boundary=\(boundary)"))
  }

  private static func part(_ one: BatchAnswer) -> [UInt8] {
    var head = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
    if let name = one.name { head += "Content-ID: \(name)\r\n" }
    head += "\r\nHTTP/1.1 \(one.answer.status) \(reason(one.answer.status))\r\n"
    for (name, value) in one.answer.headers { head += "\(name): \(value)\r\n" }
    var body: [UInt8] = []
    switch one.answer.content {
    case .json(let bytes):
      head += "Content-Type: \(one.answer.status < 400 ? "application/json" : "application/problem+json")\r\n"
      body = bytes
    case .text(let text):
      head += "Content-Type: text/plain; charset=utf-8\r\n"
      body = Array(text.utf8)
    case .none, .other: break
    }
    head += "Content-Length: \(body.count)\r\n\r\n"
    return Array(head.utf8) + body + Array("\r\n".utf8)
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 204: "No Content"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 412: "Precondition Failed"
    default: "Error"
    }
  }
}

/// A part of a body of `multipart/mixed` (RFC 2046 §5.1).
struct MixedPart {
  /// Names in lower case.
  private var headers: [(name: String, value: String)]
  var body: [UInt8]

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  var mediaType: String { (header("content-type") ?? "").prefix { $0 != ";" }.lowercased() }

  /// - Throws: `Problem` of code `badRequest`.
  static func parse(_ bytes: [UInt8], contentType: String) throws(Problem) -> [MixedPart] {
    guard let start = contentType.firstRange(of: "boundary=") else {
      throw Problem(.badRequest, "multipart/mixed needs a boundary.", "multipart/mixed 需要 boundary。")
    }
    let boundary = String(contentType[start.upperBound...].prefix { $0 != ";" }).trimming(" ").trimming("\"")
    guard (1...70).contains(boundary.utf8.count) else {
      throw Problem(.badRequest, "A boundary has 1 to 70 characters.", "boundary 长 1 至 70 个字符。")
    }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MixedPart] = []
    var current: [ArraySlice<UInt8>]?
    var isClosed = false
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let bare = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard bare.starts(with: mark) else {
        current?.append(line)
        continue
      }
      let rest = bare.dropFirst(mark.count)
      guard rest.isEmpty || rest.elementsEqual("--".utf8) || rest.allSatisfy({ $0 == 0x20 }) else {
        current?.append(line)
        continue
      }
      if let lines = current { parts.append(MixedPart(lines)) }
      current = []
      if rest.starts(with: "--".utf8) {
        isClosed = true
        current = nil
        break
      }
    }
    guard isClosed else {
      throw Problem(.badRequest, "The batch does not end with --\(boundary)--.", "批处理请求没有以 --\(boundary)-- 结束。")
    }
    return parts
  }

  /// From its lines, whose ends but `\n` they still have.
  private init(_ lines: [ArraySlice<UInt8>]) {
    headers = []
    var index = 0
    while index < lines.count {
      let line = String(decoding: lines[index], as: UTF8.self).trimming("\r")
      index += 1
      if line.isEmpty { break }
      let sides = line.split(separator: ":", maxSplits: 1)
      if sides.count == 2 { headers.append((sides[0].lowercased(), String(sides[1]).trimming(" "))) }
    }
    body = Array(lines[index...].joined(separator: [UInt8(ascii: "\n")]))
    // The line end before a boundary belongs to the boundary.
    if body.last == UInt8(ascii: "\r") { body.removeLast() }
  }

  /// The request that it holds.
  func request(of batch: ThingsRequest) throws(Problem) -> SensorThingsDoor.BatchRequest {
    let lines = body.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let first = String(decoding: lines.first ?? [], as: UTF8.self).trimming("\r")
    let words = first.split(separator: " ")
    guard mediaType == "application/http", words.count >= 2,
      let method = SensorThingsDoor.methods[words[0].lowercased()]
    else {
      throw Problem(
        .badRequest, "A part of a batch is application/http and begins with a line such as POST Things HTTP/1.1.",
        "批处理的每一部分应为 application/http，首行如 POST Things HTTP/1.1。")
    }
    let end = words.count > 2 && words[words.count - 1].hasPrefix("HTTP/") ? words.count - 1 : words.count
    let inner = MixedPart(
      (lines.count > 1 ? lines[1] : []).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
    var request = batch
    request.method = method
    (request.path, request.query) = ThingsRequest.target(words[1..<end].joined(separator: "%20"))
    request.body = inner.body
    request.contentType = inner.header("content-type") ?? "application/json"
    request.ifMatch = inner.header("if-match")
    request.language = AcceptLanguage.preferred(by: inner.header("accept-language")) ?? batch.language
    return SensorThingsDoor.BatchRequest(name: header("content-id") ?? inner.header("content-id"), request: request)
  }
}
