// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The door's way from bytes to numbers and no further: without a city, a sender or a disk, so that what parsing alone
/// costs can be measured.
package struct LineReader {
  private var codes = SeriesCodes(.standard)
  private let predictsHeads: Bool

  /// - Parameter predictsHeads: first compares a line's head with the one that came after the last one the time before,
  ///   as the door does; otherwise every head is looked up by its hash.
  package init(predictsHeads: Bool) { self.predictsHeads = predictsHeads }

  /// Reads the lines of one body, whose times are milliseconds, and appends an element to each column for each number.
  ///
  /// - Parameter series: gets the numbers of the series, in the order in which this reader met them.
  /// - Returns: how many lines, or fields of lines, were no number with a time.
  package mutating func read(
    _ bytes: [UInt8], series: inout [Int32], instants: inout [Int64], values: inout [Double]
  ) -> Int {
    bytes.withUnsafeBufferPointer { collect($0, &series, &instants, &values) }
  }

  private mutating func collect(
    _ bytes: UnsafeBufferPointer<UInt8>, _ series: inout [Int32], _ instants: inout [Int64], _ values: inout [Double]
  ) -> Int {
    codes.begin(database: "")
    var faults = 0
    var parser = LineParser(bytes)
    while true {
      do throws(LineFault) {
        guard try parser.next({ predictsHeads ? codes.expected($0, at: $1) : 0 }) else { return faults }
        guard let time = parser.time, let at = Precision.milliseconds.instant(time) else {
          faults += 1
          continue
        }
        try codes.read(parser) { field, _, value in
          guard case .number(let number, _) = value else {
            faults += 1
            return
          }
          series.append(Int32(field))
          instants.append(at.milliseconds)
          values.append(number)
        }
      } catch {
        faults += 1
      }
    }
  }
}
