// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much a disk can still take.
enum FreeSpace {
  /// With less, a city may soon refuse what it should keep.
  private static let least: Int64 = 1 << 28

  static func bytes(at folder: URL) throws -> Int64 {
    let values = try FileManager.default.attributesOfFileSystem(forPath: folder.path(percentEncoded: false))
    return (values[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
  }

  /// As people read it: `1.8 TB`, `52 GB`, `310 MB`.
  static func text(_ bytes: Int64) -> String {
    let units: [(name: String, size: Int64)] = [("TB", 1 << 40), ("GB", 1 << 30)]
    let unit = units.first { bytes >= $0.size } ?? ("MB", 1 << 20)
    let tenths = bytes / (unit.size / 10)
    return tenths < 100 && unit.name != "MB"
      ? "\(tenths / 10).\(tenths % 10) \(unit.name)" : "\(tenths / 10) \(unit.name)"
  }

  /// The bytes that are free, where those are few; else `nil`.
  static func scarce(at folder: URL) throws -> Int64? {
    let free = try bytes(at: folder)
    return free > least ? nil : free
  }
}
