// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Access
import ArgumentParser
import Packs
import Vocabulary

/// Limits of a served city.
struct LimitOptions: ParsableArguments {
  @Option(help: "Matters kept decoded in memory, so that the next command on them need not read them.")
  var matterCache: Int = 20_000

  @Option(help: "Seconds that a reading's time may lie in the future before it is refused.")
  var maximumClockSkew: Int = 300

  @Option(help: "Minutes after which a session that is not used ends.")
  var sessionIdle: Int = 240

  @Option(help: "Hours after which a session ends, however much it is used.")
  var sessionLifetime: Int = 24

  @Option(help: "Seconds between signatures under the journal.")
  var checkpointInterval: Int = 60

  /// The defaults, for commands that serve nothing.
  static var defaults: LimitOptions { (try? LimitOptions.parse([])) ?? LimitOptions() }

  func validate() throws {
    guard matterCache > 0, maximumClockSkew >= 0, sessionIdle > 0, sessionLifetime > 0, checkpointInterval > 0 else {
      throw ValidationError("Limits are positive numbers.")
    }
  }

  func apply(to settings: inout CitySettings) {
    settings.matterCache = matterCache
    settings.telemetry.maxClockSkew = .seconds(maximumClockSkew)
    settings.access.sessionIdle = .seconds(sessionIdle * 60)
    settings.access.sessionLifetime = .seconds(sessionLifetime * 3600)
    settings.checkpointEvery = .seconds(checkpointInterval)
  }
}
