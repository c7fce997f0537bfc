// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP

/// Addresses of this site alone, for going on after signing in.
enum LocalAddress {
  /// The address, where it leads to this site; else the start page.
  static func checked(_ text: String?) -> String {
    guard let text, text.utf8.count <= 500, text.hasPrefix("/"), !text.hasPrefix("//"),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return text
  }

  /// The address of the page from which a request was sent, as one of this site, without what its query says only once.
  static func referer(of head: RequestHead) -> String? {
    guard let referer = head.header("Referer"), let slashes = referer.firstRange(of: "://") else { return nil }
    let address = referer[slashes.upperBound...].drop { $0 != "/" }.prefix { $0 != "#" }
    let path = address.prefix { $0 != "?" }
    let query = address.dropFirst(path.count + 1).split(separator: "&").filter { pair in
      !saidOnce.contains { pair.hasPrefix("\($0)=") }
    }.joined(separator: "&")
    let text = query.isEmpty ? String(path) : "\(path)?\(query)"
    return path.isEmpty || checked(text) != text ? nil : text
  }

  /// What tells of something that was just done.
  private static let saidOnce = ["done", "sent", "kept", "over", "to", "number"]

  /// Everything but unreserved characters and slashes encoded, for the value of a query.
  static func encoded(_ text: String) -> String { PercentCoding.encoded(text, keeping: "/") }
}
