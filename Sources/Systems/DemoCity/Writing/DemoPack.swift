// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Vocabulary

/// Makes the pack of a demo city: what people write comes from a template such as `Packs/demo`, areas and series are drawn.
public struct DemoPack: Sendable {
  private let ground: DemoGround

  public init(_ ground: DemoGround) { self.ground = ground }

  /// Writes the pack's folder, and the shared calendars beside it.
  ///
  /// - Parameters:
  ///   - template: a pack whose departments, matter types, decisions, calendars and `rules/sensors.yaml` are taken over.
  ///   - folder: what is in it is replaced.
  /// - Throws: `Problem` when the template cannot be read or the folder cannot be written.
  public func write(template: URL, to folder: URL) throws(Problem) {
    do {
      let manager = FileManager.default
      try? manager.removeItem(at: folder)
      let shared = folder.deletingLastPathComponent().appending(path: "shared")
      try? manager.removeItem(at: shared)
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try copy(template.standardizedFileURL.deletingLastPathComponent().appending(path: "shared"), to: shared)
      for name in ["city.yaml", "departments.yaml", "calendar", "matters", "decisions"] {
        try copy(template.appending(path: name), to: folder.appending(path: name))
      }
      try manager.createDirectory(at: folder.appending(path: "rules"), withIntermediateDirectories: true)
      try copy(
        template.appending(path: "rules/sensors.yaml"), to: folder.appending(path: "rules/sensors.yaml"))
      try write(areas(), to: folder.appending(path: "areas"))
      try write(series(), to: folder.appending(path: "series"))
    } catch {
      let reason = (error as? CocoaError)?.localizedDescription ?? "\(error)"
      throw Problem(
        .unavailable, "The pack of the demo city cannot be made from \(template.path) in \(folder.path): \(reason)",
        "无法在 \(folder.path) 中由 \(template.path) 生成演示城市的城市包：\(reason)")
    }
  }

  /// Copies file by file, so that nothing is linked to where the program is.
  private func copy(_ source: URL, to target: URL) throws {
    let source = source.resolvingSymlinksInPath()
    guard (try source.resourceValues(forKeys: [.isDirectoryKey])).isDirectory == true else {
      try Data(contentsOf: source).write(to: target)
      return
    }
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted() {
      try copy(source.appending(path: name), to: target.appending(path: name))
    }
  }

  private func write(_ files: [String: String], to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  /// The files of `areas/`.
  func areas() -> [String: String] {
    func file(_ areas: [DemoArea]) -> String {
      let features = areas.map { area -> String in
        var properties: [String: JSON] = [
          "code": .string(area.code), "level": .string(area.level), "name": area.name.json,
        ]
        properties["parent"] = area.parent.map { .string($0) }
        if area.hasCells { properties["cells"] = ["size": 100] }
        let geometry = ground.projection.polygon(ground.grid.ring(area.meshes)).json
        return JSON.object(["type": "Feature", "properties": .object(properties), "geometry": geometry]).text
      }
      return "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}\n"
    }
    return [
      "districts.geojson": file(ground.division.districts), "streets.geojson": file(ground.division.streets),
      "communities.geojson": file(ground.division.communities),
    ]
  }

  /// The files of `series/`: one for each thousand sensors of a kind. JSON is YAML too, and soon written.
  func series() -> [String: String] {
    var files: [String: String] = [:]
    for kind in Sensor.Kind.allCases {
      let sensors = ground.sensors.filter { $0.kind == kind }
      for first in stride(from: 0, to: sensors.count, by: 1000) {
        let lines = sensors[first..<min(first + 1000, sensors.count)].map { sensor in
          let json: JSON = [
            "code": .string(sensor.code), "name": sensor.name.json, "unit": .string(kind.unit),
            "position": ground.projection.position(sensor.point).json, "entity": .string(sensor.entity),
          ]
          return "- \(json.text)\n"
        }
        files["\(kind.rawValue)-\(first / 1000 + 1).yaml"] = lines.joined()
      }
    }
    return files
  }
}

extension Word {
  /// As packs and entities hold a text in several languages.
  var json: JSON { ["en": .string(english), "zh-Hans": .string(chinese)] }
}
