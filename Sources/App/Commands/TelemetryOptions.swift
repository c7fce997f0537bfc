// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Telemetry

/// Budgets of what is kept of readings before it is compressed, and of questions about them.
struct TelemetryOptions: ParsableArguments {
  @Option(help: "Readings in the log from which on it is sealed; they are kept in memory too, at 16 bytes each.")
  var sealReadings: Int = 2_000_000

  @Option(help: "Bytes of the log from which on it is sealed.")
  var sealBytes: Int = 32 << 20

  @Option(help: "Rows of the log from which on it is sealed.")
  var sealRows: Int = 1024

  @Option(help: "Readings that may wait to be kept at the same time, of all who send; more are refused.")
  var pendingReadings: Int = 4_000_000

  @Option(help: "Readings that may be sent to be kept together, all or none.")
  var appendReadings: Int = 2_000_000

  @Option(help: "Buckets of time that one question may ask for, of each row of its answer.")
  var buckets: Int = 100_000

  @Option(help: "Values in one answer of buckets; of buckets twice as many may be worked out for it.")
  var bucketValues: Int = 500_000

  func validate() throws {
    guard sealReadings > 0, sealBytes > 0, sealRows > 0, pendingReadings > 0, appendReadings > 0, buckets > 0 else {
      throw ValidationError("Budgets of readings are positive numbers.")
    }
    guard (1...100_000_000).contains(bucketValues) else {
      throw ValidationError("--bucket-values is 1 to 100000000, not \(bucketValues).")
    }
  }

  func apply(to settings: inout TelemetrySettings) {
    settings.sealReadings = sealReadings
    settings.sealBytes = sealBytes
    settings.sealRows = sealRows
    settings.maxPendingReadings = pendingReadings
    settings.maxBatchReadings = appendReadings
    settings.maxBuckets = buckets
    settings.maxBins = 2 * bucketValues
  }
}
