// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Prometheus

/// Limits of the query API of Prometheus.
struct PrometheusOptions: ParsableArguments {
  @Option(help: "Seconds that a reading counts as the value of its series, in the query API of Prometheus.")
  var prometheusLookback: Int = 300

  @Option(help: "Points of one series in one answer of the query API of Prometheus.")
  var prometheusPoints: Int = 11_000

  @Option(help: "Series that one selector of PromQL may choose.")
  var prometheusSeries: Int = 50_000

  @Option(help: "Values that one selector of PromQL may make, series times points.")
  var prometheusValues: Int = 10_000_000

  @Option(help: "Readings that one selector of PromQL may decode.")
  var prometheusSamples: Int = 100_000_000

  @Option(help: "Seconds that a question in PromQL may take.")
  var prometheusTimeout: Int = 60

  func validate() throws {
    guard prometheusLookback > 0, prometheusPoints > 0, prometheusSeries > 0, prometheusValues > 0,
      prometheusSamples > 0, prometheusTimeout > 0
    else {
      throw ValidationError("Limits of the query API of Prometheus are positive numbers.")
    }
  }

  var settings: PrometheusSettings {
    var settings = PrometheusSettings()
    settings.lookback = .seconds(prometheusLookback)
    settings.points = prometheusPoints
    settings.series = prometheusSeries
    settings.values = prometheusValues
    settings.samples = prometheusSamples
    settings.timeout = .seconds(prometheusTimeout)
    return settings
  }
}
