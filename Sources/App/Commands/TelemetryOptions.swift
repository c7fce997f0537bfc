// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Telemetry

/// Budgets of what is kept of readings before it is compressed.
struct TelemetryOptions: ParsableArguments {
  @Option(help: "Readings in the log from which on it is sealed; they are kept in memory too, at 16 bytes each.")
  var sealReadings: Int = 2_000_000

  @Option(help: "Bytes of the log from which on it is sealed.")
  var sealBytes: Int = 32 << 20

  @Option(help: "Rows of the log from which on it is sealed.")
  var sealRows: Int = 1024

  @Option(help: "Readings that may wait to be kept at the same time, of all who send; more are refused.")
  var pendingReadings: Int = 4_000_000

  func validate() throws {
    guard sealReadings > 0, sealBytes > 0, sealRows > 0, pendingReadings > 0 else {
      throw ValidationError("Budgets of readings are positive numbers.")
    }
  }

  func apply(to settings: inout TelemetrySettings) {
    settings.sealReadings = sealReadings
    settings.sealBytes = sealBytes
    settings.sealRows = sealRows
    settings.maxPendingReadings = pendingReadings
  }
}
