// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Telemetry
import Vocabulary

extension City {
  /// Gives the series of the pack the rules of their classes, where they have others.
  func adoptSeriesClasses() async throws {
    guard !pack.seriesClasses.isEmpty else { return }
    let classes = Dictionary(pack.seriesClasses.map { ($0.code, $0) }) { first, _ in first }
    try await database.write { [telemetry, tenant, pack] transaction in
      let known = try telemetry.retentionClasses(tenant: tenant, in: transaction)
      for one in pack.seriesClasses where !known.contains(one.retention) {
        try telemetry.define(one.retention, tenant: tenant, in: transaction)
      }
      let rules = try telemetry.qualityRules(in: transaction)
      for series in pack.series {
        guard let code = series.seriesClass, let wanted = classes[code],
          let id = try telemetry.catalogue.series(code: series.code, tenant: tenant, in: transaction)?.id,
          rules[id] != wanted.quality
        else { continue }
        try telemetry.define(wanted.quality, of: id, tenant: tenant, in: transaction)
      }
    }
  }
}
