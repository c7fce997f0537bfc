// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Journaling
import Matters
import Packs
import Vocabulary

/// What the page of a matter shows.
struct MatterContent: Sendable {
  struct Clock: Sendable {
    var name: String
    var limit: String
    var status: String
    var isLate: Bool
    var due: Moment?
    var bar: DeadlineDrawing
  }

  struct Part: Sendable {
    var department: String
    var role: String
    var status: String
    var remark: String
  }

  struct File: Sendable {
    var address: String
    var name: String
    var at: Moment
    /// What browsers can show in the page.
    var isPicture: Bool
    var isVideo: Bool
    /// What it shows: the trouble, the result, the check.
    var phase: String
  }

  /// Another matter: merged, or near this one.
  struct Other: Sendable {
    var otherAddress: String
    var otherText: String
    var otherHint: String
  }

  /// A decision that led to a step, with its explanation.
  struct Reason: Sendable {
    var whyAddress: String
    var whyLabel: String
  }

  struct Step: Sendable {
    var name: String
    var by: String?
    var at: Moment
    /// Has a name that no content around it has: a template looks there for what is missing here.
    var remarks: String?
    var reasons: [Reason] = []
  }

  struct Sensor: Sendable {
    var sensorAddress: String
    var sensorCode: String
  }

  struct Action: Sendable {
    var name: String
    var address: String
    var encoding: String
    var revision: Int64
    /// Makes a form happen once, however often it is sent.
    var key: String
    var fields: [ActionField]
    var isOpen: Bool
    /// The key that leads to it, large and small.
    var letter: String
    var key1: String
    /// Whether it needs nothing but a press of the button.
    var isPlain: Bool
    var isFirst = false
    /// What has to be there before it can be done.
    var neededFirst: String?
  }

  var id: String
  var revision: Int64
  var number: String
  /// Its type, where that is not its title already.
  var type: String?
  /// What has just been done.
  var done: String?
  var state: String
  var priority: String
  var department: String?
  var created: Moment
  var channel: String
  var place: String?
  var areas: String?
  var reporters: String?
  /// The sensor whose warning it was made of.
  var sensor: Sensor?
  var mergedInto: Other?
  var absorbed: [Other]
  var hasAbsorbed: Bool
  var text: String?
  var result: String?
  var rating: String?
  var clocks: [Clock]
  var hasClocks: Bool
  var branches: [Part]
  var hasBranches: Bool
  var files: [File]
  var hasFiles: Bool
  var actions: [Action]
  var hasActions: Bool
  var moreActions: [Action]
  var hasMoreActions: Bool
  /// What somebody typed into the form of an action that is no longer possible.
  var lost: [String]
  var hasLost: Bool
  var history: [Step]
  var why: [Reason]
  var hasWhy: Bool
  var map: PlaceMap?
  var near: [Other]
  var hasNear: Bool
  var isUrgent: Bool
  var live = LiveState()
}
