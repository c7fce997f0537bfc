// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Stands where a series has no value. Arithmetic never makes these bits.
let absent = Double(bitPattern: 0x7FF0_0000_0000_0002)

extension Double {
  @inline(__always) var isAbsent: Bool { bitPattern == 0x7FF0_0000_0000_0002 }
}

/// The values of one series at each step.
struct Row: Sendable {
  var labels: Labels
  var values: [Double]

  var isEmpty: Bool { values.allSatisfy(\.isAbsent) }
}

/// What an expression is, at each step.
enum Evaluated {
  case scalar([Double])
  case vector([Row])
  case string(String)
}

/// The instants at which an expression is evaluated.
struct Steps: Sendable {
  /// Milliseconds since 1970.
  var start: Int64
  var step: Int64
  var count: Int

  func instant(_ index: Int) -> Int64 { start + Int64(index) * step }

  var end: Int64 { instant(count - 1) }
}
