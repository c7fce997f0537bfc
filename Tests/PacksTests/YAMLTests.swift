// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Packs

@Suite struct YAMLTests {
  @Test func readsTheCoreSchema() throws {
    let document = try YAMLDocument(
      """
      texts: [plain text, "1", 'true', 2026-10-01, 12:30, "a & b", A*b, 1.2.3, ~x, +, ., !!str 7]
      numbers: [0, -3, +4, 1.5, .5, 2., 1e3, -1.5E-2, 9223372036854775807]
      others: [true, False, null, ~, ]
      nothing:
      long: |
        first
        second
      "1/2~": {x: 1}
      """)
    #expect(document.faults.isEmpty)
    #expect(
      document.json == [
        "texts": [
          "plain text", "1", "true", "2026-10-01", "12:30", "a & b", "A*b", "1.2.3", "~x", "+", ".", "7",
        ],
        "numbers": [0, -3, 4, 1.5, 0.5, 2.0, 1000.0, -0.015, .integer(.max)],
        "others": [true, false, nil, nil], "nothing": nil, "long": "first\nsecond\n", "1/2~": ["x": 1],
      ])
    #expect(document.lines["/others/1"] == 3 && document.lines["/long"] == 5 && document.lines["/1~12~0/x"] == 8)
  }

  @Test(arguments: [
    ("yes", "yes without quotes is true or false"), ("Off", "Off without quotes"), ("y", "y without quotes"),
    ("007", "007 without quotes loses its 0"), ("0x1F", "0x1F without quotes is a number"),
    ("0o17", "0o17 without quotes"), (".inf", ".inf is no number"), ("-.INF", "-.INF is no number"),
    (".nan", ".nan is no number"), ("92233720368547758080", "92233720368547758080 is too large"),
    ("\"a\\0b\"", "the text holds the character U+0000"), ("!!int 7", "the tag tag:yaml.org,2002:int is not read"),
    ("!thing 7", "the tag !thing is not read"),
  ])
  func refusesWhatReadersDisagreeOn(_ text: String, _ said: String) throws {
    let document = try YAMLDocument("a: 1\nb: \(text)\n")
    #expect(document.faults.map(\.line) == [2] && document.faults.map(\.pointer) == ["/b"])
    #expect(document.faults.first?.detail.hasPrefix(said) == true)
  }

  @Test func refusesDoubtfulKeys() throws {
    #expect(try YAMLDocument("no: {a: 1}").faults.map(\.detail).first?.hasPrefix("the key no without quotes") == true)
    #expect(try YAMLDocument("? [a, b]\n: 1").faults.map(\.detail) == ["a key is a text, not a mapping or a sequence"])
  }

  @Test func refusesBombs() throws {
    // Nine levels of nine aliases are 387,420,489 values.
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 {
      bomb += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    #expect(Self.fault(bomb) == "2: anchors and aliases (&name, *name) are not read: write the value out")
    // As keys they would cost as much, without ever being read.
    #expect(Self.fault("? &a [x]\n: 1\n? [*a, *a]\n: 2\n")?.hasPrefix("3: anchors and aliases") == true)
    #expect(Self.fault("a: {b: &x 1, \"c\":*x}")?.hasPrefix("1: anchors and aliases") == true)
    #expect(Self.fault("a: *x")?.contains("undefined alias") == true)
    // An anchor that nobody uses harms nobody.
    #expect(try YAMLDocument("a: &x 1").json == ["a": 1])
  }

  @Test func refusesWhatIsTooDeep() async throws {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(try YAMLDocument(deep).faults.map(\.detail) == ["values nest more than 32 deep"])
    // Far beyond what the stack of a thread would hold, if it were followed.
    #expect(Self.fault(String(repeating: "[", count: 1_000_000)) != nil)
    #expect(Self.fault(String(repeating: "- ", count: 500_000)) != nil)
    #expect(Self.fault(String(repeating: "{a: ", count: 500_000)) != nil)
  }

  @Test func refusesWhatIsTooLargeOrNoText() throws {
    let large = String(repeating: "# nothing\n", count: 500_000)
    #expect(
      try PackFolder(["departments.yaml": large]).faults.contains(
        "departments.yaml: a file of at most 4 MiB is expected"))
    let folder = try PackFolder()
    try Array("code: \u{e9}".unicodeScalars.map { UInt8($0.value) }).withUnsafeBytes { bytes in
      try Data(bytes).write(to: folder.url.appending(path: "rules/leak.yaml"))
    }
    #expect(folder.faults == ["rules/leak.yaml: the file is not in UTF-8"])
  }

  private static func fault(_ text: String) -> String? {
    do throws(YAMLFault) {
      _ = try YAMLDocument(text)
      return nil
    } catch {
      return "\(error.line): \(error.detail)"
    }
  }
}
