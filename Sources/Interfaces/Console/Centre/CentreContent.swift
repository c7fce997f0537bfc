// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the operation centre shows.
struct CentreContent: Sendable {
  struct Crumb: Sendable {
    var name: String
    var address: String
  }

  /// A part of the area that is looked at.
  struct Part: Sendable {
    var name: String
    var address: String
    var openCount: Int
    /// Absent where nothing is late.
    var lateCount: String?
  }

  struct Level: Sendable {
    var mark: LevelMark
    var count: Int
  }

  /// A number with its unit, its change and its last day; it opens the rows behind it.
  struct Vital: Sendable {
    var name: String
    var value: String
    var unit: String?
    var note: String
    var address: String?
    /// What the number counts, where its name does not say so.
    var hint: String?
    var isLate = false
    var isCurrent = false
    var spark: Sparkline?
    var levels: [Level] = []
    var hasLevels = false
  }

  struct Row: Sendable {
    var id: String
    var revision: Int64
    var address: String
    var title: String
    var number: String
    var place: String
    var department: String
    var stateName: String
    var rowMark: LevelMark?
    var rowDue: Moment?
    var rowBar: DeadlineDrawing?
    var isChosen = false
  }

  struct WarningRow: Sendable {
    var id: String
    var revision: Int64
    var address: String
    var mark: LevelMark
    var title: String
    var series: String
    var value: String
    var raised: Moment
    var matterAddress: String?
  }

  struct Action: Sendable {
    var isEmergency: Bool
    var csrf: String
    var back: String
    var modeHelp: Help
  }

  var areaCode: String
  var areaName: String
  var crumbs: [Crumb]
  /// Of what level the area is, where its name does not say so.
  var levelName: String?
  var levelHelp: Help?
  var parts: [Part]
  var hasParts: Bool
  /// JSON: the names on the map.
  var labels: String
  /// West, south, east, north of the area.
  var areaBox: String?
  var centre: String
  var zoom: String
  var vitals: [Vital]
  var chart: HourChart
  var rowsTitle: String
  var rowsNote: String
  /// What is counted among the rows, where their title does not say so.
  var rowsHelp: Help?
  var backAddress: String?
  var rows: [Row]
  var hasRows: Bool
  var warnings: [WarningRow]
  var hasWarnings: Bool
  var isWarnings: Bool
  var noRows: EmptyState?
  var matter: MatterPanel?
  var sensor: SensorPanel?
  var isPanel: Bool
  var action: Action?
  /// The levels of warnings, for whoever does not know the marks on the map.
  var legendLevels: [LevelMark]
}

/// One matter beside the map.
struct MatterPanel: Sendable {
  var panelTitle: String
  var panelAddress: String
  var close: String
  var content: MatterContent
}

/// One sensor beside the map.
struct SensorPanel: Sendable {
  var panelTitle: String
  var panelAddress: String
  var close: String
  var code: String
  var stateWord: String
  var isWrong: Bool
  var latest: String?
  var latestAt: Moment?
  var spark: Sparkline?
  var asset: String?
  var assetAddress: String?
  var panelWarnings: [CentreContent.WarningRow]
  var hasPanelWarnings: Bool
}
