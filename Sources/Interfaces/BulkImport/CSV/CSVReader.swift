// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Reads a CSV file (RFC 4180) row by row: fields in quotes may hold separators, line ends and doubled quotes; lines end with
/// LF or CRLF; a byte-order mark is passed over; empty lines are no rows but are counted.
///
/// Holds one row and one chunk of the file at a time, however long the file is.
public struct CSVReader {
  /// The name in messages.
  public let file: String
  public let headings: [String]
  public let separator: UInt8
  /// Where the first row below the headings begins.
  public let firstRow: Int64
  private var scanner: CSVScanner

  /// Opens a file and reads its headings.
  /// - Throws: `CSVFault`: no such file, no headings, two that are the same, not UTF-8.
  public init(_ url: URL, settings: CSVSettings = CSVSettings()) throws(CSVFault) {
    file = url.lastPathComponent
    try Self.refuseFolder(url)
    let source: FileHandle
    do { source = try FileHandle(forReadingFrom: url) } catch {
      throw CSVFault(file: file, detail: "the file cannot be read: \(Self.reason(error))")
    }
    scanner = CSVScanner(source, file: file, settings: settings)
    try scanner.begin()
    separator = scanner.separator
    guard let record = try scanner.next() else {
      throw CSVFault(file: file, row: 1, detail: "the file is empty; its first row must hold the headings")
    }
    headings = try Self.headings(record, file: file)
    firstRow = record.end
  }

  /// The next row; `nil` at the end of the file.
  /// - Throws: `CSVFault` where the bytes cannot be taken apart: nothing behind that place can be read then.
  public mutating func next() throws(CSVFault) -> CSVRecord? {
    while let record = try scanner.next() {
      if !record.isBlank || headings.count == 1 { return record }
    }
    return nil
  }

  /// - Throws: `CSVFault` for a row that has not as many fields as there are headings.
  func check(_ record: CSVRecord) throws(CSVFault) {
    guard record.count == headings.count else {
      throw CSVFault(
        file: file, row: record.row,
        detail: "the row has \(record.count) fields, there are \(headings.count) headings")
    }
  }

  /// Goes to a row, as an earlier reading of the same file left it.
  /// - Parameters:
  ///   - offset: where the row begins.
  ///   - row: its number.
  public mutating func resume(at offset: Int64, row: Int) throws(CSVFault) { try scanner.resume(at: offset, row: row) }

  /// Number of a column by its heading.
  /// - Throws: `CSVFault` naming the heading.
  public func column(_ heading: String) throws(CSVFault) -> Int {
    guard let index = headings.firstIndex(of: heading) else {
      throw CSVFault(
        file: file, row: 1, column: heading,
        detail:
          "there is no such column; there are \(headings.map { $0.isEmpty ? "(no heading)" : $0 }.joined(separator: ", "))"
      )
    }
    return index
  }

  func fault(_ record: CSVRecord, _ column: Int, _ detail: String) -> CSVFault {
    let heading = headings[column]
    return CSVFault(file: file, row: record.row, column: heading.isEmpty ? "\(column + 1)" : heading, detail: detail)
  }

  /// The text of a field, without blanks around it.
  /// - Throws: `CSVFault` where it is no UTF-8.
  func text(_ record: CSVRecord, _ column: Int) throws(CSVFault) -> String {
    guard let text = record.text(column) else {
      throw fault(record, column, "the text is no UTF-8; save the file with that encoding")
    }
    guard !text.utf8.contains(0) else { throw fault(record, column, "the text holds the character U+0000") }
    guard let first = text.utf8.first, let last = text.utf8.last, first <= 0x20 || last <= 0x20 else { return text }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func headings(_ record: CSVRecord, file: String) throws(CSVFault) -> [String] {
    var headings: [String] = []
    for index in 0..<record.count {
      guard let text = record.text(index) else {
        throw CSVFault(
          file: file, row: 1, column: "\(index + 1)",
          detail: "the heading is no UTF-8; save the file with that encoding")
      }
      guard !text.utf8.contains(0) else {
        throw CSVFault(file: file, row: 1, column: "\(index + 1)", detail: "the heading holds the character U+0000")
      }
      let heading = text.trimmingCharacters(in: .whitespacesAndNewlines)
      if !heading.isEmpty, headings.contains(heading) {
        throw CSVFault(file: file, row: 1, column: heading, detail: "two columns have this heading")
      }
      headings.append(heading)
    }
    return headings
  }

  /// A folder can be opened like a file, and reading it fails with a number.
  static func refuseFolder(_ url: URL) throws(CSVFault) {
    var isFolder: ObjCBool = false
    let path = url.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return }
    throw CSVFault(
      file: url.lastPathComponent,
      detail: "this is a folder; give the files in it, as in \(url.lastPathComponent)/*.csv")
  }

  static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
    case .fileReadNoPermission: "no permission"
    default: error.localizedDescription
    }
  }
}
