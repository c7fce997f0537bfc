// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Measures one kind of time from a fixed start, and finds the instant at which an amount of it is reached.
protocol Meter {
  /// What has passed from the start to an instant that is not before it; never less for a later one.
  func amount(at instant: Int64) -> Int64
  /// The earliest instant at which an amount has passed.
  func instant(after amount: Int64) -> Int64?
}

struct ElapsedMeter: Meter {
  let start: Int64

  func amount(at instant: Int64) -> Int64 { instant - start }

  func instant(after amount: Int64) -> Int64? {
    let (sum, overflow) = start.addingReportingOverflow(amount)
    return overflow ? nil : sum
  }
}

struct WorkMeter: Meter {
  let timetable: Timetable
  let start: Int64

  func amount(at instant: Int64) -> Int64 { timetable.worked(from: start, to: instant) }

  func instant(after amount: Int64) -> Int64? { timetable.instant(amount, after: start) }
}
