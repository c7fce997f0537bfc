// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The settings that bound the work on a model.
public struct DecisionLimits: Sendable {
  public var xml: XMLLimits
  public var feel: FEELLimits
  public var tables: TableLimits

  public init(
    xml: XMLLimits = XMLLimits(), feel: FEELLimits = FEELLimits(), tables: TableLimits = TableLimits()
  ) {
    self.xml = xml
    self.feel = feel
    self.tables = tables
  }
}
