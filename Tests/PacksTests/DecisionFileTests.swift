// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Packs
import TestSupport
import Testing

/// Single files of decisions, within a pack and without one.
@Suite struct DecisionFileTests {
  private static func said(_ check: DecisionFileCheck, below folder: URL) -> [String] {
    check.faults.list.map { "\($0)".replacing(folder.path(percentEncoded: false), with: "") }
  }

  @Test func saysOfAFileWhatThePackCheckSays() throws {
    let sound = try #require(PackFolder.sound["decisions/duties.yaml"])
    let broken = sound.replacing("'\"02\"', '-', '\"water\"'", with: "'\"99\"', '< ', '\"watter\"'")
    #expect(broken != sound)
    // What is wrong elsewhere is not the file's.
    let folder = try PackFolder([
      "decisions/duties.yaml": broken,
      "rules/leak.yaml": PackFolder.sound["rules/leak.yaml"]?.replacing("matterType: leak", with: "matterType: lake"),
    ])
    let file = folder.url.appending(path: "decisions/duties.yaml").path(percentEncoded: false)
    let told = Self.said(Pack.checkDecisions(in: file), below: folder.url)
    #expect(told == folder.faults.filter { $0.hasPrefix("decisions/") }, "\(told)")
    #expect(told.count == 3 && told.allSatisfy { $0.hasPrefix("decisions/duties.yaml:1") })
    #expect(told.contains { $0.contains("rule 2, input 3, column 3: ") }, "the cell is named: \(told)")
    let times = folder.url.appending(path: "decisions/times.yaml").path(percentEncoded: false)
    #expect(Pack.checkDecisions(in: times).faults.list == [])
  }

  @Test func looksAtTheTableBeside() throws {
    let folder = try PackFolder()
    try folder.write(
      "../loose/two.yaml",
      """
      - {code: first, source: an order, table: first.csv}
      - {code: second, source: an order, outputs: [{name: b}], rules: [['1 +']]}
      """)
    try folder.write("../loose/first.csv", "U,in: a,out: b\n1,\"\"\"x\"\"\",1\n2,\"\"\"x\"\"\",2\n")
    let loose = folder.folder.url.appending(path: "loose/", directoryHint: .isDirectory)
    let check = Pack.checkDecisions(in: loose.appending(path: "two.yaml").path(percentEncoded: false))
    let told = Self.said(check, below: loose)
    #expect(told.count == 2, "\(told)")
    #expect(told[0].hasPrefix("first.csv:3: ") && told[0].contains("rule"), "\(told)")
    #expect(told[1].hasPrefix("two.yaml:2: ") && told[1].contains("rule 1, output 1"), "\(told)")
    #expect(check.remarks.list.allSatisfy { $0.file.hasSuffix("first.csv") }, "\(check.remarks)")

    // A row with a cell too many is told once, with what is wrong elsewhere in the table.
    try folder.write(
      "../loose/first.csv", "U,in: a,out: b\n1,\"\"\"x\"\"\",1,9\n2,\"\"\"x\"\"\",2\n3,\"\"\"x\"\"\",y\n")
    let both = Pack.checkDecisions(in: loose.appending(path: "two.yaml").path(percentEncoded: false))
    let csv = Self.said(both, below: loose).filter { $0.hasPrefix("first.csv:") }
    #expect(csv.count == 3 && csv[0].hasPrefix("first.csv:2: sheet, column 4: The row has more cells"), "\(csv)")
    #expect(csv.contains { $0.hasPrefix("first.csv:4: ") && $0.contains("Rules 2 and 3 both fit") }, "\(csv)")
    // The column is that of the file, as `decisions check` counts for the file alone.
    #expect(
      csv.contains { $0.hasPrefix("first.csv:4: ") && $0.contains("output 1, column 3: y names nothing") }, "\(csv)")

    try folder.write("../loose/lost.yaml", "{code: a, source: b, table: nowhere.csv}")
    let lost = Pack.checkDecisions(in: loose.appending(path: "lost.yaml").path(percentEncoded: false))
    #expect(Self.said(lost, below: loose) == ["nowhere.csv: there is no such file"])
    let none = Pack.checkDecisions(in: loose.appending(path: "none.yaml").path(percentEncoded: false))
    #expect(Self.said(none, below: loose) == ["none.yaml: there is no such file"])
    // Brackets within brackets are bounded.
    for text in [String(repeating: "[", count: 1_000_000), String(repeating: "{a: ", count: 300_000), "a: [", "\u{1}"] {
      try folder.write("../loose/bad.yaml", text)
      let bad = Pack.checkDecisions(in: loose.appending(path: "bad.yaml").path(percentEncoded: false))
      #expect(bad.faults.list.count >= 1 && bad.faults.list[0].line != nil, "\(text.prefix(20)): \(bad.faults)")
    }
  }
}
