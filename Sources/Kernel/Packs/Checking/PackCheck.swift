// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Spatial
import Vocabulary

/// Looks at a pack as a whole: what its parts say of each other.
struct PackCheck {
  let draft: PackDraft
  let known: KnownCodes
  private(set) var faults: [PackFault] = []
  /// What is allowed and yet likely to be a mistake.
  private(set) var remarks: [PackFault] = []

  /// Everything that is wrong between the parts, and everything that may be, in no order.
  static func check(_ draft: PackDraft) -> (faults: [PackFault], remarks: [PackFault]) {
    var check = PackCheck(draft: draft)
    check.areas()
    check.departments()
    check.calendars()
    check.matterTypes()
    check.decisions()
    check.rules()
    check.series()
    return (check.faults, check.remarks)
  }

  private init(draft: PackDraft) {
    self.draft = draft
    known = KnownCodes(draft)
  }

  mutating func report(_ place: Place, _ pointer: String, _ detail: String) {
    faults.append(place.fault(pointer, detail))
  }

  mutating func report(_ fault: PackFault) { faults.append(fault) }

  mutating func remark(_ fault: PackFault) { remarks.append(fault) }

  /// Reports a reference to something that the pack does not name.
  mutating func reference(_ subject: Subject, _ code: String?, _ place: Place, _ pointer: String) {
    if let code, let detail = missing(subject, code) { report(place, pointer, detail) }
  }

  /// What to say of a code that the pack does not name; `nil` when it does.
  func missing(_ subject: Subject, _ code: String) -> String? { known.missing(subject, code)?.english }

  private mutating func areas() {
    var places: [String: Place] = [:]
    for area in draft.areas where places[area.value.code] == nil { places[area.value.code] = area.place }
    for problem in AreaIndex(draft.areas.map(\.value)).problems() {
      guard let place = places[problem.code] else { continue }
      switch problem.kind {
      // Reported where it was read, with the place of the other.
      case .duplicateCode: continue
      case .unknownParent:
        if let other = problem.other, draft.knows(.area, other) { continue }
        report(place, "/properties/parent", problem.detail)
      case .parentNotWider: report(place, "/properties/parent", problem.detail)
      case .notAPolygon, .invalidGeometry, .outsideParent, .overlap: report(place, "/geometry", problem.detail)
      }
    }
  }

  private mutating func departments() {
    for department in draft.departments { reference(.area, department.value.area, department.place, "/area") }
  }

  private mutating func calendars() {
    for calendar in draft.calendars {
      // Those of the file come first; what a shared calendar brings has no department of this city.
      let own = calendar.place.json["closures"]?.array?.count ?? 0
      for (index, closure) in calendar.value.closures.prefix(own).enumerated() {
        reference(.department, closure.department, calendar.place, "/closures/\(index)/department")
      }
    }
  }

  private mutating func series() {
    var columns: [String: Place] = [:]
    var entities: [String: Found<PackSeries>] = [:]
    for series in draft.series {
      let place = series.place
      reference(.seriesClass, series.value.seriesClass, place, "/class")
      if let column = series.value.column {
        if let first = columns[column] {
          report(place, "/column", "the column \"\(column)\" belongs to another series already, in \(first.name)")
        }
        columns[column] = columns[column] ?? place
      }
      guard let position = series.value.position else { continue }
      guard let entity = series.value.entity else {
        report(place, "/position", "a position is that of the entity of which the series tells: name it too")
        continue
      }
      if let first = entities[entity], first.value.position != position {
        report(place, "/position", "\(entity) has another position in \(first.place.name)")
      }
      entities[entity] = entities[entity] ?? series
    }
  }
}
