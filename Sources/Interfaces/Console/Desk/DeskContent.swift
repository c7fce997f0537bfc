// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What the dispatch desk shows: what waits on the left, one matter on the right.
struct DeskContent: Sendable {
  struct Line: Sendable {
    var lineID: String
    var lineAddress: String
    var lineTitle: String
    var bar: DeadlineDrawing?
    var due: Moment?
    var lineHint: String
    var isUrgent: Bool
    var lineMark: String
    var isCurrent: Bool
  }

  var count: String
  var lines: [Line]
  var hasLines: Bool
  var notice: String?
  var pane: DeskPane?
  /// What keys do here.
  var keys: String?
  var live = LiveState()
}

/// The matter that is looked at.
struct DeskPane: Sendable {
  struct Suggestion: Sendable {
    var suggested: String
    var assisting: String?
    var decisionName: String
    var decisionAddress: String?
    var grounds: [String]
  }

  struct Neighbour: Sendable {
    var nearID: String
    var nearNumber: String
    var nearTitle: String
    var nearHint: String
    var isLikely: Bool
    var canMerge: Bool
  }

  var paneID: String
  var revision: Int64
  var number: String
  var paneTitle: String
  /// Its type, where that is not its title already.
  var type: String?
  var state: String
  var priority: String
  var isUrgent: Bool
  var text: String
  var created: Moment
  var channel: String
  var place: String?
  var areas: String
  var files: [MatterContent.File]
  var hasFiles: Bool
  var clocks: [MatterContent.Clock]
  var key: String
  /// The matter after this one.
  var next: String
  var suggestion: Suggestion?
  var canGo: Bool
  var goText: String
  var canSend: Bool
  var leads: [Option]
  var canReturn: Bool
  var canReject: Bool
  var returnReason: String
  var isReturnTried: Bool
  var rejectReason: String
  var isRejectTried: Bool
  var near: [Neighbour]
  var hasNear: Bool
  var map: PlaceMap?
  /// Who was quicker.
  var already: String?
}
