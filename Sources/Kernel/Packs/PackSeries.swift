// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Telemetry
public import Vocabulary

/// A series of readings as a pack declares it.
public struct PackSeries: Hashable, Sendable {
  public var code: String
  public var name: LocalizedText
  /// UCUM code (`Cel`, `kPa`, `L/min`).
  public var unit: String?
  public var kind: Series.Kind
  /// Where the entity is: warnings about the series are matters at this place.
  public var position: Position?
  /// URI of the thing of which the series tells; the city makes an entity for it where there is none.
  public var entity: String?
  /// Heading of the column that holds it in files of readings; the code where it is absent.
  public var column: String?
  /// Code of the class whose rules count for it.
  public var seriesClass: String?
  var policy = Series.Policy.lastWins
  var retentionClass = ""

  /// The form in which telemetry takes it.
  public var new: NewSeries {
    NewSeries(
      code: code, name: name, unit: unit, kind: kind, entity: entity, policy: policy, retentionClass: retentionClass)
  }
}
