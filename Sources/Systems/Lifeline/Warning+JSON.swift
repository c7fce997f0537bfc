// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Spatial
public import Vocabulary

extension Warning {
  /// The warning as one JSON object, its members sorted.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("areas")
    writer.value(areas.members)
    writer.member("at", at)
    writer.member("clearedAt", clearedAt)
    writer.member("condition", condition)
    writer.member("entity", entity)
    writer.member("exceedances", exceedances)
    writer.member("extreme", extreme)
    writer.member("id", id)
    writer.member("isActive", isActive)
    writer.member("level", level.rawValue)
    writer.member("limit", limit)
    writer.member("matter", matter)
    writer.member("matterType", matterType)
    writer.key("name")
    writer.value(name.members)
    writer.member("peak", peak.rawValue)
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    writer.member("raisedAt", raisedAt)
    writer.member("revision", revision)
    writer.member("rule", "\(rule)@\(ruleVersion)")
    writer.member("series", series)
    writer.key("seriesName")
    writer.value(seriesName.members)
    writer.member("trouble", trouble)
    writer.member("unit", unit)
    writer.member("value", value)
    writer.endObject()
  }
}

extension LocalizedText {
  var members: JSON { .object(texts.mapValues(JSON.string)) }

  init(members: JSON?) { self.init(members?.object?.compactMapValues(\.string) ?? [:]) }
}

extension AreaPath {
  var members: JSON {
    var members: [String: JSON] = [:]
    for level in Area.Level.allCases { members[level.rawValue] = self[level].map { .string($0) } }
    return .object(members)
  }

  init(members: JSON?) {
    self.init()
    for level in Area.Level.allCases { self[level] = members?[level.rawValue]?.string }
  }
}
