// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What is wrong with one place of a CSV file.
public struct CSVFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name.
  public var file: String
  /// Counted from 1; the row of headings is the first. `nil` where the whole file is meant.
  public var row: Int?
  /// The heading of the column, or its number where there is none.
  public var column: String?
  /// What is wrong and what would be right.
  public var detail: String

  public init(file: String, row: Int? = nil, column: String? = nil, detail: String) {
    self.file = file
    self.row = row
    self.column = column
    self.detail = detail
  }

  /// `Missing Sign.csv:17:OPEN_DT`
  public var place: String { [file, row.map { "\($0)" }, column].compactMap { $0 }.joined(separator: ":") }

  public var description: String { "\(place): \(detail)" }

  /// The same in the shape that leaves the program.
  public var problem: Problem {
    Problem(.invalid, description, errors: [Problem.FieldError(pointer: place, detail: detail)])
  }
}
