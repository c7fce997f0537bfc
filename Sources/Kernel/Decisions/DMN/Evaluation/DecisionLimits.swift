// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings that bound the work on decisions: of reading, checking and making them.
public struct DecisionLimits: Sendable, Hashable {
  public var xml: XMLLimits
  public var feel: FEELLimits
  public var tables: TableLimits
  /// Of the conditions of threshold rules, which are asked for every reading.
  public var thresholds: FEELLimits

  public init(
    xml: XMLLimits = XMLLimits(), feel: FEELLimits = FEELLimits(), tables: TableLimits = TableLimits(),
    thresholds: FEELLimits = .thresholds
  ) {
    self.xml = xml
    self.feel = feel
    self.tables = tables
    self.thresholds = thresholds
  }
}
