// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What every parser fills, so that all do the same work: of each item a number that stands for its name, its time and
/// its value.
struct Columns {
  var keys: [Int32] = []
  /// In milliseconds since 1970-01-01T00:00:00Z.
  var instants: [Int64] = []
  var values: [Double] = []

  var count: Int { values.count }

  mutating func append(key: Int, at instant: Int64, value: Double) {
    keys.append(Int32(key))
    instants.append(instant)
    values.append(value)
  }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    instants.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// One of each column, of the values that of their bits; parsers that read the same have the same.
  var sums: [UInt64] {
    var sums: [UInt64] = [0, 0, 0]
    for index in 0..<count {
      sums[0] &+= UInt64(UInt32(bitPattern: keys[index]))
      sums[1] &+= UInt64(bitPattern: instants[index])
      sums[2] &+= values[index].bitPattern
    }
    return sums
  }

  /// The sum of the values, for parsers that read some of them a last bit otherwise.
  var total: Double { values.reduce(0, +) }
}
