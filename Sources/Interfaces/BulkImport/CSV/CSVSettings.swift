// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How a CSV file is written, and how much of it is held at once.
public struct CSVSettings: Hashable, Sendable {
  /// The byte between fields; `nil`: whichever of comma, semicolon and tab the headings have most of.
  public var separator: UInt8?
  /// Longest field, in bytes.
  public var maxField = 1 << 20
  /// Longest row, in bytes.
  public var maxRow = 1 << 24
  /// How much is read from the file at once.
  var chunk = 1 << 16

  public init(separator: UInt8? = nil) { self.separator = separator }
}
