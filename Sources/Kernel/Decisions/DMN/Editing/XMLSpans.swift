// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The elements of a well-formed document with the places where they stand in its text, so that a part can be changed and all
/// else left as it is, byte for byte.
struct XMLSpans {
  struct Element {
    /// With its prefix, and without.
    var tag: String
    var name: String
    var attributes: [(name: String, value: String, range: Range<Int>)] = []
    /// The whole element, its start tag, and what is between its tags; all in bytes of UTF-8.
    var range: Range<Int>
    var start: Range<Int>
    var content: Range<Int>
    var line: Int
    var children: [Element] = []

    /// The tag's prefix with its colon; empty where there is none.
    var prefix: String { tag.count == name.count ? "" : String(tag.dropLast(name.count)) }
    /// Whether it is written `<x/>`.
    var isClosedAtOnce: Bool { start == range }

    func children(_ name: String) -> [Element] { children.filter { $0.name == name } }
    func child(_ name: String) -> Element? { children.first { $0.name == name } }
    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
  }

  let bytes: [UInt8]
  private(set) var root: Element?

  /// - Parameter text: a document that a parser has accepted, without a document type.
  init(_ text: String) {
    bytes = Array(text.utf8)
    var open: [Element] = []
    var place = 0
    var line = 1
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else {
        if bytes[place] == 0x0A { line += 1 }
        place += 1
        continue
      }
      let begin = place
      let firstLine = line
      if has("<!--", at: place) {
        place = end(of: "-->", from: place + 4)
      } else if has("<![CDATA[", at: place) {
        place = end(of: "]]>", from: place + 9)
      } else if has("<?", at: place) {
        place = end(of: "?>", from: place + 2)
      } else if has("</", at: place) {
        place = end(of: ">", from: place + 2)
        guard var element = open.popLast() else { return }
        element.content = element.start.upperBound..<begin
        element.range = element.range.lowerBound..<place
        close(element, &open)
      } else {
        var element = startTag(&place)
        element.line = firstLine
        if bytes[place - 2] == UInt8(ascii: "/") { close(element, &open) } else { open.append(element) }
      }
      line += bytes[begin..<place].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }
  }

  private mutating func close(_ element: Element, _ open: inout [Element]) {
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  /// Reads a start tag; `place` moves behind it.
  private func startTag(_ place: inout Int) -> Element {
    let begin = place
    place += 1
    let tag = word(&place)
    var attributes: [(String, String, Range<Int>)] = []
    while place < bytes.count, bytes[place] != UInt8(ascii: ">") {
      guard !isSpace(bytes[place]), bytes[place] != UInt8(ascii: "/") else {
        place += 1
        continue
      }
      let first = place
      let name = word(&place)
      while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "'") { place += 1 }
      guard place < bytes.count else { break }
      let quote = bytes[place]
      let value = place + 1
      place = bytes[value...].firstIndex(of: quote) ?? bytes.count
      attributes.append((name, Self.plain(bytes[value..<place]), first..<min(place + 1, bytes.count)))
      place = min(place + 1, bytes.count)
    }
    place = min(place + 1, bytes.count)
    let range = begin..<place
    return Element(
      tag: tag, name: tag.split(separator: ":").last.map(String.init) ?? tag, attributes: attributes, range: range,
      start: range, content: place..<place, line: 0)
  }

  private func word(_ place: inout Int) -> String {
    let begin = place
    while place < bytes.count, !isSpace(bytes[place]), !"=/>".utf8.contains(bytes[place]) { place += 1 }
    return String(decoding: bytes[begin..<place], as: UTF8.self)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func has(_ mark: String, at place: Int) -> Bool { bytes[place...].starts(with: mark.utf8) }

  /// The place behind the mark; the end of the document where there is none.
  private func end(of mark: String, from: Int) -> Int {
    var place = from
    while place < bytes.count, !has(mark, at: place) { place += 1 }
    return min(place + mark.utf8.count, bytes.count)
  }

  /// What stands between the tags of an element that holds only text.
  func text(of element: Element) -> String {
    var text = ""
    var place = element.content.lowerBound
    while place < element.content.upperBound {
      let next =
        bytes[place..<element.content.upperBound].firstIndex(of: UInt8(ascii: "<")) ?? element.content.upperBound
      text += Self.plain(bytes[place..<next])
      place = next
      guard place < element.content.upperBound else { break }
      let from = place
      if has("<![CDATA[", at: from) {
        place = end(of: "]]>", from: from + 9)
        text += String(decoding: bytes[from + 9..<max(from + 9, place - 3)], as: UTF8.self)
      } else {
        place = has("<!--", at: from) ? end(of: "-->", from: from + 4) : end(of: ">", from: from + 1)
      }
    }
    // As a parser gives line ends (XML 1.0, 2.11).
    return text.replacing("\r\n", with: "\n")
  }

  /// Text with its entities replaced.
  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      guard let end = rest[mark...].firstIndex(of: ";") else { break }
      let name = rest[rest.index(after: mark)..<end]
      switch name {
      case "lt": result += "<"
      case "gt": result += ">"
      case "amp": result += "&"
      case "quot": result += "\""
      case "apos": result += "'"
      default:
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        if let scalar = number.flatMap(Unicode.Scalar.init) { result.unicodeScalars.append(scalar) }
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
