// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import HTTP
import Packs
import Vocabulary

extension City {
  /// Who sends, by an API token in any of the places where clients of Influx put their credentials: `Authorization: Token`,
  /// `Bearer` or `Basic`, where the token is the password, or the parameters `u` and `p`.
  ///
  /// - Throws: `Problem` of code `unauthenticated`.
  func sender(of call: Call) async throws(Problem) -> Principal {
    guard let token = Self.token(in: call.header("Authorization"), parameter: call.string("p")) else {
      throw Problem(
        .unauthenticated,
        "authorization failed: an API token is needed, in Authorization: Token …, or as the password of Basic or p=",
        "认证失败：需要 API 令牌，写在 Authorization: Token … 中，或作为 Basic 的密码或参数 p=")
    }
    guard let principal = try await access.principal(forToken: token, in: tenant) else {
      throw Problem(
        .unauthenticated, "authorization failed: the API token is unknown, was revoked or has expired",
        "认证失败：API 令牌不存在、已撤销或已过期")
    }
    return principal
  }

  static func token(in header: String?, parameter: String?) -> String? {
    guard let header else { return parameter.flatMap { $0.isEmpty ? nil : $0 } }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let credentials = String(parts[1].drop { $0 == " " })
    switch parts[0].lowercased() {
    case "bearer": return credentials
    case "token": return password(credentials) ?? credentials
    case "basic":
      guard let data = Data(base64Encoded: credentials) else { return nil }
      return password(String(decoding: data, as: UTF8.self))
    default: return nil
    }
  }

  private static func password(_ pair: String) -> String? {
    guard let colon = pair.firstIndex(of: ":") else { return nil }
    return String(pair[pair.index(after: colon)...])
  }
}
