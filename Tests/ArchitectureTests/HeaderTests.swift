// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

struct HeaderTests {
  static let header = ["SPDX-FileCopyrightText: 2026 Citywide contributors", "SPDX-License-Identifier: Apache-2.0"]

  @Test func everySourceFileSaysItsLicence() throws {
    let extensions: Set<String> = ["swift", "c", "h", "py", "sh"]
    let paths =
      try SourceTree.files(in: "Sources", extensions: extensions)
      + SourceTree.files(in: "Tests", extensions: extensions)
    #expect(!paths.isEmpty)
    for path in ["Package.swift"] + paths {
      #expect(Self.hasHeader(try SourceTree.text(path)), "\(path): the two SPDX lines are missing from its first four")
    }
  }

  @Test func aMissingHeaderIsSeen() {
    let lines = Self.header.map { "// \($0)\n" }
    #expect(Self.hasHeader(lines.joined() + "import Testing\n"))
    #expect(Self.hasHeader("// swift-tools-version: 6.2\n" + lines.joined()))
    #expect(!Self.hasHeader(lines[0] + "import Testing\n"))
    #expect(!Self.hasHeader("import Testing\n\n\n\n" + lines.joined()))
    #expect(!Self.hasHeader(""))
  }

  private static func hasHeader(_ text: String) -> Bool {
    let start = text.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).prefix(4)
    return header.allSatisfy { line in start.contains { $0.hasSuffix(line) } }
  }
}
