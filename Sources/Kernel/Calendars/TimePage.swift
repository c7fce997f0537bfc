// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The stretches of work that lie in one page of the time line, with running sums.
final class TimePage: Sendable {
  struct Stretch {
    var start: Int64
    var end: Int64
    /// Milliseconds worked on this page before it.
    var before: Int64
  }

  private let stretches: [Stretch]
  /// Milliseconds worked on the page.
  let total: Int64

  /// Lays out the working time between two instants.
  ///
  /// An instant is working time when the clocks show a time within the hours of the date they show: what clocks skip
  /// is not worked, what they show twice is worked twice. Within a stretch of constant offset the clocks run as time
  /// does, so that the days of each such stretch follow in order.
  init(_ timetable: Timetable, from pageStart: Int64, to pageEnd: Int64) {
    var stretches: [Stretch] = []
    var total: Int64 = 0
    let zone = timetable.zone
    var index = zone.stretch(at: pageStart)
    while index < zone.starts.count, zone.starts[index] < pageEnd {
      let offset = zone.offsets[index]
      let start = max(pageStart, zone.starts[index])
      let end = index + 1 < zone.starts.count ? min(pageEnd, zone.starts[index + 1]) : pageEnd
      let firstDay = (start + offset).flooredQuotient(86_400_000)
      let lastDay = (end - 1 + offset).flooredQuotient(86_400_000)
      for day in firstDay...lastDay {
        let midnight = day * 86_400_000 - offset
        for span in timetable.hours(onDay: Int(day)) {
          let from = max(start, midnight + Int64(span.from) * 60_000)
          let to = min(end, midnight + Int64(span.to) * 60_000)
          guard from < to else { continue }
          if let last = stretches.last, last.end == from {
            stretches[stretches.count - 1].end = to
          } else {
            stretches.append(Stretch(start: from, end: to, before: total))
          }
          total += to - from
        }
      }
      index += 1
    }
    self.stretches = stretches
    self.total = total
  }

  /// Milliseconds worked on this page before an instant.
  func worked(before instant: Int64) -> Int64 {
    guard let index = last(where: { $0.start < instant }) else { return 0 }
    let stretch = stretches[index]
    return stretch.before + min(instant, stretch.end) - stretch.start
  }

  /// The first instant before which so much was worked on this page; `amount` is more than 0 and at most `total`.
  func instant(after amount: Int64) -> Int64 {
    let stretch = stretches[last { $0.before < amount } ?? 0]
    return stretch.start + amount - stretch.before
  }

  /// Whether an instant of this page is working time.
  func isWorking(at instant: Int64) -> Bool {
    guard let index = last(where: { $0.start <= instant }) else { return false }
    return instant < stretches[index].end
  }

  /// Index of the last stretch of those at the front that satisfy the condition.
  @inline(__always)
  private func last(where isBefore: (Stretch) -> Bool) -> Int? {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(stretches[middle]) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}
