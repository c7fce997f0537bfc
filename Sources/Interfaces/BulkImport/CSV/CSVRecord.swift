// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One row of a CSV file, its fields still as bytes.
public struct CSVRecord: Sendable {
  /// Counted from 1; the row of headings is the first.
  public let row: Int
  /// Where the row begins and where the next one does, in bytes from the beginning of the file.
  public let start: Int64
  public let end: Int64
  private let bytes: [UInt8]
  private let fields: [Field]

  struct Field {
    /// The content, without the quotes around it.
    var range: Range<Int>
    /// Whether it holds quotes that are doubled.
    var isEscaped = false
  }

  init(row: Int, start: Int64, end: Int64, bytes: [UInt8], fields: [Field]) {
    self.row = row
    self.start = start
    self.end = end
    self.bytes = bytes
    self.fields = fields
  }

  public var count: Int { fields.count }

  public func isEmpty(_ index: Int) -> Bool { fields[index].range.isEmpty }

  /// Whether the row has nothing in it: an empty line.
  var isBlank: Bool { fields.count == 1 && fields[0].range.isEmpty }

  /// The text of a field; `nil` where its bytes are no UTF-8.
  public func text(_ index: Int) -> String? {
    let field = fields[index]
    guard field.isEscaped else { return String(validating: bytes[field.range], as: UTF8.self) }
    var plain: [UInt8] = []
    plain.reserveCapacity(field.range.count)
    var afterQuote = false
    for byte in bytes[field.range] {
      if byte == UInt8(ascii: "\""), afterQuote {
        afterQuote = false
        continue
      }
      afterQuote = byte == UInt8(ascii: "\"")
      plain.append(byte)
    }
    return String(validating: plain, as: UTF8.self)
  }
}
