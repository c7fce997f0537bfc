// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

/// The form with which people report something, as it was filled in.
struct ReportForm: Sendable {
  struct Choice: Sendable {
    var code: String
    var name: String
    var isChosen: Bool
  }

  var types: [Choice] = []
  var type = ""
  var text = ""
  var address = ""
  var longitude = ""
  var latitude = ""
  var name = ""
  var contact = ""
  /// The photograph; `nil` where none was chosen.
  var photo: NewEvidence?

  /// Reads the parts of the form.
  init(_ call: Call, limit: Int) async throws {
    guard let parts = call.parts else { return }
    while let part = try await parts.nextPart() {
      switch part.name {
      case "type": type = try await parts.text()
      case "text": text = try await parts.text()
      case "address": address = try await parts.text()
      case "longitude": longitude = try await parts.text()
      case "latitude": latitude = try await parts.text()
      case "name": name = try await parts.text()
      case "contact": contact = try await parts.text()
      case "photo":
        let bytes = try await parts.data(limit: limit)
        // Browsers send an empty file where none was chosen.
        if !bytes.isEmpty { photo = NewEvidence(bytes: bytes, declaredType: part.mediaType, phase: .report) }
      default: continue
      }
    }
  }

  init() {}

  /// With the types that may be chosen.
  func offering(_ types: [MatterType], _ messages: Messages) -> ReportForm {
    var form = self
    form.types = types.map { Choice(code: $0.code, name: messages.text($0.name), isChosen: $0.code == type) }
    return form
  }

  /// What is reported.
  /// - Throws: `Problem` of code `invalid`, in the reader's language.
  func submission(channel: String, _ messages: Messages) throws(Problem) -> Submission {
    let words = text.trimmed
    guard !type.isEmpty, !words.isEmpty else { throw Problem(.invalid, messages["fillIn"]) }
    guard words.utf8.count <= 20_000, address.utf8.count <= 2000, name.utf8.count <= 800, contact.utf8.count <= 800
    else {
      throw Problem(.tooLarge, messages["problem.too-large"])
    }
    let texts = [words, address, name, contact, type]
    guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw Problem(.invalid, messages["problem.invalid"]) }
    var submission = Submission(
      type: type, text: words, channel: channel, position: try position(messages),
      address: address.trimmed.isEmpty ? nil : address.trimmed)
    let reporter = Reporter(
      name: name.trimmed.isEmpty ? nil : name.trimmed, contact: contact.trimmed.isEmpty ? nil : contact.trimmed)
    if reporter != Reporter() { submission.reporter = reporter }
    return submission
  }

  private func position(_ messages: Messages) throws(Problem) -> Position? {
    let (east, north) = (longitude.trimmed, latitude.trimmed)
    if east.isEmpty && north.isEmpty { return nil }
    guard let east = Double(east), let north = Double(north), (-180.0...180.0).contains(east),
      (-90.0...90.0).contains(north)
    else { throw Problem(.invalid, messages["coordinatesWrong"]) }
    return Position(east, north)
  }
}

extension String {
  /// Without white space around it.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
