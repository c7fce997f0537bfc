// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Positions as numbers whose order keeps neighbours near each other (Morton order), for plain indexes on either engine.
///
/// Longitude and latitude are each cut into 2³¹ steps (at most 2 cm) and their bits interleaved, longitude first. The numbers
/// are never negative.
public enum ZOrder {
  private static let bits = 31
  private static let steps = Double(1 << 31)

  public static func code(_ position: Position) -> Int64 {
    interleave(column(position.longitude)) << 1 | interleave(row(position.latitude))
  }

  /// Ranges of codes that together hold the code of every position in the box, in ascending order.
  ///
  /// They hold codes of positions outside as well, so the coordinates must be compared too.
  ///
  /// - Parameter limit: most ranges to return, at least 1: more fit the box more closely.
  public static func ranges(covering box: BoundingBox, atMost limit: Int = 16) -> [ClosedRange<Int64>] {
    precondition(limit >= 1, "at least one range is needed")
    let columns = column(box.west)...column(box.east)
    let rows = row(box.south)...row(box.north)
    var whole: [ClosedRange<Int64>] = []
    var split = [Square(column: 0, row: 0, size: bits)]
    // Four times as many squares as ranges asked for: joining the nearest then leaves little that is not wanted.
    while !split.isEmpty, whole.count + split.count < 4 * limit {
      var next: [Square] = []
      for square in split {
        if columns.contains(square.columns) && rows.contains(square.rows) {
          whole.append(square.codes)
        } else if square.size > 0 {
          next += square.quarters.filter { $0.columns.overlaps(columns) && $0.rows.overlaps(rows) }
        } else {
          whole.append(square.codes)
        }
      }
      split = next
    }
    return joined(whole + split.map(\.codes), atMost: limit)
  }

  /// A square of the grid with sides of 2^size steps.
  private struct Square {
    var column: Int64
    var row: Int64
    var size: Int

    var columns: ClosedRange<Int64> { column...column + (1 << Int64(size)) - 1 }
    var rows: ClosedRange<Int64> { row...row + (1 << Int64(size)) - 1 }
    var codes: ClosedRange<Int64> {
      let first = ZOrder.interleave(column) << 1 | ZOrder.interleave(row)
      return first...first + (1 << Int64(2 * size)) - 1
    }
    var quarters: [Square] {
      let half = Int64(1) << Int64(size - 1)
      return [
        Square(column: column, row: row, size: size - 1), Square(column: column, row: row + half, size: size - 1),
        Square(column: column + half, row: row, size: size - 1),
        Square(column: column + half, row: row + half, size: size - 1),
      ]
    }
  }

  private static func joined(_ pieces: [ClosedRange<Int64>], atMost limit: Int) -> [ClosedRange<Int64>] {
    let sorted = pieces.sorted { $0.lowerBound < $1.lowerBound }
    // The gaps that stay open are the widest ones, and none where pieces follow each other.
    let gaps = zip(sorted, sorted.dropFirst()).map { $1.lowerBound - $0.upperBound - 1 }
    let open = Set(gaps.indices.filter { gaps[$0] > 0 }.sorted { gaps[$0] > gaps[$1] }.prefix(limit - 1))
    var ranges: [ClosedRange<Int64>] = []
    for (index, piece) in sorted.enumerated() {
      if let last = ranges.last, !open.contains(index - 1) {
        ranges[ranges.count - 1] = last.lowerBound...piece.upperBound
      } else {
        ranges.append(piece)
      }
    }
    return ranges
  }

  private static func column(_ longitude: Double) -> Int64 { step((longitude + 180) / 360) }
  private static func row(_ latitude: Double) -> Int64 { step((latitude + 90) / 180) }

  private static func step(_ share: Double) -> Int64 { min(Int64(1) << 31 - 1, max(0, Int64(share * steps))) }

  /// Spreads the lower 31 bits so that a zero lies between each.
  private static func interleave(_ value: Int64) -> Int64 {
    var spread = UInt64(value)
    spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFF
    spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FF
    spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0F
    spread = (spread | spread << 2) & 0x3333_3333_3333_3333
    spread = (spread | spread << 1) & 0x5555_5555_5555_5555
    return Int64(spread)
  }
}
