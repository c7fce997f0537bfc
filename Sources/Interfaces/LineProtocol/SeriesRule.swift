// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How a series' code is made of measurement, tags and field.
///
/// A template is literal text with `{measurement}`, `{field}`, `{database}`, `{tag:NAME}` and `{tags}`: all tags that have no
/// place of their own, as `,name=value`, by name. What a part may not contain so that two series never get one code is
/// percent-encoded: space, control characters, `%`, in measurement and tags comma and equals sign, in the field the colon.
public struct SeriesRule: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case literal(String)
    case measurement, field, database, tags
    case tag(String)
  }

  /// By measurement.
  private var special: [String: [Part]] = [:]
  private var general: [Part]

  /// `{measurement}{tags}:{field}`: what stands behind the last colon is the field.
  public static let standard = SeriesRule(general: [.measurement, .tags, .literal(":"), .field])

  private init(general: [Part]) { self.general = general }

  /// Reads `template`, or `measurement=template;other=template;*=template`.
  ///
  /// - Throws: `RuleFault` that says what is wrong.
  public init(_ text: String) throws(RuleFault) {
    general = Self.standard.general
    for entry in text.split(separator: ";") {
      let entry = entry.drop { $0 == " " }
      // An equals sign within braces does not occur, so the first one ends the measurement.
      let equals = entry.firstIndex(of: "=")
      let brace = entry.firstIndex(of: "{") ?? entry.endIndex
      guard let equals, equals < brace else {
        general = try Self.parts(String(entry))
        continue
      }
      let measurement = String(entry[..<equals])
      let parts = try Self.parts(String(entry[entry.index(after: equals)...]))
      if measurement == "*" { general = parts } else { special[measurement] = parts }
    }
  }

  private static func parts(_ template: String) throws(RuleFault) -> [Part] {
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw RuleFault("the template \"\(template)\" has a { without }")
      }
      let name = String(rest[rest.index(after: open)..<close])
      switch name {
      case "measurement": parts.append(.measurement)
      case "field": parts.append(.field)
      case "database": parts.append(.database)
      case "tags": parts.append(.tags)
      default:
        guard name.hasPrefix("tag:"), name.count > 4 else {
          throw RuleFault(
            "the template \"\(template)\" has {\(name)}; known are {measurement}, {tags}, {tag:NAME}, {field} and {database}"
          )
        }
        parts.append(.tag(String(name.dropFirst(4))))
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    guard parts.contains(where: { if case .literal = $0 { false } else { true } }) else {
      throw RuleFault(
        "the template \"\(template)\" gives all series one code; use {measurement}, {tags}, {tag:NAME} or {field}")
    }
    return parts
  }

  /// - Throws: `LineFault` for a tag that the template needs and the line does not have, and for a code that is too long.
  func code(_ head: LineHead, field: String, database: String) throws(LineFault) -> String {
    let parts = special[head.measurement] ?? general
    var code = ""
    for part in parts {
      switch part {
      case .literal(let text): code += text
      case .measurement: code += Self.encoded(head.measurement, ",=")
      case .field: code += Self.encoded(field, ":")
      case .database: code += Self.encoded(database, ",=")
      case .tag(let key):
        guard let value = head.tag(key) else {
          throw LineFault(
            "the code of its series needs the tag \"\(key)\", which the line does not have",
            "序列代码需要标签 \"\(key)\"，该行没有")
        }
        code += Self.encoded(value, ",=")
      case .tags:
        for tag in head.tags where !parts.contains(.tag(tag.key)) {
          code += "," + Self.encoded(tag.key, ",=") + "=" + Self.encoded(tag.value, ",=")
        }
      }
    }
    guard (1...256).contains(code.utf8.count) else {
      throw LineFault(
        "the code of its series, \(code.prefix(40))…, has \(code.utf8.count) bytes; at most 256 are possible",
        "序列代码 \(code.prefix(40))… 有 \(code.utf8.count) 字节，最多 256 字节")
    }
    return code
  }

  private static func encoded(_ text: String, _ more: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "%") && !more.utf8.contains(byte)
    }
    if text.utf8.allSatisfy(isPlain) { return text }
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isPlain(byte) {
        result.append(byte)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A rule that cannot be used.
public struct RuleFault: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
