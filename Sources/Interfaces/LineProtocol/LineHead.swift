// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Measurement and tags of a line, unescaped.
struct LineHead: Equatable {
  struct Tag: Equatable {
    var key: String
    var value: String
  }

  var measurement: String
  /// Sorted by key.
  var tags: [Tag] = []

  /// - Throws: `LineFault` for a tag without name or value, and for a name that occurs twice.
  init(_ bytes: some Collection<UInt8>) throws(LineFault) {
    var pieces: [[UInt8]] = [[]]
    var pending = false
    for byte in bytes {
      if byte == .comma, !pending { pieces.append([]) } else { pieces[pieces.count - 1].append(byte) }
      pending = byte == .backslash
    }
    measurement = Self.text(pieces[0])
    for piece in pieces.dropFirst() { tags.append(try Self.tag(piece)) }
    tags.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (one, next) in zip(tags, tags.dropFirst()) where one.key == next.key {
      throw LineFault("the tag \"\(one.key)\" is given twice", "标签 \"\(one.key)\" 重复")
    }
  }

  func tag(_ key: String) -> String? { tags.first { $0.key == key }?.value }

  private static func tag(_ piece: [UInt8]) throws(LineFault) -> Tag {
    var pending = false
    var equals: Int?
    for (index, byte) in piece.enumerated() {
      if byte == .equals, !pending {
        guard equals == nil else {
          throw LineFault(
            "the tag \"\(text(piece))\" has a second =; write \\= for one in its value",
            "标签 \"\(text(piece))\" 有第二个 =；值中的等号请写成 \\=")
        }
        equals = index
      }
      pending = byte == .backslash
    }
    guard let equals else {
      throw LineFault(
        "the tag \"\(text(piece))\" has no value; write name=value", "标签 \"\(text(piece))\" 没有值；请写成 名称=值")
    }
    guard equals > 0 else { throw LineFault("a tag has no name before its =", "= 之前缺少标签名") }
    guard equals + 1 < piece.count else {
      let name = text(piece[..<equals])
      throw LineFault("the tag \"\(name)\" has an empty value", "标签 \"\(name)\" 的值为空")
    }
    return Tag(key: text(piece[..<equals]), value: text(piece[(equals + 1)...]))
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.unescaped { $0.isSpecial }, as: UTF8.self)
  }
}
