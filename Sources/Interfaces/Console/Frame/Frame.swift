// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Mustache
import Packs
import Vocabulary

/// What is around the content of every page.
struct Frame: Sendable {
  struct Person: Sendable {
    var name: String
    var csrf: String
    /// Whether the decisions of the city are theirs to read.
    var readsDecisions = false
  }

  struct Choice: Sendable {
    var tag: String
    var name: String
    var address: String
    var isCurrent: Bool
  }

  var lang: String
  var title: String
  var city: String
  /// Addresses of its style sheets: that of every page first.
  var styles = [Asset.named("console.css").address]
  /// Addresses of its scripts that run in the order given, those of others.
  var scripts: [String] = []
  /// Addresses of its scripts that are modules.
  var modules: [String] = []
  var icon = Asset.named("icon.svg").address
  /// Whether it is a page for people at work, dense, or for the public, generous.
  var isWork = false
  /// Whether it takes the whole width of the window.
  var isWide = false
  var person: Person?
  var problem: ProblemBox?
  var languages: [Choice] = []

  /// Has the page load files, by their names: style sheets, modules (`scripts/`), scripts of others (`web/`).
  mutating func load(_ files: [String]) {
    for name in files {
      let address = Asset.named(name).address
      if name.hasSuffix(".css") {
        styles.append(address)
      } else if name.hasPrefix("scripts/") {
        modules.append(address)
      } else {
        scripts.append(address)
      }
    }
  }
}

/// What went wrong, on a page.
struct ProblemBox: Sendable {
  var title: String
  var detail: String
  var errors: [String] = []
  /// Stored, as templates see only what is.
  var hasErrors = false
  /// What to do now.
  var now: String?
  /// Names the request.
  var request: String?
}

/// What a template sees: the frame as `page`, the messages as `t`, and the content's members.
struct Screen: MustacheParent {
  let frame: Frame
  let messages: Messages
  let content: Any

  func child(named name: String) -> Any? {
    switch name {
    case "page": frame
    case "t": messages
    default: Mirror(reflecting: content).descendant(name).flatMap(Self.unwrapped)
    }
  }

  private static func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value
  }
}
