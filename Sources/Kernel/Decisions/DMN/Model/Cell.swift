// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A piece of FEEL with its place: the text of an element, or a cell of a sheet.
public struct Cell: Sendable, Hashable {
  public var text: String
  /// Counted from 1; 0 where there is no source.
  public var line: Int
  /// The column of a sheet, or of a decision table in XML, counted from 1; 0 for other expressions in XML.
  public var column: Int

  public init(_ text: String, line: Int = 0, column: Int = 0) {
    self.text = text
    self.line = line
    self.column = column
  }

  /// Whether the cell fits everything: empty or `-` (DMN 1.5, 8.3.3).
  public var isIrrelevant: Bool {
    let trimmed = text.trimmingXMLSpace
    return trimmed.isEmpty || trimmed == "-"
  }
}
