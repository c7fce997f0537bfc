// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the headers of one part of a `multipart/form-data` body say (RFC 7578 §4).
public struct MultipartPart: Hashable, Sendable {
  /// The name of the field.
  public var name: String
  /// The name of the file as the sender calls it, without folders and control characters; `nil` for a plain field.
  public var filename: String?
  /// Lower case, without parameters; `text/plain` where it is not given.
  public var mediaType: String

  public init(name: String, filename: String? = nil, mediaType: String = "text/plain") {
    self.name = name
    self.filename = filename
    self.mediaType = mediaType
  }

  /// Reads the block of headers of a part.
  init(headers: ArraySlice<UInt8>) throws(Problem) {
    guard let text = String(validating: headers, as: UTF8.self) else {
      throw MultipartParser.problem("the headers of a part are not in UTF-8")
    }
    var disposition: HeaderValue?
    mediaType = "text/plain"
    for line in text.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else {
        throw MultipartParser.problem("a header of a part has no colon")
      }
      let value = line[line.index(after: colon)...]
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = HeaderValue(value)
      case "content-type": mediaType = HeaderValue(value).value
      default: break
      }
    }
    guard let disposition, disposition.value == "form-data", let name = disposition["name"] else {
      throw MultipartParser.problem("a part has no Content-Disposition: form-data with a name")
    }
    self.name = name
    filename = disposition["filename"].map(Self.safe)
  }

  /// Senders may give whole paths; only the last component is a name.
  private static func safe(_ filename: String) -> String {
    let last = filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let kept = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    return kept == "." || kept == ".." ? "" : kept
  }
}

/// A header value with parameters: `form-data; name="a"` (RFC 9110 §5.6.6).
struct HeaderValue {
  /// The first word, lower case.
  let value: String
  private var parameters: [(name: String, value: String)] = []

  init(_ text: some StringProtocol) {
    var pieces: [String] = []
    var piece = ""
    var isQuoted = false
    var isEscaped = false
    for character in text.unicodeScalars {
      switch character {
      case _ where isEscaped:
        // Browsers percent-encode a quote and escape nothing, so that a backslash is kept before other characters.
        if character != "\"" && character != "\\" { piece.unicodeScalars.append("\\") }
        piece.unicodeScalars.append(character)
        isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted:
        pieces.append(piece)
        piece = ""
      default: piece.unicodeScalars.append(character)
      }
    }
    pieces.append(piece)
    value = Self.trimmed(pieces[0]).lowercased()
    for piece in pieces.dropFirst() {
      guard let equals = piece.firstIndex(of: "=") else { continue }
      let name = Self.trimmed(piece[..<equals]).lowercased()
      parameters.append((name, Self.trimmed(piece[piece.index(after: equals)...])))
    }
  }

  subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  static func trimmed(_ text: some StringProtocol) -> String {
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
    let scalars = String(text).unicodeScalars.drop(while: isSpace)
    guard let last = scalars.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(scalars[...last])
  }
}
