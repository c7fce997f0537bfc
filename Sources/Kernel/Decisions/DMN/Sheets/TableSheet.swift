// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A decision table as people write it in a sheet, with the place of each cell; YAML and CSV both become this.
public struct TableSheet: Sendable {
  /// An input, an output or a note: the column's head and what stands below it before the rules.
  public struct Column: Sendable {
    /// The input's expression, or the output's or note's name.
    public var head: Cell
    public var label: Cell?
    public var type: Cell?
    /// The values that may occur; for outputs in order of priority, the highest first.
    public var values: Cell?
    /// The output when no rule fits.
    public var defaultEntry: Cell?

    public init(head: Cell, label: Cell? = nil, type: Cell? = nil, values: Cell? = nil, defaultEntry: Cell? = nil) {
      self.head = head
      self.label = label
      self.type = type
      self.values = values
      self.defaultEntry = defaultEntry
    }
  }

  /// One rule, its cells in the order of the columns.
  public struct Row: Sendable {
    public var id: String?
    public var inputs: [Cell]
    public var outputs: [Cell]
    public var notes: [Cell]
    public var line: Int
    /// Whether its cells are known. A row that has not as many as there are columns has none: nobody knows which of
    /// them are missing, or too many.
    public var isWhole = true

    public init(id: String? = nil, inputs: [Cell], outputs: [Cell], notes: [Cell] = [], line: Int) {
      self.id = id
      self.inputs = inputs
      self.outputs = outputs
      self.notes = notes
      self.line = line
    }
  }

  /// Name of the decision.
  public var name: Cell
  public var description: String?
  /// One of `HitPolicy`'s letters, such as `U` or `C+`, or its name in the standard; empty means `U`.
  public var hitPolicy: Cell
  public var inputs: [Column]
  public var outputs: [Column]
  public var notes: [Column]
  public var rows: [Row]
  public var file: String
  /// What is wrong in its form; what is read all the same can be checked.
  public var findings: [DecisionFinding] = []
  /// Whether all columns are known: only then its rules can be compared with each other.
  public var hasAllColumns = true

  public init(
    name: Cell, description: String? = nil, hitPolicy: Cell = Cell("U"), inputs: [Column], outputs: [Column],
    notes: [Column] = [], rows: [Row], file: String = ""
  ) {
    self.name = name
    self.description = description
    self.hitPolicy = hitPolicy
    self.inputs = inputs
    self.outputs = outputs
    self.notes = notes
    self.rows = rows
    self.file = file
  }
}
