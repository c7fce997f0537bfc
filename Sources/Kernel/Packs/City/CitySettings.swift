// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Foundation
public import Storage
public import Telemetry

/// Settings of a city; all but the data folder have a default.
public struct CitySettings: Sendable {
  /// Holds database, evidence and keys; made when it does not exist.
  public var dataFolder: URL
  /// By default the file `city.db` in the data folder.
  public var database: DatabaseLocation
  public var databaseSettings = DatabaseSettings()
  public var access = AccessSettings()
  public var telemetry = TelemetrySettings()
  /// How many matters are kept decoded in memory.
  public var matterCache = 20_000
  /// The largest evidence file, in bytes.
  public var evidenceLimit = 20 << 20
  /// The largest picture among them, in points.
  public var pictureLimit = 100_000_000
  /// How many kilometres around the city's areas the place of a report may lie; 0 for anywhere.
  public var reportReach = 100
  /// How many events with uses of a decision one what-if looks at, the newest first.
  public var whatIfLimit = 100_000
  /// How many readings one what-if of a threshold rule looks at.
  public var ruleWhatIfLimit = 10_000_000
  /// How often clocks are looked at, and whether another version of a decision has come into force.
  public var tickEvery = Duration.seconds(1)
  /// How often the ends of the journal are signed.
  public var checkpointEvery = Duration.seconds(60)

  public init(dataFolder: URL, database: DatabaseLocation? = nil) {
    self.dataFolder = dataFolder
    self.database =
      database ?? .sqlite(path: dataFolder.appending(path: "city.db").path(percentEncoded: false))
  }
}
