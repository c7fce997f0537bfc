// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Real input that lies outside the repository and may be absent.
public enum RealData {
  /// The folder or file `name` in `$CITYWIDE_DATA` or in `../shared/data` beside the package. `nil`, with a printed
  /// message, when it is in neither.
  public static func folder(_ name: String) -> URL? {
    var places: [URL] = []
    if let path = ProcessInfo.processInfo.environment["CITYWIDE_DATA"], !path.isEmpty {
      places.append(URL(filePath: path))
    }
    places.append(packageRoot.deletingLastPathComponent().appending(path: "shared/data"))
    for place in places {
      let url = place.appending(path: name)
      if FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) { return url }
    }
    let looked = places.map { $0.path(percentEncoded: false) }.joined(separator: " or ")
    print("skipped: there is no \(name) in \(looked) (set CITYWIDE_DATA to the folder that holds it)")
    return nil
  }

  /// The folder that holds `Package.swift`.
  public static let packageRoot: URL = {
    // The sources may be reached through symbolic links; this file's real place is Tests/Support of the package.
    let file = URL(filePath: #filePath).resolvingSymlinksInPath()
    return file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }()
}
