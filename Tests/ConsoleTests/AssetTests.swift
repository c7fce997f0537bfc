// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Console

/// What is embedded in the program.
@Suite struct AssetTests {
  @Test("every file of the folder is embedded as it is: else scripts/embed-assets mends it")
  func embedsEveryFile() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Libraries/CAssets/files").standardizedFileURL
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains(".") }
    #expect(files.count >= 40)
    for file in files {
      let content = try Data(contentsOf: folder.appending(path: file))
      #expect(Asset.all[file]?.bytes == Array(content), "\(file)")
    }
  }

  /// On a wall small words are as large as the theme says: charts alone set their own.
  @Test func smallWordsGrowOnAWall() {
    for asset in Asset.all.values where asset.name.hasSuffix(".css") && !asset.name.hasPrefix("web/") {
      guard !["centre.css", "sensors.css"].contains(asset.name) else { continue }
      #expect(!asset.text.contains("font-size: 12px"), "\(asset.name)")
    }
    #expect(Asset.named("console.css").text.contains("--small: 12px;"))
    #expect(Asset.named("wall.css").text.contains("--small: 18px;"))
  }

  /// On a telephone a list leaves columns out; where something is stays, for one who is out there.
  @Test func aListOnATelephoneSaysWhere() {
    let css = Asset.named("matters.css").text
    let left = css.firstMatch(of: /table\.matters td:not\(([^)]*)\) \{ display: none; \}/)
    let shown = left.map { String($0.output.1).components(separatedBy: ", ") } ?? []
    for column in ["c-title", "c-due", "c-state", "c-department", "c-area"] {
      #expect(shown.contains(".\(column)"), "\(column)")
    }
  }

  @Test func servesTheScriptsOfOthers() {
    for name in ["maplibre-gl.js", "maplibre-gl.css", "htmx.min.js", "htmx-sse.min.js", "dygraph.min.js"] {
      let asset = Asset.named("web/\(name)")
      #expect(Asset.served[asset.hashedName]?.bytes.isEmpty == false, "\(name)")
    }
  }
}
