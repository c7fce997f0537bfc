// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Splits comma-separated values (RFC 4180) into rows of cells with their lines and columns.
///
/// - Parameter separator: `nil` takes tab or semicolon where the first line has no comma but one of these.
/// - Throws: a finding when a quotation mark is not closed or stands in the middle of a cell.
func csvCells(_ text: String, separator: UInt8? = nil, file: String) throws(DecisionFinding) -> [[Cell]] {
  let bytes = Array(text.utf8)
  let separator = separator ?? guessedSeparator(bytes)
  var rows: [[Cell]] = []
  var row: [Cell] = []
  var line = 1
  var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  func finding(_ message: Message, line: Int) -> DecisionFinding {
    DecisionFinding(.structure, .error, message, element: .sheet, file: file, line: line, column: row.count + 1)
  }
  while index < bytes.count {
    let start = line
    var content: [UInt8] = []
    if bytes[index] == 0x22 {
      index += 1
      while true {
        guard index < bytes.count else {
          throw finding(
            Message(
              "The quotation mark is not closed; write \" after the text, and \"\" for one inside.",
              "引号没有闭合；请在文本之后写 \"，文本中的引号写作 \"\"。"), line: start)
        }
        if bytes[index] == 0x22 {
          if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
            content.append(0x22)
            index += 2
            continue
          }
          index += 1
          break
        }
        if bytes[index] == 0x0A { line += 1 }
        content.append(bytes[index])
        index += 1
      }
      if index < bytes.count, bytes[index] != separator, bytes[index] != 0x0A, bytes[index] != 0x0D {
        throw finding(
          Message("After the closing quotation mark only a separator may follow.", "闭合的引号之后只能是分隔符。"), line: line)
      }
    } else {
      while index < bytes.count, bytes[index] != separator, bytes[index] != 0x0A, bytes[index] != 0x0D {
        content.append(bytes[index])
        index += 1
      }
    }
    row.append(Cell(String(decoding: content, as: UTF8.self), line: start, column: row.count + 1))
    if index < bytes.count, bytes[index] == separator {
      index += 1
      if index == bytes.count { row.append(Cell("", line: line, column: row.count + 1)) }
      continue
    }
    if index < bytes.count, bytes[index] == 0x0D { index += 1 }
    if index < bytes.count, bytes[index] == 0x0A { index += 1 }
    line += 1
    rows.append(row)
    row = []
  }
  if !row.isEmpty { rows.append(row) }
  return rows
}

private func guessedSeparator(_ bytes: [UInt8]) -> UInt8 {
  let first = bytes.prefix { $0 != 0x0A }
  if first.contains(0x2C) { return 0x2C }
  return first.contains(0x09) ? 0x09 : first.contains(0x3B) ? 0x3B : 0x2C
}
