// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Vocabulary

/// A folder of files that belongs to the database, such as evidence.
public struct BackupFolder: Sendable {
  /// The name by which the backup knows it.
  public let name: String
  public let url: URL

  public init(_ name: String, at url: URL) {
    self.name = name
    self.url = url
  }

  /// The paths of the files in it, relative to it, in order. None when there is no such folder.
  func files() throws -> [String] {
    let root = url.standardizedFileURL.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: root) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  /// Whether the folder may be restored into: it is empty or not there.
  var isEmpty: Bool {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false))) ?? []).isEmpty
  }
}
