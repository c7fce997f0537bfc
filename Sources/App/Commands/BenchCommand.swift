// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Matters
import Packs
import Spatial
import Storage
import Vocabulary

/// `citywide bench`: what the benchmarks need of the program itself.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure, and prepare a city for measurements.",
    subcommands: [Fill.self, DecisionCosts.self])

  /// `citywide bench fill`: very many open matters.
  struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fill a city with made-up open matters, spread over its departments and areas.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Option(help: "How many.") var matters: Int = 100_000

    func run() async throws {
      let logger = common.logger()
      let city = try await House.open(self.city, logger: logger)
      let display = ProgressDisplay("fill", logger: logger)
      let system = Principal.system(city.tenant)
      let type = try dispatchedType(city)
      let areas = city.pack.areas.areas.filter { $0.level == .community }.map { city.pack.areas.path(of: $0.code) }
      let departments = city.pack.departments.map(\.code)
      var random = SystemRandomNumberGenerator()
      let now = SystemTime().now()
      for first in stride(from: 0, to: matters, by: 500) {
        let count = min(500, matters - first)
        let seed = random.next()
        try await city.database.write { transaction in
          for index in 0..<count {
            // Reported over the last ten days, so that due dates differ.
            let at = Instant(milliseconds: now.milliseconds - Int64((seed &+ UInt64(index) &* 7919) % 864_000) * 1000)
            let path = areas.isEmpty ? AreaPath() : areas[(first + index) % areas.count]
            let submission = Submission(
              type: type.code, text: "Made up for measuring.", channel: "bench", areas: path)
            let department = departments[(first + index) / max(1, areas.count) % departments.count]
            _ = try city.matters.submit(
              submission, then: [(.accept, at), (.dispatch(lead: department, assisting: [], informed: []), at)],
              by: system, at: at, in: transaction)
          }
        }
        display.show(Int64(first + count), of: Int64(matters), "matters")
      }
      display.finish("Filled with \(matters) matters.")
      await city.close()
    }

    /// A type that a person files and dispatches.
    private func dispatchedType(_ city: City) throws -> MatterType {
      guard let type = city.pack.matterTypes.first(where: { !$0.acceptsByItself && !$0.dispatchesByItself }) else {
        throw CommandFailure(description: "The pack has no matter type that is dispatched by hand.")
      }
      return type
    }
  }
}
