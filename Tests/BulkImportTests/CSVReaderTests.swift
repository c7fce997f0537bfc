// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Foundation
import TestSupport
import Testing

@Suite struct CSVReaderTests {
  private static func file(_ bytes: some Sequence<UInt8>) throws -> (url: URL, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "rows.csv")
    try Data(bytes).write(to: url)
    return (url, folder)
  }

  private static func rows(_ text: String, settings: CSVSettings = CSVSettings()) throws -> [[String?]] {
    let (url, folder) = try file(text.utf8)
    var reader = try CSVReader(url, settings: settings)
    var rows: [[String?]] = [reader.headings]
    while let record = try reader.next() { rows.append((0..<record.count).map(record.text)) }
    withExtendedLifetime(folder) {}
    return rows
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a;b;c\n1,5;2;3\n", [["a", "b", "c"], ["1,5", "2", "3"]]),
    ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", [["a", "b"], ["x, y", "say \"hi\""]]),
    ("a,b\n\"one\r\ntwo\",\"\"\r\n", [["a", "b"], ["one\r\ntwo", ""]]),
    ("a,b\n\n1,2\n\n\n,\n", [["a", "b"], ["1", "2"], ["", ""]]),
    ("a,b\nit's \"so\",2\n", [["a", "b"], ["it's \"so\"", "2"]]),
    ("a,b\n\"1\",\"2\"", [["a", "b"], ["1", "2"]]),
    ("a\n1\n\n2\n", [["a"], ["1"], [""], ["2"]]),
    ("a,b\n1,2\n3\n", [["a", "b"], ["1", "2"], ["3"]]),
    ("城市,b\n上海,2\n", [["城市", "b"], ["上海", "2"]]),
  ])
  func reads(text: String, expected: [[String]]) throws {
    for chunk in [1, 2, 3, 5, 65536] {
      var settings = CSVSettings()
      settings.chunk = chunk
      // What decides about the separator must be there.
      if chunk < 65536 {
        settings.separator = text.contains(";") ? UInt8(ascii: ";") : text.contains("\t") ? 9 : UInt8(ascii: ",")
      }
      guard chunk >= 3 || !text.hasPrefix("\u{FEFF}") else { continue }
      #expect(try Self.rows(text, settings: settings) == expected)
    }
  }

  @Test(arguments: [
    ("", "rows.csv:1: the file is empty; its first row must hold the headings"),
    ("a,a\n", "rows.csv:1:a: two columns have this heading"),
    ("a,b\n1,\"2\n3,4\n", "rows.csv:2:2: the field begins with a quote that is never closed"),
    (
      "a,b\n1,2\n\"x\"y,2\n",
      "rows.csv:3:1: there is text after the closing quote, at byte 1 behind it; a quote inside a field is written twice"
    ),
  ])
  func saysWhatIsWrong(text: String, expected: String) throws {
    let fault = #expect(throws: CSVFault.self) { try Self.rows(text) }
    #expect(fault?.description == expected)
  }

  @Test func refusesWhatIsTooLong() throws {
    var settings = CSVSettings(separator: UInt8(ascii: ","))
    settings.maxField = 10
    settings.maxRow = 64
    settings.chunk = 16
    let field = #expect(throws: CSVFault.self) { try Self.rows("a,b\n1,12345678901\n", settings: settings) }
    #expect(field?.description == "rows.csv:2:2: the field has 11 bytes, 10 are allowed")
    let row = #expect(throws: CSVFault.self) {
      try Self.rows("a,b\n1,\"" + String(repeating: "x", count: 500), settings: settings)
    }
    #expect(row?.place == "rows.csv:2")
  }

  @Test func namesEncodingsThatItCannotRead() throws {
    let utf16 = #expect(throws: CSVFault.self) {
      let (url, folder) = try Self.file([0xFF, 0xFE, 0x61, 0x00])
      _ = try CSVReader(url)
      withExtendedLifetime(folder) {}
    }
    #expect(utf16?.detail == "the file is UTF-16; save it as UTF-8")
    // GB 18030 for 上海.
    let (url, folder) = try Self.file(Array("a,b\n1,".utf8) + [0xC9, 0xCF, 0xBA, 0xA3, 0x0A])
    var reader = try CSVReader(url)
    let record = try #require(try reader.next())
    #expect(record.text(1) == nil)
    let fault = #expect(throws: CSVFault.self) { try reader.text(record, 1) }
    #expect(fault?.description == "rows.csv:2:b: the text is no UTF-8; save the file with that encoding")
    withExtendedLifetime(folder) {}
  }

  @Test func saysThatThereIsNoFile() {
    let fault = #expect(throws: CSVFault.self) { try CSVReader(URL(filePath: "/nowhere/at all.csv")) }
    #expect(fault?.description == "at all.csv: the file cannot be read: there is no such file")
  }

  @Test func saysThatAFolderIsNoFile() throws {
    let folder = try TemporaryFolder()
    let words = "\(folder.url.lastPathComponent): this is a folder; give the files in it, as in "
    #expect((#expect(throws: CSVFault.self) { try CSVReader(folder.url) })?.description.hasPrefix(words) == true)
    #expect((#expect(throws: CSVFault.self) { try ImportFile(folder.url) })?.description.hasPrefix(words) == true)
  }

  /// Any table comes back as it was written, whatever the chunks, and from any row on.
  @Test(arguments: 1...30) func readsWhatWasWritten(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "上", "\"", "\"\"", ",", ";", "\n", "\r\n", " ", "0.5", "\r", "é"]
    let columns = Int.random(in: 2...5, using: &random)
    let table = (0..<20).map { _ in
      (0..<columns).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      }
    }
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + lineEnd
    for row in table {
      text += row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + lineEnd
    }
    var settings = CSVSettings(separator: UInt8(ascii: ","))
    settings.chunk = Int.random(in: 1...40, using: &random)
    let (url, folder) = try Self.file(text.utf8)
    var reader = try CSVReader(url, settings: settings)
    var read: [[String?]] = []
    var records: [CSVRecord] = []
    while let record = try reader.next() {
      read.append((0..<record.count).map(record.text))
      records.append(record)
    }
    #expect(read == table)
    let from = try #require(records.randomElement(using: &random))
    var again = try CSVReader(url, settings: settings)
    try again.resume(at: from.start, row: from.row)
    var rest: [[String?]] = []
    while let record = try again.next() { rest.append((0..<record.count).map(record.text)) }
    #expect(rest == Array(table[(from.row - 2)...]))
    withExtendedLifetime(folder) {}
  }
}
