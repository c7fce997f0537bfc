// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Vocabulary

/// `citywide serve`: runs a city.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve a city until asked to stop.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var doors: DoorOptions

  func run() async throws {
    let logger = common.logger()
    let start = SystemTime().now()
    let city = try await House.open(self.city, limits: limits, logger: logger)
    try await CityService(city, network: network, limits: limits, doors: doors, start: start, logger: logger).run()
  }
}
