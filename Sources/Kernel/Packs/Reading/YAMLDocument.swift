// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary
import Yams

/// A YAML text as a JSON tree, with the line of each value.
///
/// Scalars follow the core schema of YAML 1.2 (§10.3.2). What other readers of YAML take for something else, or what
/// makes a small text a large tree, is refused with words: anchors and aliases, tags, `yes` and `no` without quotes,
/// numbers that begin with 0.
struct YAMLDocument {
  var json: JSON = .null
  /// By JSON Pointer: for a member of a mapping the line of its key.
  private(set) var lines: [String: Int] = ["": 1]
  /// The text of scalars that are no strings, by JSON Pointer.
  private(set) var unquoted: [String: String] = [:]
  /// What was refused, with its line.
  private(set) var faults: [(line: Int, pointer: String, detail: String)] = []

  /// Most bytes of a text.
  static let sizeLimit = 4 << 20
  /// How deeply mappings and sequences may nest.
  static let depthLimit = 32

  /// - Throws: `YAMLFault`: the text is no YAML at all, or is not looked at because it could be harmful.
  init(_ text: String) throws(YAMLFault) {
    if let line = Self.alias(in: text) {
      throw YAMLFault(line: line, detail: "anchors and aliases (&name, *name) are not read: write the value out")
    }
    let root: Node?
    do {
      // Without the resolver's rules every scalar stays the text it is.
      root = try compose(yaml: text, .basic, .default, .utf8)
    } catch {
      throw YAMLFault(error)
    }
    guard let root else { throw YAMLFault(line: 1, detail: "the file is empty") }
    json = convert(root, "", depth: 0)
  }

  private mutating func convert(_ node: Node, _ pointer: String, depth: Int) -> JSON {
    let line = node.mark?.line ?? 1
    if lines[pointer] == nil || pointer.isEmpty { lines[pointer] = line }
    guard depth <= Self.depthLimit else {
      refuse(line, pointer, "values nest more than \(Self.depthLimit) deep")
      return .null
    }
    switch node {
    case .scalar(let scalar): return value(of: scalar, pointer, line)
    case .sequence(let sequence):
      checkTag(sequence.tag, line, pointer)
      return .array(
        sequence.enumerated().map { convert($0.element, pointer.pointing(to: "\($0.offset)"), depth: depth + 1) })
    case .mapping(let mapping):
      checkTag(mapping.tag, line, pointer)
      var members: [String: JSON] = [:]
      for (key, value) in mapping {
        let keyLine = key.mark?.line ?? line
        guard let scalar = key.scalar else {
          refuse(keyLine, pointer, "a key is a text, not a mapping or a sequence")
          continue
        }
        if scalar.style == .plain, let doubt = YAMLScalar.doubt(scalar.string) {
          refuse(keyLine, pointer.pointing(to: scalar.string), "the key " + doubt)
        }
        let place = pointer.pointing(to: scalar.string)
        lines[place] = keyLine
        members[scalar.string] = convert(value, place, depth: depth + 1)
      }
      return .object(members)
    case .alias:
      refuse(line, pointer, "aliases (*name) are not read: write the value out")
      return .null
    }
  }

  private mutating func value(of scalar: Node.Scalar, _ pointer: String, _ line: Int) -> JSON {
    let text = scalar.string
    if text.unicodeScalars.contains("\0") {
      refuse(line, pointer, "the text holds the character U+0000, which cannot be stored")
      return .null
    }
    if scalar.tag.description == "tag:yaml.org,2002:str" { return .string(text) }
    checkTag(scalar.tag, line, pointer)
    guard scalar.style == .plain else { return .string(text) }
    if let doubt = YAMLScalar.doubt(text) {
      refuse(line, pointer, doubt)
      return .string(text)
    }
    let json = YAMLScalar.value(of: text)
    if json.string == nil { unquoted[pointer] = text }
    return json
  }

  private mutating func checkTag(_ tag: Tag, _ line: Int, _ pointer: String) {
    let known = ["", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"]
    if !known.contains(tag.description) {
      refuse(line, pointer, "the tag \(tag.description) is not read: leave it out")
    }
  }

  private mutating func refuse(_ line: Int, _ pointer: String, _ detail: String) {
    faults.append((line, pointer, detail))
  }

  /// The line of the first alias of the text: nested ones make a tree of billions of values out of a few lines.
  ///
  /// It looks for `*name` with a `&name` anywhere, in quotes too, since it must not miss any; no sensible text has
  /// both.
  private static func alias(in text: String) -> Int? {
    var anchors: Set<String> = []
    var aliases: [(name: String, line: Int)] = []
    var line = 1
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0x0A: line += 1
      case UInt8(ascii: "&"), UInt8(ascii: "*"):
        let name = String(decoding: rest.prefix(while: isNameByte), as: UTF8.self)
        if name.isEmpty { continue }
        if byte == UInt8(ascii: "&") { anchors.insert(name) } else { aliases.append((name, line)) }
      default: break
      }
    }
    return aliases.first { anchors.contains($0.name) }?.line
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
