// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The kinds of entity of the sensing profile (OGC 18-088 §8.2) and of MultiDatastream (§14).
enum EntityType: String, CaseIterable, Hashable, Sendable {
  case thing = "Thing"
  case location = "Location"
  case historicalLocation = "HistoricalLocation"
  case datastream = "Datastream"
  case multiDatastream = "MultiDatastream"
  case sensor = "Sensor"
  case observedProperty = "ObservedProperty"
  case observation = "Observation"
  case featureOfInterest = "FeatureOfInterest"

  /// The name of one: `Thing`.
  var singular: String { rawValue }

  /// The name of all: `Things`.
  var set: String {
    switch self {
    case .observedProperty: "ObservedProperties"
    case .featureOfInterest: "FeaturesOfInterest"
    default: rawValue + "s"
    }
  }

  init?(set name: String) {
    guard let type = Self.allCases.first(where: { $0.set == name }) else { return nil }
    self = type
  }

  var properties: [Property] { Self.tables[self]?.properties ?? [] }
  var navigations: [Navigation] { Self.tables[self]?.navigations ?? [] }

  /// The property of this name; `id` is `@iot.id` too, `selfLink` `@iot.selfLink`.
  func property(_ name: String) -> Property? {
    let name = name == "@iot.id" ? "id" : name
    return properties.first { $0.name == name }
  }

  func navigation(_ name: String) -> Navigation? { navigations.first { $0.name == name } }

  private static let tables: [EntityType: (properties: [Property], navigations: [Navigation])] =
    Dictionary(uniqueKeysWithValues: allCases.map { ($0, ($0.propertyTable, $0.navigationTable)) })

  private var propertyTable: [Property] {
    let id = Property("id", .any)
    let name = Property("name", .string)
    let description = Property("description", .string)
    let properties = Property("properties", .any)
    let encodingType = Property("encodingType", .string)
    let stream = [
      Property("observedArea", .geometry), Property("phenomenonTime", .interval), Property("resultTime", .interval),
      properties,
    ]
    return switch self {
    case .thing: [id, name, description, properties]
    case .location: [id, name, description, encodingType, Property("location", .geometry), properties]
    case .historicalLocation: [id, Property("time", .instant)]
    case .datastream:
      [id, name, description, Property("observationType", .string), Property("unitOfMeasurement", .any)] + stream
    case .multiDatastream:
      [
        id, name, description, Property("observationType", .string), Property("multiObservationDataTypes", .any),
        Property("unitOfMeasurements", .any),
      ] + stream
    case .sensor: [id, name, description, encodingType, Property("metadata", .any), properties]
    case .observedProperty: [id, name, Property("definition", .string), description, properties]
    case .observation:
      [
        id, Property("phenomenonTime", .time), Property("result", .result), Property("resultTime", .instant),
        Property("resultQuality", .any), Property("validTime", .interval), Property("parameters", .any),
      ]
    case .featureOfInterest: [id, name, description, encodingType, Property("feature", .geometry), properties]
    }
  }

  private var navigationTable: [Navigation] {
    func one(_ target: EntityType) -> Navigation {
      Navigation(name: target.singular, target: target, isCollection: false)
    }
    func many(_ target: EntityType) -> Navigation { Navigation(name: target.set, target: target, isCollection: true) }
    return switch self {
    case .thing: [many(.location), many(.historicalLocation), many(.datastream), many(.multiDatastream)]
    case .location: [many(.thing), many(.historicalLocation)]
    case .historicalLocation: [one(.thing), many(.location)]
    case .datastream: [one(.thing), one(.sensor), one(.observedProperty), many(.observation)]
    case .multiDatastream: [one(.thing), one(.sensor), many(.observedProperty), many(.observation)]
    case .sensor, .observedProperty: [many(.datastream), many(.multiDatastream)]
    case .observation: [one(.datastream), one(.multiDatastream), one(.featureOfInterest)]
    case .featureOfInterest: [many(.observation)]
    }
  }
}

/// A property of an entity that holds a value.
struct Property: Hashable, Sendable {
  var name: String
  var type: ValueType

  init(_ name: String, _ type: ValueType) {
    self.name = name
    self.type = type
  }
}

/// A way from an entity to related ones.
struct Navigation: Hashable, Sendable {
  var name: String
  var target: EntityType
  /// Whether there may be more than one.
  var isCollection: Bool
}
