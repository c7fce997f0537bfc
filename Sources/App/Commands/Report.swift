// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Journaling
import Operations
import Packs
import Storage
import Vocabulary

/// `citywide report`: numbers about the city's work.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Numbers about the city's work.", subcommands: [OnTime.self])

  /// `citywide report on-time`: how much was done in time.
  struct OnTime: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "on-time",
      abstract: "On-time rates: on time / (on time + late), by type, department, area, street and month.",
      discussion: "Works beside a running server.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Option(help: "By what to count apart, separated by commas: type, department, area, street, month.")
    var by: String = "department"
    @Option(help: "Only matters of this type.") var type: String = ""
    @Option(help: "Only matters of this department.") var department: String = ""
    @Option(help: "Only matters in this area.") var area: String = ""
    @Option(help: "Which date puts a matter into a period and month: opened or ended.") var basis: String = "opened"
    @Option(help: "From this time on (RFC 3339).") var from: String = ""
    @Option(help: "Before this time (RFC 3339).") var to: String = ""
    @Flag(help: "Write JSON instead of a table.") var json = false

    func run() async throws {
      let query = try query()
      let pack = try House.pack(city)
      let database = try await House.openDatabase(city, existing: true)
      do {
        let report = try await OnTimeReports(database: database).report(
          query, for: .system(pack.tenant), at: SystemTime().now(), in: pack)
        let waiting = try await database.read { [tenant = pack.tenant] transaction in
          try Journal().lag(of: MatterOutcomes.followerName, tenant: tenant, in: transaction)
        }
        await database.close()
        if waiting > 0 {
          let words =
            "Events that are not counted yet: \(waiting); citywide serve counts them, and so does an import that ends.\n"
          FileHandle.standardError.write(Data(words.utf8))
        }
        if json {
          var writer = JSONWriter()
          report.write(to: &writer)
          print(writer.text)
        } else {
          show(report)
        }
      } catch {
        await database.close()
        throw error
      }
    }

    private func query() throws -> OnTimeQuery {
      var query = OnTimeQuery()
      query.dimensions = try by.split(separator: ",").map { name in
        guard let dimension = OnTimeQuery.Dimension(rawValue: String(name)) else {
          throw ValidationError("--by takes type, department, area, street and month, not \"\(name)\".")
        }
        return dimension
      }
      guard let basis = OnTimeQuery.Basis(rawValue: basis) else {
        throw ValidationError("--basis is opened or ended, not \"\(self.basis)\".")
      }
      query.basis = basis
      query.type = type.isEmpty ? nil : type
      query.department = department.isEmpty ? nil : department
      query.area = area.isEmpty ? nil : area
      query.from = try Instant(option: "--from", from)
      query.to = try Instant(option: "--to", to)
      return query
    }

    private func show(_ report: OnTimeReport) {
      let heads = report.dimensions.map(\.rawValue) + ["matters", "closed", "on time", "late", "open late", "rate"]
      var table = [heads]
      for line in report.lines { table.append(line.keys.map { $0 ?? "-" } + cells(line)) }
      table.append(
        (report.dimensions.isEmpty ? [] : ["total"] + report.dimensions.dropFirst().map { _ in "" })
          + cells(report.total))
      let widths = heads.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
      for row in table {
        let padded = row.enumerated().map { column, cell in
          let fill = String(repeating: " ", count: widths[column] - cell.count)
          return column < report.dimensions.count ? cell + fill : fill + cell
        }
        print(padded.joined(separator: "  "))
      }
    }

    private func cells(_ line: OnTimeReport.Line) -> [String] {
      let rate = line.rate.map { value in
        let thousandths = Int((value * 10_000).rounded())
        return "\(thousandths / 100).\(thousandths % 100 < 10 ? "0" : "")\(thousandths % 100) %"
      }
      return ["\(line.matters)", "\(line.closed)", "\(line.onTime)", "\(line.late)", "\(line.openLate)", rate ?? "-"]
    }
  }
}
