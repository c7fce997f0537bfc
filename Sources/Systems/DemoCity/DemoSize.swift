// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How large a demo city is.
public enum DemoSize: String, CaseIterable, Sendable {
  /// About 60,000 people: for a look in a second.
  case small
  /// About 300,000 people.
  case medium
  /// About 2,500,000 people.
  case large
  /// About 20,000,000 people: for load tests.
  case megacity

  /// Streets (街道) from west to east: on the west bank, on the east bank.
  var streetColumns: (west: Int, east: Int) {
    switch self {
    case .small: (1, 1)
    case .medium: (2, 2)
    case .large: (4, 4)
    case .megacity: (8, 8)
    }
  }

  /// Streets from south to north.
  var streetRows: Int {
    switch self {
    case .small: 2
    case .medium: 3
    case .large: 8
    case .megacity: 14
    }
  }

  /// Communities of one street: from west to east, from south to north.
  var communities: (columns: Int, rows: Int) {
    switch self {
    case .small, .medium: (2, 3)
    case .large: (3, 3)
    case .megacity: (3, 6)
    }
  }

  /// How many districts lie above each other, in groups of columns of streets.
  var districts: [(columns: Int, bands: Int)] {
    switch self {
    case .small: [(1, 1), (1, 2)]
    case .medium: [(2, 1), (2, 2)]
    case .large: [(2, 1), (2, 2), (2, 2), (2, 1)]
    case .megacity: [(4, 4), (4, 4), (4, 4), (4, 4)]
    }
  }

  /// About how many cells (单元网格) the dense part has.
  var cells: Int {
    switch self {
    case .small: 300
    case .medium: 1200
    case .large: 2400
    case .megacity: 4800
    }
  }

  /// Buildings in each quarter of a community.
  var buildingsPerQuarter: Int {
    switch self {
    case .small, .medium: 6
    case .large: 2
    case .megacity: 1
    }
  }

  var sensors: Int {
    switch self {
    case .small: 400
    case .medium: 2000
    case .large: 8000
    case .megacity: 30_000
    }
  }

  var people: Int {
    switch self {
    case .small: 60_000
    case .medium: 300_000
    case .large: 2_500_000
    case .megacity: 20_000_000
    }
  }

  /// Matters of the history.
  public var matterCount: Int {
    switch self {
    case .small: 3000
    case .medium: 30_000
    case .large: 200_000
    case .megacity: 1_000_000
    }
  }

  /// How far back the history goes.
  var historyDays: Int {
    switch self {
    case .small, .medium, .large: 181
    case .megacity: 91
    }
  }

  /// People of the staff in each department and each of the other roles.
  var staffPerDepartment: Int {
    switch self {
    case .small: 3
    case .medium: 6
    case .large: 20
    case .megacity: 60
    }
  }

  /// How far back readings go, in hours, and how many minutes lie between two of them.
  var readings: (hours: Int, everyMinutes: Int) {
    switch self {
    case .small: (48, 30)
    case .medium: (24, 30)
    case .large: (12, 60)
    case .megacity: (6, 60)
    }
  }
}
