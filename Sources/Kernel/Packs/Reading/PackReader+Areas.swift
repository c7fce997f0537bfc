// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Vocabulary

extension PackReader {
  /// Reads the feature collections of `areas/`; cuts cells where a community asks for them.
  mutating func readAreas() {
    for file in files(in: "areas", endings: ["geojson"]) {
      let whole = Place(file: file, pointer: "", json: file.json)
      let features: [JSON]? = take(whole) { reader, json in
        let known = ["type", "name", "source", "bbox", "features"]
        guard let members = reader.object(json, at: "", known: known) else { return nil }
        guard members["type"] == "FeatureCollection" else {
          reader.report("/type", "a FeatureCollection is expected (RFC 7946 §3.3)")
          return nil
        }
        return reader.array(members["features"] ?? .null, at: "/features")
      }
      for (index, feature) in (features ?? []).enumerated() {
        readArea(Place(file: file, pointer: "/features/\(index)", json: feature))
      }
    }
  }

  private mutating func readArea(_ place: Place) {
    declare(.area, place, at: "/properties/code", place.json["properties"]?["code"])
    let read: (area: Area, cellSide: Double?)? = take(place) { reader, json in
      let known = ["type", "id", "bbox", "properties", "geometry"]
      guard let feature = reader.object(json, at: "", known: known) else { return nil }
      if feature["type"] != "Feature" { reader.report("/type", "a Feature is expected (RFC 7946 §3.2)") }
      guard
        let members = reader.object(
          feature["properties"] ?? .null, at: "/properties", known: ["code", "level", "name", "parent", "cells"])
      else { return nil }
      let code = reader.string(members, "code", at: "/properties", required: true)
      let name = reader.localized(members, "name", at: "/properties")
      let parent = reader.string(members, "parent", at: "/properties")
      let level = reader.level(members)
      let side = reader.cellSide(members, level)
      let geometry = reader.geometry(feature["geometry"])
      if side != nil, geometry == nil { reader.report("/properties/cells", "an area without geometry has no cells") }
      guard let code, let level, let name else { return nil }
      return (Area(code: code, level: level, name: name, parent: parent, geometry: geometry), side)
    }
    guard let (area, side) = read else { return }
    draft.areas.append(Found(value: area, place: place))
    if let side { cut(area, side: side, place) }
  }

  private mutating func cut(_ area: Area, side: Double, _ place: Place) {
    // Without a sheet, or a shape that can be cut, there is a fault already.
    guard let origin = draft.city?.gridOrigin, let shape = area.geometry, !shape.polygons.isEmpty, shape.fault() == nil
    else { return }
    do throws(Problem) {
      for cell in try GridCells(origin: origin, side: side).cells(of: area) {
        declare(.area, place, at: "/properties/cells", .string(cell.code))
        draft.areas.append(Found(value: cell, place: place))
      }
    } catch {
      report(place.fault("/properties/cells", error.detail))
    }
  }
}

extension JSONReader {
  fileprivate mutating func level(_ members: [String: JSON]) -> Area.Level? {
    guard let text = string(members, "level", at: "/properties", required: true) else { return nil }
    if let level = Area.Level(rawValue: text) { return level }
    let levels = Area.Level.allCases.map(\.rawValue).joined(separator: ", ")
    report("/properties/level", "\"\(text.prefix(32))\" is no level: they are \(levels)")
    return nil
  }

  fileprivate mutating func cellSide(_ members: [String: JSON], _ level: Area.Level?) -> Double? {
    guard let json = members["cells"], let cells = object(json, at: "/properties/cells", known: ["size"]) else {
      return nil
    }
    if let level, level != .community {
      report("/properties/cells", "a community is cut into cells, not a \(level.rawValue)")
    }
    guard let side = number(cells, "size", at: "/properties/cells") else {
      report("/properties/cells/size", "the side of a cell in metres is expected, such as 100")
      return nil
    }
    guard (10...10_000).contains(side) else {
      report("/properties/cells/size", "the side of a cell is 10 to 10000 metres")
      return nil
    }
    return side
  }

  /// `nil` for an unlocated feature (RFC 7946 §3.2).
  fileprivate mutating func geometry(_ json: JSON?) -> Geometry? {
    guard let json else {
      report("/geometry", "it is missing; an area of which only the name is known has null")
      return nil
    }
    if json.isNull { return nil }
    do throws(Problem) {
      return try Geometry(json: json, at: "/geometry")
    } catch {
      for field in error.errors { report(field.pointer, field.detail) }
      return nil
    }
  }
}
