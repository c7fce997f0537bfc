// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Mustache

/// One of the values that a field of a form offers.
struct Option: Sendable, MustacheParent {
  var value: String
  var label: String
  /// Why it is offered, or what it lies in.
  var hint: String?
  var isChosen = false

  // There are many on a page, and looking a member up by reflection is slow.
  func child(named name: String) -> Any? {
    switch name {
    case "value": value
    case "label": label
    case "hint": hint
    case "isChosen": isChosen
    default: nil
    }
  }
}
