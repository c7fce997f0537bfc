// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Matters
import Packs
import Vocabulary

/// What others did to a matter since somebody looked at it.
struct Meanwhile {
  let pages: Pages
  let messages: Messages
  /// The revision that was looked at.
  let revision: Int64?

  init(_ pages: Pages, _ messages: Messages, since revision: Int64?) {
    self.pages = pages
    self.messages = messages
    self.revision = revision
  }

  /// “Meanwhile Ina: Accepted, Dispatched”; `nil` where nobody did anything that may be told.
  func sentence(_ id: Identifier, for principal: Principal) async throws -> String? {
    guard let revision else { return nil }
    let matter = try await pages.city.matters.matter(id, for: principal)
    let depth = MatterView(principal).depth(of: matter.facts)
    let events = try await pages.city.matters.history(of: id, after: revision, limit: 20, for: principal)
    let steps = events.compactMap { event in MatterEvent(event).map { (event.actor, $0) } }.filter { _, step in
      if case .note(_, isPublic: false) = step.body { return depth != .own }
      return true
    }
    guard !steps.isEmpty else { return nil }
    let names = try await pages.names(of: Set(steps.map(\.0)), messages)
    let told = steps.map { actor, step in
      let by = actor == "system" || depth == .own ? messages["theCity"] : names[actor] ?? messages["somebody"]
      return messages.text("didThat", ["name": by, "action": messages.text(step.kind.name)])
    }
    return messages.text("meanwhile", ["steps": told.joined(separator: messages["listComma"])])
  }
}
