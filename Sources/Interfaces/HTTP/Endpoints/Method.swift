// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A request method (RFC 9110 §9, RFC 5789).
public enum Method: Int, CaseIterable, Sendable {
  case get, head, post, put, patch, delete, options

  /// As on the wire: `GET`.
  public var name: String {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .patch: "PATCH"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    }
  }

  /// Whether it changes nothing (RFC 9110 §9.2.1).
  public var isSafe: Bool { self == .get || self == .head || self == .options }

  init?(_ name: String) {
    switch name {
    case "GET": self = .get
    case "POST": self = .post
    case "HEAD": self = .head
    case "PUT": self = .put
    case "PATCH": self = .patch
    case "DELETE": self = .delete
    case "OPTIONS": self = .options
    default: return nil
    }
  }
}
