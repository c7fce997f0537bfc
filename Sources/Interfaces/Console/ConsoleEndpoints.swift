// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Packs
import Vocabulary

/// The pages of a city for people: they need no script.
public func consoleEndpoints(_ city: City, settings: ConsoleSettings = ConsoleSettings()) -> [Endpoint] {
  let pages = Pages(city)
  let endpoints =
    beginning(pages, settings) + publicPages(pages, settings) + work(pages, settings) + overview(pages)
    + decisions(pages, settings) + administration(pages, settings)
  pages.directory.list(endpoints)
  return endpoints
}

/// Frame, Home, Search, Sessions.
private func beginning(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .getAsset(), .homePage(pages), .searchPage(pages), .setUpPage(pages), .setUpForm(pages),
    .signInPage(pages, settings), .signInForm(pages, settings), .signOutForm(pages),
  ]
}

/// Reports.
private func publicPages(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .reportPage(pages), .reportForm(pages, settings), .draftPhoto(PhotoDrafts(pages.city, settings), settings),
    .publicReportsPage(pages, settings), .progressPage(pages, settings), .ratingForm(pages, settings),
    .reportFileForm(pages, settings), .followForm(pages, settings), .followPage(pages, settings),
    .unfollowForm(pages, settings),
  ]
}

/// MatterList, Matters, Desk, Tasks.
private func work(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .matterListPage(pages), .matterTable(pages, settings), .matterFeatures(pages, settings), .columnsForm(pages),
    .keptFilterForm(pages), .bulkDispatchForm(pages), .matterPage(pages), .actionForm(pages),
    .matterFileForm(pages, settings), .deskPage(pages), .deskForm(pages), .tasksPage(pages), .tasksWorker(),
    .taskForm(pages), .taskPhotoForm(pages, settings),
  ]
}

/// Centre, Sensors, Statistics.
private func overview(_ pages: Pages) -> [Endpoint] {
  [
    .centrePage(pages), .emergencyForm(pages), .sensorsPage(pages), .sensorPage(pages), .sensorNoteForm(pages),
    .compareSensorsPage(pages), .statisticsPage(pages), .statisticsTable(pages),
  ]
}

/// Decisions, Rules.
private func decisions(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .decisionsPage(pages), .decisionPage(pages), .decisionEditor(pages), .decisionForm(pages, settings),
    .whyPage(pages),
    .rulesPage(pages), .rulePage(pages), .ruleForm(pages, settings),
  ] + versions(pages, .decisions) + versions(pages, .rules)
}

/// Versions that people propose and approve.
private func versions(_ pages: Pages, _ kind: VersionedKind) -> [Endpoint] {
  [.versionsPage(pages, of: kind), .versionPage(pages, of: kind), .decideForm(pages, of: kind)]
}

/// Audit, Administration.
private func administration(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .auditPage(pages), .auditExport(pages), .auditEventPage(pages), .auditCheckForm(pages), .peoplePage(pages),
    .addPersonForm(pages), .personPage(pages), .changePersonForm(pages), .definitionsPage(pages),
    .jobsPage(pages, settings), .settingsPage(pages, settings),
  ]
}

/// Shows people what went wrong; whoever has to sign in first is led there, and whoever opens the address of a form to its page.
public func consoleProblemPage(_ city: City) -> Site.ProblemPage {
  let pages = Pages(city)
  pages.directory.list(consoleEndpoints(city))
  return { problem, head, viewer in
    if problem.code == .methodNotAllowed, head.methodName == "GET" {
      let page = pages.directory.nearest(to: head.path)
      if page != "/" { return .seeOther(page) }
    }
    guard problem.code == .unauthenticated else { return pages.problemPage(problem, head, viewer) }
    guard head.methodName != "GET" else {
      let address = head.query.map { "\(head.path)?\($0)" } ?? head.path
      return .seeOther("/sign-in?next=\(LocalAddress.encoded(address.utf8.count > 500 ? head.path : address))")
    }
    // A form whose session is over: the page from which it was sent keeps what was typed, so that is where one goes on.
    guard let from = LocalAddress.referer(of: head), head.header("Content-Type") != nil else {
      return pages.problemPage(problem, head, viewer)
    }
    let next = LocalAddress.encoded(pages.directory.nearest(to: from))
    return TypedCookie.keep(head.refusedForm, with: .seeOther("/sign-in?over=1&next=\(next)"), for: head)
  }
}
