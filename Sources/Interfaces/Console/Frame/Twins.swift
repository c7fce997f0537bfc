// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP

/// Where pages are found as JSON: by the path of the page the path in the interface, with the same names in braces.
///
/// Pages whose twin depends on a filter say it themselves. Signing in and the first set-up are forms and nothing else.
private let twins: [String: String] = [
  "/matters/{id}": "/api/v1/matters/{id}",
  "/tasks": "/api/v1/matters?state=dispatched,inProgress",
  "/sensors/{code}": "/api/v1/series/{code}",
  "/decisions": "/api/v1/decisions",
  "/decisions/{code}": "/api/v1/decisions/{code}",
  "/decisions/{code}/edit": "/api/v1/decisions/{code}",
  "/decisions/{code}/versions": "/api/v1/decisions/{code}/versions",
  "/decisions/{code}/versions/{version}": "/api/v1/decisions/{code}/versions/{version}",
  "/why/{event}": "/api/v1/decisions/{event}/explain",
  "/rules": "/api/v1/rules",
  "/rules/{code}": "/api/v1/rules/{code}",
  "/rules/{code}/versions": "/api/v1/rules/{code}/versions",
  "/rules/{code}/versions/{version}": "/api/v1/rules/{code}/versions/{version}",
  "/audit/{event}": "/api/v1/journal/events/{event}",
  "/administration/people/{id}": "/api/v1/accounts/{id}",
  "/administration/definitions": "/api/v1/administration/definitions",
  "/administration/jobs": "/api/v1/administration/jobs",
  "/administration/settings": "/api/v1/administration/settings",
  "/report": "/api/v1/public/matter-types",
  "/reports/{number}": "/api/v1/public/reports/{number}",
  "/follow/{secret}": "/api/v1/public/follows/{secret}",
]

extension Call {
  /// The page's twin, where it follows from its path alone.
  var twin: String? {
    guard endpoint.method == .get, let path = twins[endpoint.path] else { return nil }
    return path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      guard part.first == "{", part.last == "}" else { return String(part) }
      return LocalAddress.encoded(self.path(String(part.dropFirst().dropLast()))).replacing("/", with: "%2F")
    }.joined(separator: "/")
  }
}

extension LocalAddress {
  /// An address of the interface with those fields of a query that say something.
  static func twin(_ path: String, _ fields: [(name: String, value: String?)]) -> String {
    let pairs = fields.compactMap { field in
      field.value.flatMap { $0.isEmpty ? nil : "\(field.name)=\(encoded($0))" }
    }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }
}
