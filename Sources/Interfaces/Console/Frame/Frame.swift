// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Vocabulary

/// What is around the content of every page.
struct Frame: Sendable {
  struct Person: Sendable {
    var id: String
    var name: String
    var csrf: String
    /// What of the city is theirs: the whole of it, or their area; `nil` for whoever only reports.
    var tier: String?
  }

  /// A way to another page, in the rail and in the bar of a phone.
  struct Entry: Sendable {
    var label: String
    var address: String
    /// Its place in the sprite.
    var symbol: String
    var isCurrent: Bool
  }

  /// One value of something that people choose for themselves.
  struct Choice: Sendable {
    var tag: String
    var name: String
    var address: String
    var isCurrent: Bool
    /// The language that its name is written in, where that is another one than the page's.
    var spoken: String?
  }

  /// The form that goes along when somebody chooses another language or other colours, so that they lose nothing of it.
  struct ChoiceForm: Sendable {
    /// Its identifier on the page.
    var form: String
    /// The step that shows the same again.
    var step: String
  }

  /// The city's time.
  struct Clock: Sendable {
    /// RFC 3339.
    var exact: String
    /// `2026-11-24`
    var date: String
    /// `16:30`
    var time: String
    /// The zone's distance from UTC in minutes, for the script that goes on.
    var offset: Int
  }

  /// How the city works, where that is not as usual.
  struct Emergency: Sendable {
    var reason: String
    var since: Moment
  }

  var lang: String
  var title: String
  var city: String
  var theme = Theme.automatic
  /// Addresses of its style sheets: that of every page first.
  var styles = [Asset.named("console.css").address]
  /// The sheet of dark colours, with the media query under which it counts; `nil` where light was chosen.
  var darkStyle: String?
  var darkMedia: String?
  /// The value of `color-scheme`.
  var scheme: String
  /// Addresses of its scripts that run in the order given, those of others.
  var scripts: [String] = []
  /// Addresses of its scripts that are modules.
  var modules: [String] = []
  /// Where the same is found as JSON.
  var twin: String?
  /// Where the page is found by GET, of one that answers a form and stands at the form's address.
  var canonical: String?
  var icon = Asset.named("icon.svg").address
  var sprite = Asset.named("icons.svg").address
  /// The classes of the body: what kind of page it is.
  var kinds = ""
  /// The kinds of live events, with commas between them.
  var kindsOfEvents = ""
  var person: Person?
  var problem: ProblemBox?
  var emergency: Emergency?
  var clock: Clock?
  var entries: [Entry] = []
  /// Those that the bar of a phone has room for, and the others.
  var firstEntries: [Entry] = []
  var moreEntries: [Entry] = []
  /// Templates ask for what is stored.
  var hasEntries = false
  var hasMore = false
  var hasSearch = false
  /// Where the rail is as narrow or wide as it is not now.
  var railAddress = ""
  var isNarrow = false
  /// `nil` where choices are links.
  var choiceForm: ChoiceForm?
  var languages: [Choice] = []
  var themes: [Choice] = []

  /// The classes of the body, of which some follow from what is around the content.
  func kinds(isWork: Bool, isWide: Bool = false, isFull: Bool = false) -> String {
    let kinds = [
      ("work", isWork), ("wide", isWork && isWide), ("full", isFull), ("railed", hasEntries), ("narrow", isNarrow),
      ("emergency", emergency != nil),
    ]
    return kinds.filter(\.1).map(\.0).joined(separator: " ")
  }

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

/// A page that says nothing but what went wrong.
struct ProblemContent: Sendable {
  var box: ProblemBox
  /// The page of the form that was sent.
  var back: String?
  /// Whether another account may be what is wanting.
  var offersSignIn = true
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
