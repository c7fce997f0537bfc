// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Foundation
public import Matters
public import Storage
public import Vocabulary

/// Makes matters of Boston's service requests (311), as the city published those of 2015.
///
/// Each request becomes a matter with its whole history: reported, accepted and dispatched when it was opened, with the
/// city's own target as the due date of its total clock; handled, checked and closed when it was closed. Duplicates are merged:
/// see `Boston311Plan`. Files may come in any order, again, and after they grew: a request is known by its number, and what was
/// open and is closed now is closed.
public struct Boston311Import: Sendable {
  /// The channel of the matters that are made here; their external identifier is `CASE_ENQUIRY_ID`.
  public static let channel = "boston311"

  let matters: Matters
  let database: Database
  let tenant: Tenant
  let zone: TimeZoneRules
  let time: any TimeSource

  /// - Parameter zone: in which the times of the files are; the pack's.
  public init(matters: Matters, database: Database, tenant: Tenant, zone: TimeZoneRules, time: any TimeSource) {
    self.matters = matters
    self.database = database
    self.tenant = tenant
    self.zone = zone
    self.time = time
  }

  /// Imports files one after the other.
  /// - Throws: `Problem` naming file, row and column; `CancellationError`; `StorageError`. What was done until then is kept,
  ///   and the same call goes on from there.
  public func run(_ files: [URL], options: ImportOptions = ImportOptions()) async throws -> [ImportReport] {
    var reports: [ImportReport] = []
    for file in files { reports.append(try await run(file, options: options)) }
    return reports
  }

  /// Imports one file.
  public func run(_ url: URL, options: ImportOptions = ImportOptions()) async throws -> ImportReport {
    var runner = try runner(url, options)
    return try await runner.run()
  }

  private func runner(_ url: URL, _ options: ImportOptions) throws -> ImportRunner<Boston311Rows> {
    do throws(CSVFault) {
      let file = try ImportFile(url)
      let reader = try CSVReader(url)
      let layout = try Boston311Layout(reader, zone: zone, catalogue: matters.catalogue)
      let plan = try Boston311Plan(try CSVReader(url), layout: layout)
      let rows = Boston311Rows(
        matters: matters, principal: .system(tenant), layout: layout, plan: plan, file: file.name)
      let ledger = ImportLedger(tenant: tenant, name: Self.channel, file: file)
      return ImportRunner(
        rows, reader: reader, ledger: ledger, database: database, time: time, options: options)
    } catch {
      throw error.problem
    }
  }
}
