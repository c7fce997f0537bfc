// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Lifeline
import Packs
import Vocabulary

/// The notes on a sensor and the form for one more, as a page shows them.
struct SensorNotesContent: Sendable {
  struct Line: Sendable {
    var kindWord: String
    var noteAt: Moment
    var author: String
    var noteText: String
  }

  var lines: [Line]
  var hasNotes: Bool
  var canNote: Bool
  var noteKinds: [Option]
  /// What somebody tried to write, and was refused.
  var isNoteTried: Bool
  var typedAt: String
  var typedText: String

  init(_ notes: [SensorNote], _ pages: Pages, _ call: Call) async throws {
    let (messages, moments) = (pages.messages(call.head), pages.moments(call))
    let names = try await pages.names(of: Set(notes.map(\.by)), messages)
    lines = notes.map { note in
      Line(
        kindWord: messages["sensorNote.\(note.kind.rawValue)"], noteAt: moments.past(note.at),
        author: pages.actor(note.by, names, messages), noteText: note.text)
    }
    hasNotes = !lines.isEmpty
    canNote = SensorNotes.writers.contains { call.principal.holds($0) }
    isNoteTried = call.endpoint.method == .post
    let typed = isNoteTried ? call.form : URLEncodedForm()
    noteKinds = SensorNote.Kind.allCases.map { kind in
      Option(
        value: kind.rawValue, label: messages["sensorNote.\(kind.rawValue)"], isChosen: typed["kind"] == kind.rawValue)
    }
    typedAt = typed["at"] ?? ""
    typedText = typed["text"] ?? ""
  }
}

extension SensorNotes {
  init(_ city: City) { self.init(database: city.database, identifiers: city.identifiers, time: city.time) }
}
