// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A floor of the house, counted from the ground: imports run downward only.
enum Floor: Int, CaseIterable, Sendable {
  case libraries, kernel, systems, interfaces, app

  /// The folder below `Sources/`.
  var folder: String {
    switch self {
    case .libraries: "Libraries"
    case .kernel: "Kernel"
    case .systems: "Systems"
    case .interfaces: "Interfaces"
    case .app: "App"
    }
  }
}

/// One module of the program.
struct Module: Hashable, Sendable {
  var name: String
  var floor: Floor
}

/// The modules that there are, and who may import whom.
struct House: Sendable {
  var modules: [String: Module]

  /// The height of each kernel room: a room may import the rooms below its own height.
  static let heights: [String: Int] = [
    "Vocabulary": 0,
    "Calendars": 1, "Decisions": 1, "Storage": 1,
    "Journaling": 2,
    "Spatial": 3, "Telemetry": 3,
    "Contexts": 4, "Access": 4, "Intake": 4,
    "Matters": 5,
    "Packs": 6,
  ]

  /// The entrance hall that all interfaces share.
  static let hall = "HTTP"

  /// Beginnings of the names of modules that speak a protocol of the outside, which kernel and systems do not know.
  static let protocolModules = ["AsyncHTTPClient", "HTTPTypes", "Hummingbird", "NIOHTTP", "NIOSSL"]

  init(modules: [Module]) {
    self.modules = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0) })
  }

  /// Says why `importer` may not import the module called `imported`; nil when it may.
  func objection(to imported: String, in importer: Module) -> String? {
    guard let target = modules[imported] else { return objectionToOutside(imported, in: importer) }
    if target == importer { return nil }
    if target.floor.rawValue > importer.floor.rawValue {
      return "\(importer.name) imports \(imported): \(target.floor.folder) is above \(importer.floor.folder)"
    }
    guard target.floor == importer.floor else { return nil }
    switch importer.floor {
    case .libraries, .app: return "\(importer.name) imports \(imported): nothing on this floor imports its neighbour"
    case .kernel: return objectionInKernel(to: imported, in: importer)
    case .systems: return "\(importer.name) imports \(imported): systems never import each other"
    case .interfaces:
      return imported == Self.hall
        ? nil : "\(importer.name) imports \(imported): interfaces import no other interface but \(Self.hall)"
    }
  }

  private func objectionInKernel(to imported: String, in importer: Module) -> String? {
    guard let own = Self.heights[importer.name] else { return "\(importer.name) has no place in the kernel's order" }
    guard let other = Self.heights[imported] else { return "\(imported) has no place in the kernel's order" }
    return other < own ? nil : "\(importer.name) imports \(imported), which is not below it in the kernel"
  }

  private func objectionToOutside(_ imported: String, in importer: Module) -> String? {
    guard importer.floor.rawValue <= Floor.systems.rawValue else { return nil }
    return Self.protocolModules.contains(where: imported.hasPrefix)
      ? "\(importer.name) imports \(imported): kernel and systems know no protocol" : nil
  }
}
