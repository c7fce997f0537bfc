// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Mustache
import Spatial
import Vocabulary

/// What a list of matters may show beside what is due and what it is.
enum MatterColumn: String, CaseIterable, Sendable {
  case number, state, priority, type, department, area, address, channel, created, changed

  static let usual: [MatterColumn] = [.number, .state, .priority, .department, .area, .created]

  var title: String { "column.\(rawValue)" }
}

/// A line of a list of matters.
struct MatterRow: Hashable, Sendable, MustacheParent {
  struct Cell: Hashable, Sendable, MustacheParent {
    var kind: String
    var caption: String
    var text: String
    /// The exact moment, where the text is a moment.
    var exact: String?
    /// For pointing at.
    var hint: String?

    func child(named name: String) -> Any? {
      switch name {
      case "kind": kind
      case "caption": caption
      case "cell": text
      case "exact": exact
      case "hint": hint
      default: nil
      }
    }
  }

  var id: String
  var revision: Int64
  var number: String
  var title: String
  /// How its text begins.
  var snippet: String
  var bar: DeadlineDrawing?
  var due: Moment?
  /// What is said in place of a due date that there is none of.
  var still: String
  /// What clock it is that is due.
  var dueOf: String?
  var cells: [Cell]
  /// Whether it may be chosen for dispatching.
  var isPickable: Bool
  /// Whether the list has a column for choosing.
  var hasPick = false

  func child(named name: String) -> Any? {
    switch name {
    case "id": id
    case "revision": revision
    case "number": number
    case "title": title
    case "snippet": snippet
    case "still": still
    case "bar": bar
    case "due": due
    case "dueOf": dueOf
    case "cells": cells
    case "isPickable": isPickable
    case "hasPick": hasPick
    default: nil
    }
  }
}

/// Makes lines of a list.
struct MatterRows: Sendable {
  let names: MatterNames
  let moments: Moments
  let columns: [MatterColumn]
  private let dispatching: AccessRule

  init(_ pages: Pages, _ call: Call, columns: [MatterColumn]) {
    moments = pages.moments(call)
    names = MatterNames(pages, moments.messages)
    self.columns = columns
    dispatching = AccessRule(call.principal, in: MatterAction.dispatch.roles)
  }

  func row(_ matter: Matter) -> MatterRow {
    let clock = matter.leadingClock
    // What somebody is at work on is taken from them on its own page alone.
    let isPickable =
      matter.state != .inProgress && MatterAction.dispatch.from.contains(matter.state)
      && dispatching.allows(matter.facts)
    return MatterRow(
      id: matter.id.description, revision: matter.revision, number: matter.number, title: names.title(of: matter),
      snippet: Self.snippet(names.messages.ownPart(of: matter.text, in: matter)),
      bar: clock.map { DeadlineDrawing($0, at: moments.now, names.messages) },
      due: clock.flatMap { clock in clock.dueAt.map { moments.due($0, done: clock.stoppedAt) } },
      still: clock?.isPaused == true ? names.messages["clock.paused"] : "–",
      dueOf: clock.map { names.messages.text($0.kind.name) }, cells: columns.map { cell($0, matter) },
      isPickable: isPickable)
  }

  /// What fits into one line of a wide window.
  private static func snippet(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(160)
    guard start.contains(where: { $0.value < 0x20 }) else { return String(start) }
    return String(String.UnicodeScalarView(start.map { $0.value < 0x20 ? " " : $0 }))
  }

  private func cell(_ column: MatterColumn, _ matter: Matter) -> MatterRow.Cell {
    let messages = names.messages
    var kind = column.rawValue
    var moment: Moment?
    let text: String
    switch column {
    case .number: text = matter.number
    case .state:
      text = messages.text(matter.state.name)
      kind += " is-\(matter.state.rawValue)"
    case .priority:
      text = messages.text(matter.priority.name)
      kind += " is-\(matter.priority.rawValue)"
    case .type: text = names.type(of: matter)
    case .department: text = matter.department.map(names.department) ?? "–"
    case .area: text = (matter.areas.street ?? matter.areas.district).map(names.area) ?? "–"
    case .address: text = matter.address.map(messages.own) ?? ""
    case .channel: text = names.channel(matter.channel)
    case .created:
      moment = moments.past(matter.createdAt)
      text = moment?.relative ?? ""
    case .changed:
      moment = moments.past(matter.updatedAt)
      text = moment?.relative ?? ""
    }
    return MatterRow.Cell(
      kind: kind, caption: messages[column.title], text: text, exact: moment?.exact, hint: moment?.absolute)
  }
}

/// Lists have many moments, and looking a member up by reflection is slow.
extension Moment: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "exact": exact
    case "absolute": absolute
    case "relative": relative
    case "isLate": isLate
    default: nil
    }
  }
}
