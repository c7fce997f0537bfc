// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Vocabulary

/// Folds the events of one matter as the journal gives them, and notices where they do not follow from each other.
struct MatterReplay {
  /// The matter after the events taken so far.
  private(set) var matter: Matter?
  /// The first event that does not follow; later ones are passed over.
  private(set) var broken: String?

  mutating func take(_ event: Event) {
    guard broken == nil else { return }
    guard let step = MatterEvent(event), let next = Matter.fold(matter, step), next.revision == event.revision,
      next.id.description == event.subject
    else {
      broken = event.name
      return
    }
    matter = next
  }
}
