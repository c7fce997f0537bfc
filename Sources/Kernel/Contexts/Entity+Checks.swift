// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Lengths in bytes of UTF-8. Keys of PostgreSQL's indexes have at most 2,700 bytes: these stay below it together.
enum EntityLimits {
  static let id = 1024
  static let name = 256
  /// Attributes, relationships and location as JSON.
  static let content = 1 << 20
  /// Longer texts are kept and returned, but no comparison finds them.
  static let indexedText = 512
  /// Lists with more elements are kept and returned, but no comparison finds them.
  static let indexedElements = 256
}

extension NewEntity {
  /// - Throws: `Problem` of code `invalid` naming what breaks a rule of the model.
  func check(at pointer: String = "") throws(Problem) {
    guard Self.isURI(id) else {
      throw .invalid(
        pointer.pointing(to: "id"),
        "\"\(id.prefix(80))\" is no URI of at most \(EntityLimits.id) bytes, such as urn:ngsi-ld:Bridge:7",
        "“\(id.prefix(80))”不是长度不超过 \(EntityLimits.id) 字节的 URI，例如 urn:ngsi-ld:Bridge:7")
    }
    try Self.checkName(type, pointer.pointing(to: "type"))
    for (name, attribute) in attributes {
      let place = pointer.pointing(to: "attributes").pointing(to: name)
      try Self.checkName(name, place)
      guard !attribute.value.isNull else {
        throw .invalid(place.pointing(to: "value"), "a value is never null", "取值不能为空")
      }
    }
    for (name, relationship) in relationships {
      let place = pointer.pointing(to: "relationships").pointing(to: name)
      try Self.checkName(name, place)
      guard attributes[name] == nil else { throw .invalid(place, "there is an attribute of the same name", "已有同名属性") }
      guard !relationship.targets.isEmpty else {
        throw .invalid(place.pointing(to: "targets"), "a relationship has at least one target", "关系至少要有一个目标")
      }
      for (index, target) in relationship.targets.enumerated() where !Self.isURI(target) {
        throw .invalid(
          place.pointing(to: "targets").pointing(to: "\(index)"),
          "\"\(target.prefix(80))\" is no URI of at most \(EntityLimits.id) bytes",
          "“\(target.prefix(80))”不是长度不超过 \(EntityLimits.id) 字节的 URI")
      }
    }
  }

  /// A scheme, a colon and something after it, without spaces or control characters (RFC 3986 §3, with the letters of RFC
  /// 3987).
  private static func isURI(_ text: String) -> Bool {
    guard text.utf8.count <= EntityLimits.id, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    let scheme = text.utf8[..<colon]
    let letters = scheme.allSatisfy { byte in
      (byte | 32) >= UInt8(ascii: "a") && (byte | 32) <= UInt8(ascii: "z") || (48...57).contains(byte)
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    guard let first = scheme.first, letters, (first | 32) >= UInt8(ascii: "a") else { return false }
    let rest = text.unicodeScalars[text.unicodeScalars.index(after: colon)...]
    return !rest.isEmpty
      && rest.allSatisfy { scalar in
        scalar.value > 0x20 && scalar.value != 0x7F && !"\"<>\\^`{|}".unicodeScalars.contains(scalar)
      }
  }

  private static func checkName(_ name: String, _ pointer: String) throws(Problem) {
    let printable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard (1...EntityLimits.name).contains(name.utf8.count), printable else {
      throw .invalid(
        pointer, "a name has 1 to \(EntityLimits.name) bytes and no control characters",
        "名称长 1 至 \(EntityLimits.name) 字节，不含控制字符")
    }
  }
}
