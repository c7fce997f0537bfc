// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of this package, as they lie on disk.
enum SourceTree {
  /// The folder of `Package.swift`.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The paths, from the root, of all files below `folder` whose name ends in one of `extensions`, sorted.
  static func files(in folder: String, extensions: Set<String>) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .map { "\(folder)/\($0)" }
      .filter { extensions.contains(URL(filePath: $0).pathExtension) }
      .sorted()
  }

  /// The folders right below `folder`.
  static func folders(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey]
    )
    .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
    .map(\.lastPathComponent)
    .sorted()
  }

  /// Every module below `Sources/`.
  static func house() throws -> House {
    var modules = [Module(name: "citywide", floor: .app)]
    for floor in Floor.allCases where floor != .app {
      modules += try folders(in: "Sources/\(floor.folder)").map { Module(name: $0, floor: floor) }
    }
    return House(modules: modules)
  }

  /// The folder of a module's sources.
  static func folder(of module: Module) -> String {
    module.floor == .app ? "Sources/App" : "Sources/\(module.floor.folder)/\(module.name)"
  }

  /// The names of the modules that a Swift source imports, in order.
  static func imports(of source: String) -> [String] {
    let statement =
      #/
      ^\s* (?: @\w+ (?: \([^)]*\) )? \s+ )*
      (?: (?: public|package|internal|fileprivate|private ) \s+ )?
      import \s+ (?: (?: struct|class|enum|protocol|typealias|actor|func|let|var ) \s+ )? (\w+)
      /#
    return source.split(whereSeparator: { $0.isNewline || $0 == ";" })
      .compactMap { $0.firstMatch(of: statement).map { String($0.output.1) } }
  }
}
