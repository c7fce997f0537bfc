// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Packs
import Vocabulary

/// The pages of a city for people: they need no script.
public func consoleEndpoints(_ city: City, settings: ConsoleSettings = ConsoleSettings()) -> [Endpoint] {
  let pages = Pages(city)
  let endpoints: [Endpoint] =
    [
      .getAsset(), .setUpPage(pages), .setUpForm(pages), .signInPage(pages, settings), .signInForm(pages, settings),
      .signOutForm(pages), .homePage(pages), .reportPage(pages), .reportForm(pages, settings),
      .progressPage(pages, settings), .ratingForm(pages, settings), .reportFileForm(pages, settings),
      .matterPage(pages), .actionForm(pages), .matterFileForm(pages, settings), .decisionsPage(pages),
      .decisionPage(pages),
      .decisionEditor(pages), .decisionForm(pages, settings), .whyPage(pages),
      .rulesPage(pages), .rulePage(pages), .ruleForm(pages, settings),
      .matterListPage(pages), .columnsForm(pages), .keptFilterForm(pages), .bulkDispatchForm(pages),
      .matterTable(pages, settings), .matterFeatures(pages, settings),
      .deskPage(pages), .deskForm(pages), .tasksPage(pages), .tasksWorker(), .taskForm(pages),
      .taskPhotoForm(pages, settings), .statisticsPage(pages), .searchPage(pages),
      .centrePage(pages), .emergencyForm(pages),
      .sensorsPage(pages), .sensorPage(pages), .compareSensorsPage(pages),
      .draftPhoto(PhotoDrafts(pages.city, settings), settings), .publicReportsPage(pages, settings),
      .followForm(pages, settings), .followPage(pages, settings), .unfollowForm(pages, settings),
    ] + versionPages(pages, .decisions) + versionPages(pages, .rules) + administrationPages(pages, settings)
  pages.directory.list(endpoints)
  return endpoints
}

/// Versions that people propose and approve.
private func versionPages(_ pages: Pages, _ kind: VersionedKind) -> [Endpoint] {
  [.versionsPage(pages, of: kind), .versionPage(pages, of: kind), .decideForm(pages, of: kind)]
}

/// Audit and administration.
private func administrationPages(_ pages: Pages, _ settings: ConsoleSettings) -> [Endpoint] {
  [
    .auditPage(pages), .auditExport(pages), .auditEventPage(pages), .auditCheckForm(pages), .peoplePage(pages),
    .addPersonForm(pages), .personPage(pages), .changePersonForm(pages), .definitionsPage(pages),
    .jobsPage(pages, settings), .settingsPage(pages, settings),
  ]
}

/// Shows people what went wrong; whoever has to sign in first is led there.
public func consoleProblemPage(_ city: City) -> Site.ProblemPage {
  let pages = Pages(city)
  return { problem, head in
    guard problem.code == .unauthenticated else { return pages.problemPage(problem, head) }
    guard head.methodName != "GET" else { return .seeOther("/sign-in?next=\(LocalAddress.encoded(head.path))") }
    // A form whose session is over: the page from which it was sent keeps what was typed, so that is where one goes on.
    guard let from = LocalAddress.path(ofReferer: head), head.header("Content-Type") != nil else {
      return pages.problemPage(problem, head)
    }
    return .seeOther("/sign-in?over=1&next=\(LocalAddress.encoded(from))")
  }
}
