// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Matters
import Spatial
import Vocabulary

/// A value of a pack with the place where it was found.
struct Found<Value> {
  var value: Value
  var place: Place
}

/// What was read of a pack, before it is looked at as a whole.
struct PackDraft {
  var city: CitySheet?
  var areas: [Found<Area>] = []
  var departments: [Found<Department>] = []
  var calendars: [Found<CalendarDefinition>] = []
  var matterTypes: [Found<MatterType>] = []
  var decisions: [Found<DecisionDefinition>] = []
  var rules: [Found<ThresholdRule>] = []
  var series: [Found<PackSeries>] = []
  var seriesClasses: [Found<SeriesClass>] = []
  /// Every code that the files name, also of what could not be read: a reference to it is no further fault.
  var codes: [Subject: [String: Place]] = [:]

  func knows(_ subject: Subject, _ code: String) -> Bool { codes[subject]?[code] != nil }
}

/// What a pack's codes name.
enum Subject: String, CaseIterable {
  case area, department, calendar, decision
  case matterType = "matter type"
  case thresholdRule = "threshold rule"
  case series
  case seriesClass = "series class"
}

/// What `city.yaml` says.
struct CitySheet {
  var code: String
  var tenant: String
  var name: LocalizedText
  var languages: [String]
  var timeZone: String
  var map: Pack.MapView
  /// South-western corner of one square of the net of grid cells.
  var gridOrigin: Position
}
