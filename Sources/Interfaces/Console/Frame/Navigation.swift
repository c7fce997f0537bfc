// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import HTTP
import Lifeline
import Matters
import Operations
import Packs
import Spatial
import Synchronization
import Vocabulary

/// The pages that there are, and who may open them.
final class PageDirectory: Sendable {
  private let pages = Mutex<[String: Endpoint.Access]>([:])

  /// Takes in all of the console.
  func list(_ endpoints: [Endpoint]) {
    pages.withLock { pages in
      for endpoint in endpoints where endpoint.method == .get { pages[endpoint.path] = endpoint.access }
    }
  }

  /// The address of a page, for an address that a form may have been sent to: the nearest above it that can be opened.
  func nearest(to address: String) -> String {
    let (path, query) = (address.prefix { $0 != "?" }, address.drop { $0 != "?" })
    let known = pages.withLock { $0.keys.map { $0.split(separator: "/") } }
    var parts = path.split(separator: "/")
    while !parts.isEmpty {
      let isPage = known.contains { page in
        page.count == parts.count && zip(page, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
      }
      if isPage { return "/" + parts.joined(separator: "/") + (path.split(separator: "/") == parts ? query : "") }
      parts.removeLast()
    }
    return "/"
  }

  /// Whether there is such a page and they may open it.
  func opens(_ path: String, to principal: Principal) -> Bool {
    switch pages.withLock({ $0[path] }) {
    case nil: false
    case .public, .optional, .signedIn: true
    case .roles(let roles): roles.contains { principal.holds($0) }
    }
  }
}

/// The rail: an entry is shown to whoever may open its page, where there is one.
private let entries: [(path: String, label: String, symbol: String)] = [
  ("/centre", "nav.centre", "centre"),
  ("/matters", "nav.matters", "matters"),
  ("/desk", "nav.desk", "desk"),
  ("/tasks", "nav.tasks", "tasks"),
  ("/sensors", "nav.sensors", "sensors"),
  ("/statistics", "nav.statistics", "statistics"),
  ("/decisions", "nav.decisions", "decisions"),
  ("/audit", "nav.audit", "audit"),
  ("/administration", "nav.administration", "administration"),
  ("/report", "nav.report", "report"),
]

/// Entries that the bar of a phone has room for.
private let roomOnPhones = 4

extension Frame {
  private static let kindsOfEvents =
    (MatterEvent.Kind.allCases.map(\.rawValue) + WarningEvent.Kind.allCases.map(\.rawValue)
    + [CityModes.declared, CityModes.ended]).joined(separator: ",")

  /// Puts around the page what whoever has signed in may go to, and how the city is.
  mutating func surround(_ head: RequestHead, _ viewer: Identity?, _ pages: Pages, _ messages: Messages) {
    let moments = pages.moments(head)
    clock = Clock(moments)
    guard let identity = viewer, let token = identity.csrf else { return }
    let principal = identity.principal
    if let mode = pages.modes.current, mode.isEmergency {
      emergency = Emergency(reason: mode.reason, since: moments.past(mode.since))
    }
    person = Person(
      id: principal.id, name: messages.name(principal.name), csrf: token, tier: pages.tier(of: principal, messages))
    // Whoever only reports has no use for a rail.
    guard principal.grants.contains(where: { $0.role != .reporter }) else { return }
    self.entries = Console.entries.filter { pages.directory.opens($0.path, to: principal) }.map { entry in
      Entry(
        label: messages[entry.label], address: entry.path, symbol: "\(sprite)#\(entry.symbol)",
        isCurrent: head.path == entry.path || head.path.hasPrefix(entry.path + "/"))
    }
    hasEntries = !self.entries.isEmpty
    firstEntries = Array(self.entries.prefix(roomOnPhones))
    moreEntries = Array(self.entries.dropFirst(roomOnPhones))
    hasMore = !moreEntries.isEmpty
    kindsOfEvents = Self.kindsOfEvents
    hasSearch = pages.directory.opens("/search", to: principal)
    load(["scripts/frame.js"])
  }
}

extension Identity {
  /// The token that forms of whoever has signed in must carry.
  var csrf: String? {
    guard case .session(let token) = means else { return nil }
    return token
  }
}

extension Call {
  /// The token that forms of whoever has signed in must carry.
  var csrf: String? { identity?.csrf }
}

extension Frame.Clock {
  init(_ moments: Moments) {
    let text = moments.absolute(moments.now)
    exact = moments.now.description
    date = String(text.prefix(10))
    time = String(text.suffix(5))
    offset = moments.zone.offset(at: moments.now) / 60
  }
}

extension Pages {
  /// Where somebody begins: the operation centre for those who oversee, where their work waits for those who do it.
  func start(of principal: Principal) -> String {
    let overseers: Set<Role> = [.supervisor, .dispatcher, .administrator, .auditor]
    let oversees = principal.grants.contains { overseers.contains($0.role) }
    if oversees && directory.opens("/centre", to: principal) { return "/centre" }
    if let work = ["/desk", "/tasks"].first(where: { directory.opens($0, to: principal) }) { return work }
    guard principal.holds(.verifier) else { return "/" }
    var toVerify = MatterFilter()
    toVerify.states = .some([.handled, .verifying])
    return toVerify.address()
  }

  /// The part of the city that somebody works for: their area where all they do is bound to one, else the whole.
  /// - Returns: `nil` for whoever works for none.
  func tier(of principal: Principal, _ messages: Messages) -> String? {
    let areas = Set(principal.grants.filter { $0.role != .reporter }.map(\.area))
    guard !areas.isEmpty else { return nil }
    guard areas.count == 1, let code = areas.first ?? nil, let area = city.pack.areas.area(code) else {
      return messages["wholeCity"]
    }
    return messages.text(area.name)
  }
}
