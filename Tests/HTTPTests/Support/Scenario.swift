// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import Vocabulary

/// One request and what is expected of its answer, in a line of a table.
struct Scenario: Sendable, CustomTestStringConvertible {
  var name: String
  var method: HTTPMethod
  var path: String
  var headers: [(String, String)]
  var body: String?
  var status: UInt
  /// Texts that the body has, and has not.
  var has: [String]
  var hasNot: [String]
  /// Headers of the answer; an empty text for those that must not be there.
  var answers: [String: String]

  init(
    _ name: String, _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: String? = nil,
    status: UInt, has: [String] = [], hasNot: [String] = [], answers: [String: String] = [:]
  ) {
    self.name = name
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
    self.status = status
    self.has = has
    self.hasNot = hasNot
    self.answers = answers
  }

  var testDescription: String { name }

  static let json = ("Content-Type", "application/json")
  static let form = ("Content-Type", "application/x-www-form-urlencoded")
  static let session = ("Cookie", "other=1; session=alive")
  static func token(_ role: String) -> (String, String) { ("Authorization", "Bearer \(role)") }

  func run(on server: TestServer, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let answer = try await server.request(method, path, headers, body: body)
    #expect(answer.status == status, "\(name): \(answer.text)", sourceLocation: sourceLocation)
    for text in has {
      #expect(answer.text.contains(text), "\(name): \(answer.text)", sourceLocation: sourceLocation)
    }
    for text in hasNot {
      #expect(!answer.text.contains(text), "\(name): \(answer.text)", sourceLocation: sourceLocation)
    }
    for (header, value) in answers {
      #expect(answer.header(header) ?? "" == value, "\(name): \(header)", sourceLocation: sourceLocation)
    }
    if status >= 400, answer.header("Content-Type") == "application/problem+json" {
      let json = try JSON(parsing: answer.text)
      #expect(json["status"]?.integer == Int64(status), sourceLocation: sourceLocation)
      #expect(json["requestId"]?.string == answer.header("X-Request-Id"), sourceLocation: sourceLocation)
    }
  }
}

/// An answer, read whole.
struct TestAnswer {
  var status: UInt
  var headers: HTTPHeaders
  var text: String

  func header(_ name: String) -> String? { headers.first(name: name) }
  var json: JSON { get throws { try JSON(parsing: text) } }
}

extension TestServer {
  func request(
    _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: String? = nil,
    client: HTTPClient = .shared
  ) async throws -> TestAnswer {
    var request = HTTPClientRequest(url: address + path)
    request.method = method
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await client.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    return TestAnswer(
      status: response.status.code, headers: response.headers, text: String(buffer: bytes))
  }
}
