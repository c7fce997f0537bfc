// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Intake
import LineProtocol

/// The doors through which devices send readings.
struct DoorOptions: ParsableArguments {
  @Option(help: "Readings that may be on their way to the disk at the same time, through all doors for devices.")
  var waitingReadings: Int = 400_000

  @Option(help: "Most bytes of one body of line protocol, as it comes and unpacked.")
  var lineProtocolLimit: Int = 32 << 20

  @Option(help: "How codes of series are made of line protocol: a template, or measurement=template;*=template.")
  var lineProtocolSeries: String = "{measurement}{tags}:{field}"

  @Flag(help: "Refuse line protocol for series that the city does not know.")
  var lineProtocolKnownSeries = false

  func validate() throws {
    guard waitingReadings > 0, lineProtocolLimit > 0 else { throw ValidationError("Limits are positive numbers.") }
    do { _ = try SeriesRule(lineProtocolSeries) } catch {
      throw ValidationError("--line-protocol-series: \(error)")
    }
  }

  var intakeSettings: IntakeSettings {
    var settings = IntakeSettings()
    settings.waitingReadings = waitingReadings
    return settings
  }

  var lineProtocolSettings: LineProtocolSettings {
    get throws {
      var settings = LineProtocolSettings()
      settings.bodyLimit = lineProtocolLimit
      settings.createsSeries = !lineProtocolKnownSeries
      settings.rule = try SeriesRule(lineProtocolSeries)
      return settings
    }
  }
}
