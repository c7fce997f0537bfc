// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
import Vocabulary

/// By what a client is known; asked again for what it sends, so that a token that is revoked is of no use from then on.
enum Credentials: Sendable {
  case token(String)
  case session(String)

  /// - Parameter password: an API token, whatever the name; or the password of the account with that sign-in name.
  /// - Throws: `MQTTFault` that says whether it was the password or the server.
  static func check(
    _ city: City, name: String?, password: String?, address: String
  ) async throws(MQTTFault) -> (Credentials, Principal) {
    guard let password, !password.isEmpty else {
      throw MQTTFault(.badUserNameOrPassword, "a password is needed: that of an account, or an API token")
    }
    if password.hasPrefix(Access.tokenPrefix) {
      let principal: Principal?
      do { principal = try await city.access.principal(forToken: password, in: city.tenant) } catch {
        throw MQTTFault(.serverUnavailable, error.detail)
      }
      guard let principal else { throw MQTTFault(.badUserNameOrPassword, "the API token is unknown or has expired") }
      return (.token(password), principal)
    }
    do {
      let signedIn = try await city.access.signIn(
        name: name ?? "", password: password, address: address, in: city.tenant)
      return (.session(signedIn.session.token), signedIn.principal)
    } catch {
      switch error.code {
      case .unauthenticated: throw MQTTFault(.badUserNameOrPassword, "name or password is wrong")
      case .tooManyRequests: throw MQTTFault(.quotaExceeded, error.detail)
      default: throw MQTTFault(.serverUnavailable, error.detail)
      }
    }
  }

  /// Who it is now; `nil` where the credentials are no longer good.
  func principal(_ city: City) async throws(Problem) -> Principal? {
    switch self {
    case .token(let token): try await city.access.principal(forToken: token, in: city.tenant)
    case .session(let token): try await city.access.principal(forSession: token, in: city.tenant)
    }
  }

  /// Gives up what the sign-in made.
  func end(_ city: City) async {
    if case .session(let token) = self { try? await city.access.signOut(session: token, in: city.tenant) }
  }
}
