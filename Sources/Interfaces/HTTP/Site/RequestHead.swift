// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore

/// The head of a request: what is known before anything is read of its body.
public struct RequestHead: Sendable {
  /// As on the wire, as in `GET`.
  public let methodName: String
  /// Without the query, percent-encoding as it came.
  public let path: String
  /// What follows the question mark, percent-encoding as it came.
  public let query: String?
  /// Names this request in the log, the answer and the journal.
  public let requestId: String
  /// Whether the caller's connection, or that of the trusted proxy before us, is encrypted.
  public let isSecure: Bool
  let fields: HTTPFields
  /// The host and port that the caller named, as in `city.example:8080`; `nil` where it named none.
  public let authority: String?
  /// The form of a page that came with it and was not taken because nobody is signed in; `nil` for other bodies, and long ones.
  public internal(set) var refusedForm: URLEncodedForm?
  private let source: ClientSource

  var method: Method? { Method(methodName) }

  init(_ request: HTTPRequest, requestId: String, source: ClientSource, isSecure: Bool) {
    self.init(
      method: request.method.rawValue, target: request.path ?? "/", authority: request.authority,
      fields: request.headerFields, requestId: requestId, source: source, isSecure: isSecure)
  }

  /// A head made by hand, for tests of authenticators.
  public init(
    method: String = "GET", target: String, headers: [(name: String, value: String)] = [], requestId: String = "test",
    clientAddress: String = "127.0.0.1", isSecure: Bool = false
  ) {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    self.init(
      method: method, target: target, authority: fields.first(.host), fields: fields, requestId: requestId,
      source: .known(clientAddress), isSecure: isSecure)
  }

  private init(
    method: String, target: String, authority: String?, fields: HTTPFields, requestId: String, source: ClientSource,
    isSecure: Bool
  ) {
    methodName = method
    var target = target[...]
    if let mark = target.utf8.firstIndex(of: UInt8(ascii: "#")) { target = target[..<mark] }
    if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
      path = String(target[..<mark])
      query = String(target[target.utf8.index(after: mark)...])
    } else {
      path = String(target)
      query = nil
    }
    self.authority = authority?.isEmpty == true ? nil : authority
    self.fields = fields
    self.requestId = requestId
    self.source = source
    self.isSecure = isSecure
  }

  /// The address from which the caller came, as text; what a trusted proxy says where one is in between.
  public var clientAddress: String { source.address(fields) }

  /// The value of a header; several of that name are joined by commas.
  public func header(_ name: String) -> String? {
    guard let name = HTTPField.Name(name) else { return nil }
    return fields[name]
  }

  /// The value of a cookie (RFC 6265 §4.2).
  public func cookie(_ name: String) -> String? {
    for field in fields where field.name == .cookie {
      for pair in field.value.split(separator: ";") {
        guard let equals = pair.firstIndex(of: "=") else { continue }
        guard HeaderValue.trimmed(pair[..<equals]) == name else { continue }
        return HeaderValue.trimmed(pair[pair.index(after: equals)...])
      }
    }
    return nil
  }

  /// The token of `Authorization: Bearer …` (RFC 6750 §2.1).
  public var bearerToken: String? {
    guard let value = fields.first(.authorization), value.utf8.count > 7, value.prefix(7).lowercased() == "bearer "
    else { return nil }
    return HeaderValue.trimmed(value.dropFirst(7))
  }

  /// Whether the caller wants to be told to go on before it sends the body (RFC 9110 §10.1.1).
  var expectsContinue: Bool {
    guard let expectation = fields.first(.expect) else { return false }
    return expectation.lowercased() == "100-continue"
  }

  /// Whether a person is looking: a browser asks for HTML by name.
  var prefersPage: Bool { fields.first(.accept)?.contains("text/html") ?? false }
}

extension HTTPFields {
  /// The first value of that name; quicker than the subscript, which joins them.
  func first(_ name: HTTPField.Name) -> String? {
    for field in self where field.name == name { return field.value }
    return nil
  }
}
