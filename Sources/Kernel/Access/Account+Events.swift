// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Vocabulary

extension Account {
  /// What the journal calls accounts: `NewEvent.subjectKind`.
  static let subjectKind = "account"

  /// An event of this account at its present revision.
  func event(_ kind: String, _ payload: JSON = .object([:])) -> NewEvent {
    NewEvent(kind, subjectKind: Self.subjectKind, subject: id, revision: revision, payload: payload)
  }

  var created: NewEvent {
    var payload: [String: JSON] = [
      "kind": .string(kind.rawValue), "name": .string(name), "grants": grants.json, "hasPassword": .bool(hasPassword),
    ]
    payload["signInName"] = signInName.map { .string($0) }
    return event("AccountCreated", .object(payload))
  }

  /// The account after a change that was `checked`, and an event for each thing that differs, each with its own revision.
  func applying(_ change: AccountChange, at now: Instant) throws(Problem) -> (Account, [NewEvent]) {
    var account = self
    var events: [NewEvent] = []
    func note(_ kind: String, _ payload: JSON = .object([:])) {
      account.revision += 1
      events.append(account.event(kind, payload))
    }
    if let name = change.name, name != self.name {
      account.name = name
      note("AccountRenamed", ["name": .string(name)])
    }
    if let signInName = change.signInName, signInName != self.signInName {
      guard kind == .person else { throw .invalid("/signInName", "a service has none", "服务账户没有登录名") }
      account.signInName = signInName
      note("SignInNameChanged", ["signInName": .string(signInName)])
    }
    if let grants = change.grants, grants != self.grants {
      account.grants = grants
      note("GrantsChanged", ["grants": grants.json, "before": self.grants.json])
    }
    if let isEnabled = change.isEnabled, isEnabled != (disabledAt == nil) {
      account.disabledAt = isEnabled ? nil : now
      note(isEnabled ? "AccountEnabled" : "AccountDisabled")
    }
    return (account, events)
  }
}

extension AccountChange {
  /// The change with its fields checked and in normal form.
  func checked() throws(Problem) -> AccountChange {
    var change = self
    if let name { change.name = try AccountRules.name(name, pointer: "/name") }
    if let signInName { change.signInName = try AccountRules.signInName(signInName) }
    if let grants { change.grants = try AccountRules.grants(grants) }
    return change
  }
}
