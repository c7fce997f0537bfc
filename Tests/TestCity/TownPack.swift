// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Packs
import TestSupport

/// The pack of a small town: two districts, two departments, three types of matter, one threshold rule.
enum TownPack {
  /// Writes the pack into a folder and reads it.
  static func load(in folder: TemporaryFolder) throws -> Pack {
    for (path, text) in files { try folder.write(text, to: "town/\(path)") }
    return try Pack.load(folder: folder.url.appending(path: "town", directoryHint: .isDirectory))
  }

  private static let files: [String: String] = [
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
    """,
    "areas/all.geojson": """
    {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "01", "level": "district", "name": {"en": "West", "zh-Hans": "西区"}},
      "geometry": {"type": "Polygon", "coordinates": [[[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]]}},
    {"type": "Feature", "properties": {"code": "02", "level": "district", "name": {"en": "East", "zh-Hans": "东区"}},
      "geometry": {"type": "Polygon", "coordinates": [[[121, 30], [122, 30], [122, 31], [121, 31], [121, 30]]]}},
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
      wednesday: ["09:00-17:00"]
      thursday: ["09:00-17:00"]
      friday: ["09:00-17:00"]
      source: house rules
    """,
    "matters/all.yaml": """
    - code: pothole
      name: {en: Pothole, zh-Hans: 坑洞}
      kind: event
      limits: times
      route: duties
      dispatch: automatic
      public: true
      source: example, to be confirmed
    - code: permit
      name: {en: Permit, zh-Hans: 许可}
      kind: application
      evidence: [handle]
      source: example, to be confirmed
    - code: leak
      name: {en: Leak, zh-Hans: 漏水}
      kind: alert
      accept: automatic
      route: duties
      dispatch: automatic
      source: example, to be confirmed
    """,
    "decisions/duties.yaml": """
    code: duties
    source: example, to be confirmed
    inputs:
      - {expression: type}
    outputs:
      - {name: department}
    rules:
      - ['"pothole"', '"roads"']
      - ['"leak"', '"water"']
    """,
    "decisions/times.yaml": """
    code: times
    name: {en: Time limits, zh-Hans: 时限}
    source: example, to be confirmed
    hitPolicy: F
    inputs:
      - {expression: priority}
    outputs:
      - {name: handle}
      - {name: total}
      - {name: calendar}
    rules:
      - ['"urgent"', '"PT4H working, warn at 50%"', '"P1D"', '"office"']
      - ['-', '"PT8H working, warn at 50%"', '"P3D"', '"office"']
    """,
    "rules/leak.yaml": """
    code: leak-rule
    name: {en: Pressure low, zh-Hans: 压力低}
    series: [pipe-*]
    levels:
      - {level: red, when: "< 1"}
      - {level: yellow, when: "< 2", until: ">= 2.5"}
    matterType: leak
    source: example, to be confirmed
    """,
    "series/pipes.yaml": """
    code: pipe-1
    name: {en: Pipe 1, zh-Hans: 一号管}
    unit: bar
    position: [120.1, 30.1]
    entity: "urn:ngsi-ld:Pipe:1"
    """,
  ]
}
