// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

struct ImportTests {
  @Test func importsRunDownward() throws {
    let house = try SourceTree.house()
    var seen = 0
    for module in house.modules.values {
      for path in try SourceTree.files(in: SourceTree.folder(of: module), extensions: ["swift"]) {
        for imported in SourceTree.imports(of: try SourceTree.text(path)) {
          seen += 1
          if let objection = house.objection(to: imported, in: module) {
            Issue.record("\(path): \(objection)")
          }
        }
      }
    }
    #expect(seen > 0)
  }

  @Test func everyFolderOfSourcesIsAFloor() throws {
    #expect(try SourceTree.folders(in: "Sources") == Floor.allCases.map(\.folder).sorted())
  }

  @Test func everyKernelRoomHasItsPlace() throws {
    let rooms = try SourceTree.house().modules.values.filter { $0.floor == .kernel }.map(\.name)
    #expect(rooms.sorted() == House.heights.keys.sorted())
  }

  /// The rules, tried on made-up imports.
  @Test(arguments: [
    // Downward.
    ("Storage", "Vocabulary", true), ("Storage", "CPostgreSQL", true), ("Spatial", "Journaling", true),
    ("Packs", "Matters", true), ("Lifeline", "Matters", true), ("API", "Lifeline", true), ("Console", "HTTP", true),
    ("citywide", "Console", true), ("citywide", "Vocabulary", true), ("HTTP", "Hummingbird", true),
    ("Vocabulary", "Foundation", true),
    // Upward.
    ("Vocabulary", "Storage", false), ("Storage", "Journaling", false), ("Access", "Matters", false),
    ("Matters", "Packs", false), ("Matters", "Lifeline", false), ("Packs", "HTTP", false), ("Lifeline", "API", false),
    ("Operations", "citywide", false), ("HTTP", "citywide", false), ("CAssets", "Vocabulary", false),
    // Sideways.
    ("Calendars", "Decisions", false), ("Telemetry", "Spatial", false), ("Contexts", "Access", false),
    ("Lifeline", "Operations", false), ("API", "Console", false), ("HTTP", "API", false),
    // Kernel and systems know no protocol.
    ("Matters", "Hummingbird", false), ("Telemetry", "NIOHTTP1", false), ("Operations", "HTTPTypes", false),
    ("Lifeline", "AsyncHTTPClient", false),
  ])
  func rule(importer: String, imported: String, isAllowed: Bool) throws {
    let house = House(modules: Self.sample)
    let objection = house.objection(to: imported, in: try #require(house.modules[importer]))
    #expect((objection == nil) == isAllowed, "\(importer) imports \(imported): \(objection ?? "no objection")")
    if let objection {
      #expect(objection.contains(importer) && objection.contains(imported))
    }
  }

  @Test func aRoomWithoutPlaceIsReported() throws {
    let stranger = Module(name: "Attic", floor: .kernel)
    let house = House(modules: Self.sample + [stranger])
    #expect(house.objection(to: "Vocabulary", in: stranger) != nil)
    #expect(house.objection(to: "Attic", in: try #require(house.modules["Packs"])) != nil)
  }

  @Test func everyFormOfImportIsRead() {
    let source = """
      // import Comment
      import Plain
      public import Shown
      @testable import Tested
      @_spi(Inner) internal import Spied // why
      @preconcurrency public import struct Outer.Inner
        import Indented; import Second
      import func Kind.function
      #if canImport(Other)
      let important = "import"
      """
    let expected = ["Plain", "Shown", "Tested", "Spied", "Outer", "Indented", "Second", "Kind"]
    #expect(SourceTree.imports(of: source) == expected)
  }

  private static let sample: [Module] =
    House.heights.keys.map { Module(name: $0, floor: .kernel) }
    + ["Lifeline", "Operations"].map { Module(name: $0, floor: .systems) }
    + ["HTTP", "API", "Console"].map { Module(name: $0, floor: .interfaces) }
    + ["CAssets", "CPostgreSQL"].map { Module(name: $0, floor: .libraries) }
    + [Module(name: "citywide", floor: .app)]
}
