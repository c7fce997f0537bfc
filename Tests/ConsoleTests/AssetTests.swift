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

  @Test func servesTheScriptsOfOthers() {
    for name in ["maplibre-gl.js", "maplibre-gl.css", "htmx.min.js", "htmx-sse.min.js", "dygraph.min.js"] {
      let asset = Asset.named("web/\(name)")
      #expect(Asset.served[asset.hashedName]?.bytes.isEmpty == false, "\(name)")
    }
  }
}
