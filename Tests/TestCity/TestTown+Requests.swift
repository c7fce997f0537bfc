// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
public import NIOHTTP1
public import Vocabulary

/// An answer, read whole.
public struct TownAnswer: Sendable {
  public var status: Int
  public var headers: HTTPHeaders
  public var bytes: [UInt8]

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
  public func header(_ name: String) -> String? { headers.first(name: name) }

  /// The value of a cookie that it sets.
  public func cookie(_ name: String) -> String? {
    headers["Set-Cookie"].lazy.compactMap { line -> String? in
      guard line.hasPrefix("\(name)=") else { return nil }
      return String(line.dropFirst(name.count + 1).prefix { $0 != ";" })
    }.first
  }
}

extension TestTown {
  /// Follows no redirections: where an answer leads is part of what is tested.
  static let client = HTTPClient(
    eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  /// - Parameters:
  ///   - token: an API token.
  ///   - body: becomes JSON.
  public func request(
    _ method: HTTPMethod, _ path: String, token: String? = nil, body: JSON? = nil, bytes: [UInt8]? = nil,
    headers: [String: String] = [:]
  ) async throws -> TownAnswer {
    var request = HTTPClientRequest(url: address + path)
    request.method = method
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(body.bytes)
    } else if let bytes {
      request.body = .bytes(bytes)
    }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    let response = try await Self.client.execute(request, timeout: .seconds(30))
    let buffer = try await response.body.collect(upTo: 64 << 20)
    return TownAnswer(
      status: Int(response.status.code), headers: response.headers, bytes: Array(buffer.readableBytesView))
  }

  /// Sends the fields of a form as a browser does.
  public func form(
    _ path: String, _ fields: [(String, String)], cookie: String? = nil, headers: [String: String] = [:]
  ) async throws -> TownAnswer {
    let text = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    return try await request(
      .POST, path, bytes: Array(text.utf8),
      headers: headers.merging(Self.cookies(cookie)) { $1 }.merging(
        ["Content-Type": "application/x-www-form-urlencoded"]) { $1 })
  }

  /// Sends fields and a file as a browser does.
  public func multipart(
    _ path: String, _ fields: [(String, String)],
    file: (name: String, filename: String, mediaType: String, bytes: [UInt8])?,
    cookie: String? = nil, token: String? = nil, headers: [String: String] = [:]
  ) async throws -> TownAnswer {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      bytes += "--limit\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
    }
    if let file {
      bytes +=
        "--limit\r\nContent-Disposition: form-data; name=\"\(file.name)\"; filename=\"\(file.filename)\"\r\nContent-Type: \(file.mediaType)\r\n\r\n"
        .utf8
      bytes += file.bytes + Array("\r\n".utf8)
    }
    bytes += "--limit--\r\n".utf8
    return try await request(
      .POST, path, token: token, bytes: bytes,
      headers: headers.merging(Self.cookies(cookie)) { $1 }.merging(
        ["Content-Type": "multipart/form-data; boundary=limit"]) { $1 })
  }

  private static func cookies(_ cookie: String?) -> [String: String] {
    cookie.map { ["Cookie": "citywide_session=\($0)"] } ?? [:]
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }
}
