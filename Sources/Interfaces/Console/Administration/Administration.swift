// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Storage
import Vocabulary

/// The pages of administration, as tabs.
struct AdministrationTab: Sendable {
  var name: String
  var address: String
  var isCurrent: Bool

  static func all(_ current: String, _ messages: Messages) -> [AdministrationTab] {
    [
      ("/administration", "people"), ("/administration/definitions", "packsAndVersions"),
      ("/administration/jobs", "jobs"), ("/administration/settings", "settingsAndHealth"),
    ].map { AdministrationTab(name: messages[$0.1], address: $0.0, isCurrent: $0.0 == current) }
  }
}

let administrators: Set<Role> = [.administrator]

private struct DefinitionsContent: Sendable {
  struct Line: Sendable {
    var kind: String
    var code: String
    var name: String
    var version: Int
    var versions: Int
    var origin: String
    var state: String
    var at: Moment
  }

  struct Count: Sendable {
    var kind: String
    var count: Int
  }

  var tabs: [AdministrationTab]
  var pack: String
  var packCode: String
  var counts: [Count]
  var lines: [Line]
}

private struct JobsContent: Sendable {
  struct Line: Sendable {
    var name: String
    var code: String
    var state: String
    var stateCode: String
    var behind: String
    var at: Moment?
    var detail: String
  }

  var tabs: [AdministrationTab]
  var lines: [Line]
  var hasLines: Bool
}

private struct SettingsContent: Sendable {
  struct Check: Sendable {
    var name: String
    var isWell: Bool
    var detail: String
  }

  struct Line: Sendable {
    var name: String
    var value: String
  }

  var tabs: [AdministrationTab]
  var isHealthy: Bool
  var checks: [Check]
  var hasChecks: Bool
  var lines: [Line]
  var hasLines: Bool
}

extension Messages {
  /// What a check of the city's health looks at; the background work has the names of its jobs.
  func nameOfCheck(_ name: String) -> String {
    ["health.\(name)", "job.\(name)"].first { Self.table[$0] != nil }.map { self[$0] } ?? name
  }

  /// The name that the pack gives a definition, for people; empty where it gives none.
  func ownName(of definition: Definition) -> String {
    switch definition.content["name"] {
    case .string(let name): name
    case .object(let names): text(LocalizedText(names.compactMapValues(\.string)))
    // There is one alone, of the whole city.
    default: definition.kind == .division ? self["areasOfTheCity"] : ""
    }
  }
}

extension Endpoint {
  /// In milliseconds.
  private static let slowCheck: Int64 = 100

  static func definitionsPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/administration/definitions", operationId: "pageInstalledDefinitions",
      summary: "The pack and its versions", access: .roles(administrators)
    ) { call in
      try call.requireWhole(administrators)
      let (messages, moments, city) = (pages.messages(call.head), pages.moments(call), pages.city)
      let found = try await city.database.read { [tenant = city.tenant] in
        try Definitions.newest(tenant: tenant, in: $0)
      }
      func kind(_ code: String) -> String {
        Messages.table["definition.\(code)"] == nil ? code : messages["definition.\(code)"]
      }
      let names = Dictionary(
        city.pack.definitions.map { ($0.name, messages.ownName(of: $0)) }, uniquingKeysWith: { first, _ in first })
      let counts = Dictionary(grouping: found, by: \.kind).map {
        DefinitionsContent.Count(kind: kind($0.key), count: $0.value.count)
      }
      let content = DefinitionsContent(
        tabs: AdministrationTab.all("/administration/definitions", messages), pack: messages.text(city.pack.name),
        packCode: city.tenant.name, counts: counts.sorted { $0.kind < $1.kind },
        lines: found.map { line in
          DefinitionsContent.Line(
            kind: kind(line.kind), code: line.code, name: names["\(line.kind)/\(line.code)"] ?? "",
            version: line.version, versions: line.versions,
            origin: messages[line.origin == "pack" ? "origin.pack" : "origin.people"],
            state: Messages.table["version.\(line.state)"] == nil ? line.state : messages["version.\(line.state)"],
            at: moments.past(line.at))
        })
      return pages.page(
        "administration-definitions", content, title: messages["packsAndVersions"], for: call, isWork: true,
        files: ["administration.css"])
    }
  }

  static func jobsPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/administration/jobs", operationId: "pageJobs", summary: "What the city does by itself",
      access: .roles(administrators)
    ) { call in
      try call.requireWhole(administrators)
      let (messages, moments) = (pages.messages(call.head), pages.moments(call))
      let lines = try await settings.work.jobs().map { job in
        JobsContent.Line(
          name: Messages.table["job.\(job.name)"] == nil ? job.name : messages["job.\(job.name)"], code: job.name,
          state: messages["jobState.\(job.state.rawValue)"], stateCode: job.state.rawValue,
          behind: job.behind.map { "\($0)" } ?? "–", at: job.at.map { moments.past($0) },
          detail: job.detail.map { messages.text($0) } ?? "")
      }
      let content = JobsContent(
        tabs: AdministrationTab.all("/administration/jobs", messages), lines: lines, hasLines: !lines.isEmpty)
      return pages.page(
        "administration-jobs", content, title: messages["jobs"], for: call, isWork: true,
        files: ["administration.css"])
    }
  }

  static func settingsPage(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/administration/settings", operationId: "pageSettings", summary: "Health, and the settings in force",
      access: .roles(administrators)
    ) { call in
      try call.requireWhole(administrators)
      let messages = pages.messages(call.head)
      let report = await settings.work.health?.report()
      let checks = (report?.json["checks"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, check in
        // How long it took to look is worth a word where that is long.
        let slow = check["milliseconds"]?.integer.flatMap { $0 < Self.slowCheck ? nil : "\($0) ms" }
        return SettingsContent.Check(
          name: messages.nameOfCheck(name), isWell: check["status"]?.string == "ok",
          detail: [report?.details[name].map { messages.text($0) }, slow].compactMap { $0 }.joined(separator: " · "))
      }
      let lines = settings.work.settings.map { SettingsContent.Line(name: $0.name, value: $0.value) }
      let content = SettingsContent(
        tabs: AdministrationTab.all("/administration/settings", messages), isHealthy: report?.isHealthy ?? true,
        checks: checks, hasChecks: !checks.isEmpty, lines: lines, hasLines: !lines.isEmpty)
      return pages.page(
        "administration-settings", content, title: messages["settingsAndHealth"], for: call, isWork: true,
        files: ["administration.css"])
    }
  }
}
