// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Telemetry
import Contexts
import Vocabulary

extension PackReader {
  mutating func readDefinitions() {
    for place in definitions(in: "matters", .matterType) {
      if let type = make(place, { json throws(Problem) in try MatterType(json: json) }) {
        draft.matterTypes.append(Found(value: type, place: place))
      }
    }
    readDecisions()
    for place in definitions(in: "rules", .thresholdRule) {
      let rule = make(place) { [limits] json throws(Problem) in
        try ThresholdRule(json: json, limits: limits.thresholds)
      }
      if let rule { draft.rules.append(Found(value: rule, place: place)) }
    }
  }

  mutating func definitions(in folder: String, _ subject: Subject, beside: [String] = []) -> [Place] {
    definitions(of: files(in: folder, endings: ["yaml"], beside: beside), subject)
  }

  mutating func definitions(of files: [PackFile], _ subject: Subject) -> [Place] {
    files.flatMap(\.elements).map { place in
      declare(subject, place, place.json["code"])
      return unversioned(place)
    }
  }

  mutating func readSeries() {
    for place in files(in: "series", endings: ["yaml"]).flatMap(\.elements) {
      declare(.series, place, place.json["code"])
      let series: PackSeries? = take(place) { reader, json in
        let known = ["code", "name", "unit", "kind", "position", "entity", "column", "class"]
        guard let members = reader.object(json, at: "", known: known) else { return nil }
        let code = reader.string(members, "code", at: "", required: true)
        let name = reader.localized(members, "name", at: "")
        var series = PackSeries(code: code ?? "", name: name ?? LocalizedText([:]), kind: .number)
        series.unit = reader.string(members, "unit", at: "")
        if let text = reader.string(members, "kind", at: "") {
          let kinds = Series.Kind.allCases.map(\.rawValue).joined(separator: ", ")
          if let kind = Series.Kind(rawValue: text) {
            series.kind = kind
          } else {
            reader.report("/kind", "\"\(text.prefix(32))\" is no kind of readings: they are \(kinds)")
          }
        }
        series.position = reader.position(members, "position", at: "")
        series.entity = reader.string(members, "entity", at: "")
        series.column = reader.string(members, "column", at: "")
        series.seriesClass = reader.string(members, "class", at: "")
        reader.checkTexts(of: series)
        return series
      }
      if let series { draft.series.append(Found(value: series, place: place)) }
    }
  }
}

extension JSONReader {
  /// The rules of telemetry and of the entity store, so that what passes here can be stored.
  fileprivate mutating func checkTexts(of series: PackSeries) {
    let printable = series.code.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    if series.code.utf8.count > 256 || !printable {
      report("/code", "a series code has 1 to 256 bytes, none of them a space or a control character")
    }
    if let unit = series.unit, let fault = UnitCode.fault(in: unit) { report("/unit", fault) }
    guard let entity = series.entity else { return }
    do throws(Problem) {
      _ = try NewEntity(json: ["id": .string(entity), "type": "Device"])
    } catch {
      report("/entity", error.errors.first?.detail ?? error.detail)
    }
  }
}
