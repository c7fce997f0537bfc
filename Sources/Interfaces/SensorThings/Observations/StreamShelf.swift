// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Telemetry
import Vocabulary

/// What is remembered of a stream so that a plain Observation of it needs no more than an append.
struct KnownStream: Sendable {
  var row: EntityRow
  var series: Series
  var handle: SeriesHandle
  /// The feature of its readings from `start` on, where that is still the place of its Thing.
  var feature: (id: Int64, start: Int64)?
  /// When it has to be looked up anew: another process may have changed it.
  var expires: Instant
}

/// Streams that Observations came for; forgotten with every change of an entity.
final class StreamShelf: Sendable {
  private let known = Mutex<[Int64: KnownStream]>([:])

  subscript(id: Int64) -> KnownStream? { known.withLock { $0[id] } }

  func keep(_ stream: KnownStream) {
    known.withLock {
      if $0.count > 200_000 { $0 = [:] }
      $0[stream.row.id] = stream
    }
  }

  func forget() { known.withLock { $0 = [:] } }
}
