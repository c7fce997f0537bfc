// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Foundation
import Packs
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// Files of readings with damage: nothing crashes, each is read to its end or refused at a place that is named, and a row that is
/// gone back to is the same.
struct ReadingsFuzzTests {
  /// `CITYWIDE_FUZZ` asks for more.
  private static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 5_000

  private static let kinds: [String: Series.Kind] = [
    "f.number": .number, "f.text": .text, "f.flag": .boolean, "f.json": .json,
  ]

  private static let files = [
    #"""
    datetime;number;text;flag;json
    2020-03-09 10:14:33;31.50;"say ""hi""";true;{"a": [1]}
    2020-03-09T10:14:34.5+08:00;-1e3;"two
    lines";0;
    2020-03-09T02:14:35Z;;路灯;1.0;null

    """#,
    "\u{FEFF}number,datetime,text\r\n1,2020-03-09 10:14:33,a\r\n2.00,\"2020-03-09 10:14:34\",\r\n,,\r\n",
    "datetime\tnumber\n2020-03-09 10:14:33\t1\n\n2020-03-09 10:14:34\t2",
  ].map { Array($0.utf8) }

  /// A file with some bytes changed, left out or put in.
  private static func damaged(_ generator: inout SeededGenerator) -> [UInt8] {
    let alphabet = Array("\",;\t\n\r 0129.:-+TZeE\0{}[]é漢".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x1A]
    var bytes = files.randomElement(using: &generator)!
    for _ in 0..<Int.random(in: 0...5, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let byte =
        Int.random(in: 0..<8, using: &generator) == 0
        ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator)!
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.insert(contentsOf: [UInt8](repeating: byte, count: 80), at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &generator)))
      }
    }
    return bytes
  }

  @Test(.timeLimit(.minutes(10))) func survivesAnything() async throws {
    let house = try await ImportHouse.open(.sqlite, pack: "demo")
    var readings = ReadingsSettings(zone: house.city.pack.timeZone, prefix: "f.")
    readings.createsSeries = true
    let url = house.folder.url.appending(path: "damaged.csv")
    var generator = SeededGenerator(seed: 4180)
    var values = 0
    var refused = 0
    for _ in 0..<Self.inputs {
      let bytes = Self.damaged(&generator)
      try Data(bytes).write(to: url)
      var settings = CSVSettings(separator: [nil, nil, UInt8(ascii: ","), 9].randomElement(using: &generator)!)
      settings.chunk = Int.random(in: 1...100, using: &generator)
      if Bool.random(using: &generator) {
        settings.maxField = 60
        settings.maxRow = 150
      }
      do throws(CSVFault) {
        var reader = try CSVReader(url, settings: settings)
        let rows = ReadingsRows(
          telemetry: house.city.telemetry, tenant: house.city.tenant,
          layout: try ReadingsLayout(reader, settings: readings, kinds: Self.kinds), headings: reader.headings,
          createsSeries: true, file: reader.file)
        var end = reader.firstRow
        var last: CSVRecord?
        while let record = try reader.next() {
          precondition(record.start >= end && record.end > record.start && record.end <= Int64(bytes.count))
          end = record.end
          last = record
          do throws(CSVFault) {
            try reader.check(record)
            for case .number(let number) in try rows.content(of: record, in: reader)?.values.map({ $0.value }) ?? [] {
              precondition(number.isFinite)
              values += 1
            }
          } catch { precondition(!error.detail.isEmpty && error.row == record.row) }
        }
        if let last {
          try reader.resume(at: last.start, row: last.row)
          let again = try reader.next()
          precondition(again?.row == last.row && again?.end == last.end && again?.count == last.count)
        }
      } catch {
        refused += 1
        precondition(!error.detail.isEmpty && error.file == "damaged.csv")
      }
    }
    #expect(values > Self.inputs / 10 && refused > Self.inputs / 20, "\(values) values, \(refused) refused")
  }

  /// What can be kept of such files is, and where an import ends it says why.
  @Test(.timeLimit(.minutes(10))) func importsOrSaysWhyNot() async throws {
    let house = try await ImportHouse.open(.sqlite, pack: "demo")
    let importer = house.readings {
      $0.series = [:]
      $0.prefix = "f."
      $0.createsSeries = true
    }
    var options = ImportOptions()
    options.onError = .skip
    var generator = SeededGenerator(seed: 4181)
    var added: Int64 = 0
    for index in 0..<max(1, Self.inputs / 50) {
      let url = house.folder.url.appending(path: "\(index).csv")
      try Data(Self.damaged(&generator)).write(to: url)
      do { added += try await importer.run(url, options: options).counts.added } catch let problem as Problem {
        #expect(problem.detail.hasPrefix("\(index).csv"), "\(problem)")
      }
      try FileManager.default.removeItem(at: url)
    }
    #expect(added > 0)
  }
}
