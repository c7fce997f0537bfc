// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

extension Parameter {
  /// Makes a command happen once however often it is sent.
  static let idempotencyKey = header(
    "Idempotency-Key", .stringSchema(length: 1...255),
    "A text of the caller's choice, new for each command. The same command sent again with it is not carried out again: "
      + "the answer is what it led to.")

  static let matterId = path("id", .identifierSchema, "The matter's identifier.")
}

extension Call {
  /// The idempotency key, bound to what is asked for here.
  func idempotencyKey() throws(Problem) -> IdempotencyKey? {
    guard let key = string("Idempotency-Key") else { return nil }
    let target = head.path + (head.query.map { "?" + $0 } ?? "")
    return try IdempotencyKey(key, for: Array("\(endpoint.operationId) \(target) ".utf8) + json.bytes)
  }

  /// The same for a file that was sent in.
  func idempotencyKey(for file: NewEvidence) throws(Problem) -> IdempotencyKey? {
    guard let key = string("Idempotency-Key") else { return nil }
    return try IdempotencyKey(
      key, for: Array("\(endpoint.operationId) \(head.path) \(file.phase.rawValue) ".utf8) + file.bytes)
  }

  /// A parameter with `[west, south, east, north]`.
  func box(_ name: String) throws(Problem) -> BoundingBox? {
    guard let json = self[name] else { return nil }
    do throws(Problem) {
      return try BoundingBox(json: json, at: name)
    } catch {
      let fault = error.errors.first
      let chinese = fault?.detail(in: "zh-Hans") ?? error.detail(in: "zh-Hans")
      throw .invalid(name, fault?.detail ?? error.detail, chinese)
    }
  }
}

extension JSON {
  /// A box as a parameter of a query.
  static let boxSchema: JSON = ["type": "array", "items": ["type": "number"], "minItems": 4, "maxItems": 4]

  /// The elements of an array of strings.
  var strings: [String] { array?.compactMap(\.string) ?? [] }
}
