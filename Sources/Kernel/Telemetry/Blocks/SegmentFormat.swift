// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The bytes of a segment: blocks of many series, compressed together.
///
/// A segment is a version (one byte), flags (one byte), the lengths of its sections, the sections, and the XXH64 of all
/// that. The section `directory` says for each series how its block is written; the other sections hold the blocks,
/// part by part (see `Section`).
enum SegmentFormat {
  static let version: UInt8 = 1
  /// Whether the blocks have summaries.
  static let summarized: UInt8 = 1
  /// Most readings of a segment: what is claimed beyond is not believed.
  static let mostReadings = 1 << 22
  /// Most bytes of a section.
  static let mostBytes = 1 << 26
  static let checksumBytes = 8

  /// Beside the kind of a block's readings, in one byte.
  static let hasQuality: UInt8 = 0x10
  static let hasDecimals: UInt8 = 0x20
  /// Every number was written with all decimals of the block's scale.
  static let fixedDecimals: UInt8 = 0x40
  /// Every whole number was written with one decimal, as in `21.0`, the others with as many as they need.
  static let wholeDecimals: UInt8 = 0x80
  /// The scale of numbers written as patterns.
  static let patternScale: UInt8 = 0xFF
}

extension Series.Kind {
  var number: UInt8 {
    switch self {
    case .number: 0
    case .text: 1
    case .boolean: 2
    case .json: 3
    }
  }

  init?(number: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = kind
  }
}

/// What is known of a block without decoding it.
struct BlockSummary: Sendable, Equatable {
  var min: Double
  var max: Double
  var sum: Double
  var first: Double
  var last: Double
}
