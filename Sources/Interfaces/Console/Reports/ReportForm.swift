// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

/// What somebody has said so far of what they report. It is carried from step to step in the form itself: the server keeps nothing
/// but the photograph.
struct ReportForm: Sendable {
  /// What the form asks for.
  enum Step: String, Sendable {
    /// Shows the words again, with types that they point to.
    case what
    /// On to the place.
    case place = "where"
    /// Looks places up by their names.
    case find
    /// On to what was reported near there, where there is something.
    case near
    case send
  }

  var step = Step.send
  var type = ""
  var text = ""
  var address = ""
  var longitude = ""
  var latitude = ""
  /// A place that was offered and chosen: `120.5,30.25`; empty where it is given otherwise.
  var chosen = ""
  /// What places are looked up by.
  var placeName = ""
  var name = ""
  var contact = ""
  /// The secret of the photograph that is kept.
  var draft = ""
  /// The photograph that came with this step.
  var photo: NewEvidence?

  init() {}

  /// Reads the parts of the form.
  init(_ call: Call, limit: Int) async throws {
    guard let parts = call.parts else { return }
    while let part = try await parts.nextPart() {
      switch part.name {
      case "go": step = Step(rawValue: try await parts.text()) ?? .send
      case "type":
        // A type that is offered comes before the one of the list of all.
        let given = try await parts.text()
        if type.isEmpty { type = given }
      case "text": text = try await parts.text()
      case "address": address = try await parts.text()
      case "longitude": longitude = try await parts.text()
      case "latitude": latitude = try await parts.text()
      case "chosen": chosen = try await parts.text()
      case "placeName": placeName = try await parts.text()
      case "name": name = try await parts.text()
      case "contact": contact = try await parts.text()
      case "draft": draft = try await parts.text()
      case "photo":
        let bytes = try await parts.data(limit: limit)
        // Browsers send an empty file where none was chosen.
        if !bytes.isEmpty { photo = NewEvidence(bytes: bytes, declaredType: part.mediaType, phase: .report) }
      default: continue
      }
    }
  }

  /// - Throws: `Problem` of code `invalid`, in the reader's language, where there are no words or more than are taken.
  func checkWords(_ messages: Messages) throws(Problem) {
    let words = text.trimmed
    guard !words.isEmpty else { throw Problem(.invalid, messages["fillInWords"]) }
    guard words.utf8.count <= 20_000, address.utf8.count <= 2000, name.utf8.count <= 800, contact.utf8.count <= 800
    else {
      throw Problem(.tooLarge, messages["problem.too-large"])
    }
    let texts = [words, address, name, contact, type]
    guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw Problem(.invalid, messages["problem.invalid"]) }
  }

  /// What is reported.
  /// - Throws: `Problem` of code `invalid`, in the reader's language.
  func submission(channel: String, _ messages: Messages) throws(Problem) -> Submission {
    guard !type.isEmpty, !text.trimmed.isEmpty else { throw Problem(.invalid, messages["fillIn"]) }
    try checkWords(messages)
    var submission = Submission(
      type: type, text: text.trimmed, channel: channel, position: try position(messages),
      address: address.trimmed.isEmpty ? nil : address.trimmed)
    let reporter = Reporter(
      name: name.trimmed.isEmpty ? nil : name.trimmed, contact: contact.trimmed.isEmpty ? nil : contact.trimmed)
    if reporter != Reporter() { submission.reporter = reporter }
    return submission
  }

  /// The place that was chosen, or given in numbers; `nil` where there is none.
  func position(_ messages: Messages) throws(Problem) -> Position? {
    var (east, north) = (longitude.trimmed, latitude.trimmed)
    let pair = chosen.split(separator: ",")
    if pair.count == 2 { (east, north) = (String(pair[0]), String(pair[1])) }
    if east.isEmpty && north.isEmpty { return nil }
    guard let east = Double(east), let north = Double(north), (-180.0...180.0).contains(east),
      (-90.0...90.0).contains(north)
    else { throw Problem(.invalid, messages["coordinatesWrong"]) }
    return Position(east, north)
  }
}

extension Position {
  /// As the form carries it: five digits are about a metre.
  var formText: String {
    func rounded(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
    return "\(rounded(longitude)),\(rounded(latitude))"
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
