// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import Matters
import Packs
import Spatial
import TestSupport
import Testing
import Vocabulary

/// The packs that the project ships.
@Suite struct CityPackTests {
  static let packs = RealData.packageRoot.appending(path: "Packs", directoryHint: .isDirectory)

  static func load(_ name: String) throws -> Pack { try Pack.load(folder: packs.appending(path: name)) }

  @Test func demo() throws {
    let pack = try Self.load("demo")
    #expect(pack.code == "yunting" && pack.departments.count == 14)
    #expect(pack.matterTypes.count >= 12 && Set(pack.matterTypes.map(\.kind)).count == 4)
    let levels = Dictionary(grouping: pack.areas.areas, by: \.level).mapValues(\.count)
    #expect(levels[.district] == 2 && levels[.street] == 4 && levels[.community] == 8)
    #expect((300...600).contains(levels[.cell] ?? 0))
    // Every sensor stands in a community, the pump bench in a cell.
    for series in pack.series {
      let path = pack.areas.locate(try #require(series.position))
      #expect(path.community != nil, "\(series.code)")
      if series.code.hasPrefix("pump-bench") { #expect(path.cell?.hasPrefix("990102001001") == true) }
    }
    #expect(pack.calendars.first { $0.code == "china" }?.holidays.isEmpty == false)
    #expect(pack.departments.allSatisfy { $0.duties != nil })
  }

  @Test func boston() throws {
    let pack = try Self.load("boston")
    #expect(pack.timeZone.name == "America/New_York")
    #expect(pack.departments.map(\.code) == ["PWDx", "ISD", "BTDT", "PARK", "INFO", "DISB", "BWSC"])
    #expect(pack.matterTypes.count == 6 && pack.areas.areas.count == 23)
    #expect(pack.areas.areas.allSatisfy { $0.level == .district && $0.geometry == nil })
    #expect(pack.areas.locate(pack.map.center).isEmpty)
  }

  /// Every value that the files have in these columns has its code in the pack.
  @Test func bostonKnowsItsData() throws {
    guard let folder = RealData.folder("boston311") else { return }
    let pack = try Self.load("boston")
    let types = Set(pack.matterTypes.map(\.code))
    var rows = 0
    for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where url.pathExtension == "csv" {
      for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst() {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        // The last field has a comma. Rows with another in their text are longer; the rest are enough.
        guard fields.count == 35 else { continue }
        rows += 1
        #expect(types.contains(Self.slug(fields[11])) && pack.department(String(fields[13])) != nil, "\(line)")
        #expect(fields[21].isEmpty || pack.areas.area(Self.slug(fields[21])) != nil, "\(line)")
      }
    }
    #expect(rows > 15_000)
    for area in pack.areas.areas { #expect(Self.slug(area.name.text(in: "en")) == area.code) }
  }

  private static func slug(_ text: some StringProtocol) -> String {
    text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
  }

  @Test func demoAreasAreWhatTheScriptDraws() throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", RealData.packageRoot.appending(path: "scripts/make-demo-areas.py").path(percentEncoded: false),
      folder.path,
    ]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      print("skipped: there is no python3 to draw the demo areas with")
      return
    }
    #expect(process.terminationStatus == 0)
    for name in ["districts", "streets", "communities"] {
      let committed = Self.packs.appending(path: "demo/areas/\(name).geojson")
      #expect(try Data(contentsOf: committed) == Data(contentsOf: folder.url.appending(path: "\(name).geojson")))
    }
  }
}
