// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTP
import Journaling
import Packs
import Storage
import Vocabulary

/// What administrators are shown of this process: its jobs, its settings, its health.
extension CityWork {
  init(_ city: City, followers: [Follower], health: Health, options: [any ParsableArguments]) {
    var settings = options.flatMap(Self.settings)
    settings.append(Setting("database", "\(city.database.location)"))
    settings.append(Setting("data", city.settings.dataFolder.path(percentEncoded: false)))
    self.init(settings: settings.sorted { $0.name < $1.name }, health: health) {
      try await Self.jobs(city, followers)
    }
  }

  private static func jobs(_ city: City, _ followers: [Follower]) async throws -> [Job] {
    let tenant = city.tenant
    let (lags, imports) = try await city.database.read { [journal = city.journal] transaction in
      (
        try journal.lags(tenant: tenant, in: transaction),
        try transaction.rows(
          """
          SELECT import, file, handled, refused, finished, updated_at FROM import_progress WHERE tenant = ?
          ORDER BY updated_at DESC LIMIT 20
          """, tenant
        ).map { row -> Job in
          let (name, file): (String, String) = (row[0], row[1])
          let (handled, refused, finished): (Int64, Int64, Int64) = (row[2], row[3], row[4])
          let last = file.split(separator: "/").last.map(String.init) ?? file
          return Job(
            name, finished == 1 ? .finished : .working, at: row[5],
            detail: LocalizedText(
              "\(last): \(handled) rows, \(refused) refused", "\(last)：\(handled)行，其中\(refused)行被拒绝"))
        }
      )
    }
    let following = followers.map { follower in
      Job(
        follower.name, follower.problem == nil ? .working : .failing, behind: lags[follower.name] ?? 0,
        detail: follower.problem)
    }
    let upkeep = city.workLog.all.map { entry in
      Job(entry.name, entry.trouble == nil ? .working : .failing, at: entry.doneAt, detail: entry.trouble)
    }
    return following + upkeep + imports
  }

  /// The options as they were parsed, by the names of the command line.
  private static func settings(_ options: any ParsableArguments) -> [Setting] {
    Mirror(reflecting: options).children.compactMap { child in
      guard let label = child.label, label.hasPrefix("_"), let option = child.value as? any OptionInForce else {
        return nil
      }
      let name = kebab(String(label.dropFirst()))
      return Setting(name, shown("\(option.inForce)", name))
    }
  }

  /// `hj212FillDays` → `hj212-fill-days`
  private static func kebab(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }

  /// Whatever a secret may be in is masked.
  static func shown(_ value: String, _ name: String) -> String {
    let isSecret = ["password", "secret", "token"].contains { name.contains($0) }
    guard isSecret, !value.isEmpty else { return value }
    return "•••"
  }
}

/// An option of the command line whose value can be told.
private protocol OptionInForce {
  var inForce: Any { get }
}

extension Option: OptionInForce {
  fileprivate var inForce: Any { wrappedValue }
}

extension Flag: OptionInForce {
  fileprivate var inForce: Any { wrappedValue }
}
