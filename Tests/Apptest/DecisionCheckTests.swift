// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `citywide decisions check`, as people at a terminal see it.
@Suite struct DecisionCheckTests {
  /// Models may import one another; what is wrong in one is told once.
  @Test func tellsOfEachFileOnce() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "citywide-check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws -> String {
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return file.path(percentEncoded: false)
    }
    let files = try ["a": "1 +", "b": "1", "c": "2"].sorted { $0.key < $1.key }.map { name, text in
      try write(
        "\(name).dmn",
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="\(name)" namespace="urn:\(name)">
        <decision id="d" name="D"><variable name="D"/>
        <literalExpression><text>\(text)</text></literalExpression></decision>
        </definitions>
        """)
    }
    let checked = try await RunningServer.run(["decisions", "check"] + files)
    let lines = checked.output.split(separator: "\n").map(String.init)
    #expect(checked.status == 1 && lines.count == 3, "\(checked)")
    #expect(lines.filter { $0.contains("a.dmn:") && $0.contains("error: ") }.count == 1, "\(checked)")
    #expect(lines.suffix(2) == ["\(files[1]): nothing to remark.", "\(files[2]): nothing to remark."], "\(checked)")
  }
}
