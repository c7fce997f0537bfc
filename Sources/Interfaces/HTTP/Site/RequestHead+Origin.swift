// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension RequestHead {
  /// Scheme and host by which the caller knows this site, for addresses that are read elsewhere, such as those in feeds.
  ///
  /// What the caller says of itself: good for an answer to the same caller, and for nothing that others get.
  public var origin: String {
    let host = (authority ?? "localhost").filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:[]".contains($0)) }
    return "\(isSecure ? "https" : "http")://\(host)"
  }
}
