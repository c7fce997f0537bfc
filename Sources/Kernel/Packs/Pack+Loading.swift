// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
public import Decisions
public import Foundation
import Matters
import Spatial
import Telemetry
import Vocabulary

extension Pack {
  /// Reads the pack in a folder and looks at it as a whole.
  ///
  /// - Parameters:
  ///   - shared: where definitions are that several packs use; by default the folder `shared` beside the pack.
  ///   - limits: of decisions and threshold rules.
  /// - Throws: everything that is wrong, by file and line.
  public static func load(
    folder: URL, shared: URL? = nil, limits: DecisionLimits = DecisionLimits()
  ) throws(PackFaults) -> Pack {
    let shared = shared ?? folder.standardizedFileURL.deletingLastPathComponent().appending(path: "shared")
    var reader = PackReader(folder: folder, shared: shared, limits: limits)
    reader.readAll()
    let draft = reader.draft
    let check = PackCheck.check(draft)
    let faults = reader.faults + check.faults
    guard faults.isEmpty, let sheet = draft.city, let timeZone = try? TimeZoneRules.named(sheet.timeZone) else {
      throw PackFaults(Array(Set(faults)), remarks: Array(Set(check.remarks)))
    }
    return Pack(draft, sheet, timeZone, remarks: PackFaults(Array(Set(check.remarks))), limits: limits)
  }

  private init(
    _ draft: PackDraft, _ sheet: CitySheet, _ timeZone: TimeZoneRules, remarks: PackFaults, limits: DecisionLimits
  ) {
    self.limits = limits
    self.remarks = remarks
    code = sheet.code
    tenant = Tenant(sheet.tenant)
    name = sheet.name
    languages = sheet.languages
    self.timeZone = timeZone
    map = sheet.map
    areas = AreaIndex(draft.areas.map(\.value))
    departments = draft.departments.map(\.value)
    calendars = draft.calendars.map(\.value)
    matterTypes = draft.matterTypes.map(\.value)
    decisions = draft.decisions.map(\.value)
    rules = draft.rules.map(\.value)
    seriesClasses = draft.seriesClasses.map(\.value)
    let classes = Dictionary(seriesClasses.map { ($0.code, $0) }) { first, _ in first }
    series = draft.series.map { found in
      var series = found.value
      guard let its = series.seriesClass.flatMap({ classes[$0] }) else { return series }
      series.policy = its.policy
      series.retentionClass = its.retention.code
      return series
    }
    definitions =
      draft.calendars.map { found in
        // Written out, so that a change of the calendar it extends is a change of it.
        var content = found.value.json.object ?? [:]
        content["version"] = nil
        return Definition(kind: .calendar, code: found.value.code, content: .object(content))
      }
      + draft.matterTypes.map { Definition(kind: .matterType, code: $0.value.code, content: $0.place.json) }
      + draft.decisions.map { Definition(kind: .decision, code: $0.value.code, content: $0.place.json) }
      + draft.rules.map { Definition(kind: .thresholdRule, code: $0.value.code, content: $0.place.json) }
      + draft.seriesClasses.map { Definition(kind: .seriesClass, code: $0.value.code, content: $0.place.json) }
  }
}
