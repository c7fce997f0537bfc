// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

/// What the codes in matters are called, for pages with many of them.
struct MatterNames: Sendable {
  let messages: Messages
  let catalogue: Catalogue

  init(_ pages: Pages, _ messages: Messages) {
    self.messages = messages
    catalogue = pages.city.matters.catalogue
  }

  func type(of matter: Matter) -> String {
    catalogue.type(matter.type, version: matter.typeVersion).map { messages.text($0.name) } ?? matter.type
  }

  /// A title that was made of the type's name is in the reader's language.
  func title(of matter: Matter) -> String {
    guard let type = catalogue.type(matter.type, version: matter.typeVersion),
      matter.title == type.name.text(in: "en")
    else { return messages.ownPart(of: matter.title, in: matter) }
    return messages.text(type.name)
  }

  func type(_ code: String) -> String { catalogue.type(code).map { messages.text($0.name) } ?? code }

  func department(_ code: String) -> String { catalogue.departments[code].map(messages.text) ?? code }

  func area(_ code: String) -> String { catalogue.areas.area(code).map { messages.text($0.name) } ?? code }

  /// District and street, the widest first.
  func place(_ areas: AreaPath) -> String {
    [areas.district, areas.street].compactMap { $0 }.map(area).joined(separator: " › ")
  }

  /// How it came in; ways that the table of messages does not have go by their code.
  func channel(_ code: String) -> String {
    Messages.table["channel.\(code)"] == nil ? code : messages["channel.\(code)"]
  }
}
