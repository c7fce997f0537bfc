// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What was found wrong with a reading when it arrived. A reading is kept whatever is wrong with it.
public struct Quality: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Outside the range in which the quantity can lie.
  public static let range = Quality(rawValue: 1)
  /// Too far from the reading before for the time between them.
  public static let step = Quality(rawValue: 2)
  /// The value has not moved for longer than it can rest.
  public static let flatLine = Quality(rawValue: 4)
  /// The first after more than the usual time without a reading.
  public static let gap = Quality(rawValue: 8)
  /// Its instant is too far from the moment of arrival.
  public static let clockSkew = Quality(rawValue: 16)
  /// It came in a unit that the series does not have.
  public static let unit = Quality(rawValue: 32)
  /// A person has put it in the place of what came.
  public static let corrected = Quality(rawValue: 64)

  /// What each mark is called in interfaces.
  public static let names: [(name: String, quality: Quality)] = [
    ("range", .range), ("step", .step), ("flatLine", .flatLine), ("gap", .gap), ("clockSkew", .clockSkew),
    ("unit", .unit), ("corrected", .corrected),
  ]

  /// `nil` for a name that is none.
  public init?(names: some Sequence<String>) {
    self.init(rawValue: 0)
    for name in names {
      guard let known = Self.names.first(where: { $0.name == name }) else { return nil }
      insert(known.quality)
    }
  }

  /// The names of its marks.
  public var names: [String] { Self.names.filter { contains($0.quality) }.map(\.name) }
}
