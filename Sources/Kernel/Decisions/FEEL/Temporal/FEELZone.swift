// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a time of day counts: so many seconds east of UTC, or by the rules of a place.
public enum FEELZone: Sendable, Hashable {
  /// Seconds east of UTC, within 14 hours (XML Schema Part 2, 3.2.7.3).
  case offset(Int)
  /// A name of the IANA time zone database: `Europe/Paris`.
  case region(String)

  /// Coordinated Universal Time.
  public static let utc = FEELZone.offset(0)

  /// How far an offset may be from UTC, in seconds.
  public static let offsets = -14 * 3600...14 * 3600
}

extension FEELZone: CustomStringConvertible {
  /// `Z`, `+08:00`, `-02:45:55`, `@Europe/Paris`.
  public var description: String {
    switch self {
    case .offset(0): return "Z"
    case .offset(let seconds):
      let size = abs(seconds)
      return (seconds < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2)
        + (size % 60 == 0 ? "" : ":" + padded(size % 60, 2))
    case .region(let name): return "@" + name
    }
  }

  /// Reads `Z`, `+08:00` or `@Europe/Paris`, to the end of the text. The standard's own examples write `z` too.
  init?(scanning scanner: inout TemporalScanner) {
    if scanner.skip("Z") || scanner.skip("z") {
      guard scanner.atEnd else { return nil }
      self = .utc
    } else if scanner.skip("@") {
      let name = scanner.rest
      guard TimeZones.isKnown(name) else { return nil }
      self = .region(name)
    } else {
      let isNegative = scanner.skip("-")
      guard isNegative || scanner.skip("+"), let hours = scanner.pair(), scanner.skip(":"),
        let minutes = scanner.pair(), minutes < 60, scanner.atEnd, Self.offsets.contains(hours * 3600 + minutes * 60)
      else { return nil }
      self = .offset((isNegative ? -1 : 1) * (hours * 3600 + minutes * 60))
    }
  }

  /// Seconds east of UTC where the clocks show so many seconds since 1970-01-01T00:00:00.
  func offset(atLocal seconds: Int) -> Int {
    switch self {
    case .offset(let offset): offset
    case .region(let name): TimeZones.offset(of: name, atLocal: seconds)
    }
  }

  /// Seconds east of UTC at so many seconds since 1970-01-01T00:00:00Z.
  func offset(at seconds: Int) -> Int {
    switch self {
    case .offset(let offset): offset
    case .region(let name): TimeZones.offset(of: name, at: seconds)
    }
  }

  /// Seconds east of UTC of a time of day on no date: a place's winter time of 2024, so that comparisons come out alike
  /// on any day.
  var dateless: Int {
    switch self {
    case .offset(let offset): offset
    case .region(let name):
      min(
        TimeZones.offset(of: name, at: 1_704_067_200), TimeZones.offset(of: name, at: 1_719_792_000))
    }
  }
}
