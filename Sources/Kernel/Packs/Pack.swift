// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Decisions
public import Matters
public import Spatial
public import Vocabulary

/// A city as data: what `Packs/<city>/` says, read and checked as a whole.
public struct Pack: Sendable {
  /// Where the city's map opens.
  public struct MapView: Hashable, Sendable {
    public var center: Position
    /// Web-map zoom level, 0 to 22.
    public var zoom: Double
  }

  /// The city's code, such as `linjiang`.
  public var code: String
  /// Under which name the city's rows are stored; the city's code where the pack gives no other.
  public var tenant: Tenant
  public var name: LocalizedText
  /// BCP 47 tags of the languages offered, the preferred first.
  public var languages: [String]
  public var timeZone: TimeZoneRules
  public var map: MapView
  public var areas: AreaIndex
  /// In the order of the file.
  public var departments: [Department]
  public var calendars: [CalendarDefinition]
  public var matterTypes: [MatterType]
  public var decisions: [DecisionDefinition]
  /// What is allowed and yet likely to be a mistake, such as a table with gaps.
  public var remarks: PackFaults
  public var rules: [ThresholdRule]
  public var series: [PackSeries]
  public var seriesClasses: [SeriesClass]
  /// Calendars, matter types, routing tables and threshold rules with their content, as they are adopted.
  public var definitions: [Definition]
  /// With which its decisions were read, and those that people propose are.
  public var limits: DecisionLimits

  public func department(_ code: String) -> Department? { departments.first { $0.code == code } }
  public func series(_ code: String) -> PackSeries? { series.first { $0.code == code } }

  /// Codes of series by the headings that their columns have in files of readings: what the pack says, or the code
  /// itself.
  public var seriesByHeading: [String: String] {
    let named = series.compactMap { series in series.column.map { ($0, series.code) } }
    return Dictionary(named + series.map { ($0.code, $0.code) }) { first, _ in first }
  }
}

/// An office that handles matters.
public struct Department: Hashable, Sendable {
  /// Unique in the city.
  public var code: String
  public var name: LocalizedText
  /// What it is in charge of, for people.
  public var duties: LocalizedText?
  /// Code of the area that it works in; `nil`: the whole city.
  public var area: String?
}
