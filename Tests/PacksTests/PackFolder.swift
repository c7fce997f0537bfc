// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Packs
import TestSupport

/// A small sound pack in a folder of its own, to be spoilt by a test.
struct PackFolder {
  let folder: TemporaryFolder
  var url: URL { folder.url.appending(path: "town", directoryHint: .isDirectory) }
  var shared: URL { folder.url.appending(path: "shared", directoryHint: .isDirectory) }

  /// - Parameter changes: files by path; `nil` leaves one out, `../shared/…` is beside the pack.
  init(_ changes: [String: String?] = [:]) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (path, text) in Self.sound.merging(changes.mapValues { $0 ?? "" }, uniquingKeysWith: { $1 })
    where changes[path] != .some(nil) {
      try write(path, text)
    }
  }

  func write(_ path: String, _ text: String) throws {
    try folder.write(text, to: "town/\(path)")
  }

  func load() throws(PackFaults) -> Pack { try Pack.load(folder: url) }

  /// What is wrong with the pack, one line for each fault; empty when it is sound.
  var faults: [String] {
    do {
      _ = try load()
      return []
    } catch {
      return error.list.map(\.description)
    }
  }

  static let sound: [String: String] = [
    "city.yaml": """
    code: town
    name: {en: Town, zh-Hans: 小镇}
    languages: [en, zh-Hans]
    timeZone: Asia/Shanghai
    map:
      center: [120, 30]
      zoom: 12
    """,
    "departments.yaml": """
    - code: roads
      name: {en: Roads, zh-Hans: 道路处}
    - code: water
      name: {en: Water, zh-Hans: 水务处}
      area: "02"
    """,
    "areas/all.geojson": """
    {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "01", "level": "district", "name": {"en": "One", "zh-Hans": "一区"}},
      "geometry": {"type": "Polygon", "coordinates": [[[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]]}},
    {"type": "Feature", "properties": {"code": "02", "level": "district", "name": {"en": "Two", "zh-Hans": "二区"}},
      "geometry": null},
    {"type": "Feature", "properties": {
      "code": "0101", "level": "street", "parent": "01",
      "name": {"en": "High Street", "zh-Hans": "大街"}},
      "geometry": {"type": "Polygon", "coordinates": [[[120, 30], [120.5, 30], [120.5, 31], [120, 31], [120, 30]]]}}
    ]}
    """,
    "calendar/office.yaml": """
    code: office
    name: {en: Office, zh-Hans: 办公时间}
    timeZone: Asia/Shanghai
    weekly:
      monday: ["09:00-17:00"]
      tuesday: ["09:00-17:00"]
      source: house rules
    """,
    "matters/all.yaml": """
    - code: pothole
      name: {en: Pothole, zh-Hans: 坑洞}
      kind: event
      limits: times
      reopenDays: 10
      evidence: []
      route: duties
      dispatch: automatic
      source: example, to be confirmed
    - code: leak
      name: {en: Leak, zh-Hans: 漏水}
      kind: alert
      accept: automatic
      source: example, to be confirmed
    """,
    "decisions/duties.yaml": """
    code: duties
    source: example, to be confirmed
    hitPolicy: FIRST
    inputs:
      - {expression: type}
      - {expression: district}
      - {expression: priority}
    outputs:
      - {name: department}
    rules:
      - ['"pothole"', '-', '-', '"roads"']
      - ['-', '"02"', '-', '"water"']
    """,
    "decisions/times.yaml": """
    code: times
    source: example, to be confirmed
    inputs:
      - {expression: priority}
    outputs:
      - {name: handle}
      - {name: calendar}
    rules:
      - ['-', '"PT8H working, warn at 50%"', '"office"']
    """,
    "rules/leak.yaml": """
    code: leak-rule
    name: {en: Pressure low, zh-Hans: 压力低}
    series: [pipe-*]
    levels:
      - {level: yellow, when: "< 2", for: PT10S}
    matterType: leak
    source: example, to be confirmed
    """,
    "series/pipes.yaml": """
    code: pipe-1
    name: {en: Pipe 1, zh-Hans: 一号管}
    unit: bar
    position: [120.1, 30.1]
    entity: "urn:ngsi-ld:Pipe:1"
    column: Pressure
    """,
  ]
}
