// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Journaling
import Lifeline
import Vocabulary

extension LiveEvent {
  /// `nil` for an event that is none of a warning.
  init?(warning event: Event) {
    guard let known = WarningEvent(event) else { return nil }
    var writer = JSONWriter(capacity: 768)
    writer.beginObject()
    event.writeHead(to: &writer)
    writer.member("previous", known.previous?.rawValue)
    writer.key("warning")
    known.warning.write(to: &writer)
    writer.endObject()
    self.init(
      kind: event.kind, partition: event.partition, sequence: event.sequence, matter: nil, facts: known.facts,
      data: writer.text)
  }
}
