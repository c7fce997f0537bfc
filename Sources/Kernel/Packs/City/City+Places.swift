// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Spatial
import Storage
public import Vocabulary

/// A place that people know by its name: a street, a park, a community.
public struct NamedPlace: Hashable, Sendable {
  public var name: LocalizedText
  /// Names of the areas in which it lies, the widest first.
  public var areas: [LocalizedText]
  /// A position on or in it.
  public var position: Position
}

extension City {
  /// Types of the entities whose names everybody may know: what stands on any map of a town. Where pipes and sensors are is not
  /// for everybody.
  public static let publicPlaceTypes = [
    "Bridge", "Building", "Park", "PointOfInterest", "River", "Road", "Square", "Station",
  ]

  /// The places whose name begins with or holds the text, or that the text names, in any language; areas first. House numbers are
  /// left out: a street is found by `12 Ring Road`.
  public func places(named text: String, limit: Int = 8) async throws -> [NamedPlace] {
    let words = Self.withoutNumbers(text)
    guard words.unicodeScalars.count >= 2 || words.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) else {
      return []
    }
    var found: [(rank: Int, place: NamedPlace)] = []
    for area in pack.areas.areas where area.level != .cell {
      guard let rank = Self.rank(area.name, words), let geometry = area.geometry,
        let position = try? geometry.representativePosition()
      else { continue }
      found.append((rank, NamedPlace(name: area.name, areas: names(above: area.parent), position: position)))
    }
    let pattern = "%" + words.filter { $0 != "%" && $0 != "_" && $0 != "\\" && $0 != "\"" } + "%"
    let entities = try await database.read { [entities, tenant] transaction in
      try entities.list(
        EntityQuery(types: Self.publicPlaceTypes), where: "LOWER(e.content) LIKE ?", arguments: [.text(pattern)],
        limit: 200, tenant: tenant, in: transaction)
    }
    for entity in entities {
      guard let name = LocalizedText(name: entity.attributes["name"]?.value), let rank = Self.rank(name, words),
        let position = try? entity.location?.representativePosition()
      else { continue }
      let path = entity.areas
      found.append(
        (
          rank,
          NamedPlace(
            name: name, areas: names(above: path.community ?? path.street ?? path.district), position: position)
        ))
    }
    // Of the same rank in the order found: areas from wide to narrow, then entities.
    return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.prefix(limit)
      .map(\.element.place)
  }

  /// Names of an area and of those around it, the widest first.
  private func names(above code: String?) -> [LocalizedText] {
    guard let code else { return [] }
    let path = pack.areas.path(of: code)
    return [Area.Level.district, .street, .community].compactMap { path[$0].flatMap(pack.areas.area)?.name }
  }

  /// The names of the areas around a position, the widest first; without its grid cell.
  public func areaNames(at position: Position) -> [LocalizedText] {
    let path = pack.areas.locate(position)
    return names(above: path.community ?? path.street ?? path.district)
  }

  /// 0 for the very name, then its beginning, a part of it, a text that holds it; `nil` for none of these.
  private static func rank(_ name: LocalizedText, _ words: String) -> Int? {
    name.texts.values.compactMap { name -> Int? in
      let name = name.lowercased()
      if name == words { return 0 }
      if name.hasPrefix(words) { return 1 }
      if name.contains(words) { return 2 }
      return name.unicodeScalars.count >= 2 && words.contains(name) ? 3 : nil
    }.min()
  }

  private static func withoutNumbers(_ text: String) -> String {
    let scalars = text.lowercased().unicodeScalars.filter { scalar in
      scalar.value >= 0x20 && !(48...57).contains(scalar.value) && scalar != "号" && scalar != ","
    }
    let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace)
    return String(words.joined(separator: " ").prefix(100))
  }
}

extension LocalizedText {
  /// A name as entities have it: a text, or one for each language.
  fileprivate init?(name: JSON?) {
    switch name {
    case .string(let text)?: self.init(["en": text])
    case .object(let members)?:
      let texts = members.compactMapValues(\.string)
      guard !texts.isEmpty else { return nil }
      self.init(texts)
    default: return nil
    }
  }
}
