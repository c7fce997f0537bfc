// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How far the analysis of a decision table goes.
public struct TableLimits: Sendable, Hashable {
  /// Steps of the search for gaps and for rules that never count, in one table.
  public var steps: Int
  /// Greatest number of findings of one kind in one table; more are counted, not listed.
  public var findings: Int

  public init(steps: Int = 2_000_000, findings: Int = 20) {
    self.steps = steps
    self.findings = findings
  }
}
