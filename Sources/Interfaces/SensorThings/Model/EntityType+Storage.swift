// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// How entities of SensorThings are kept as entities of the city.
extension EntityType {
  /// A property that a client gives.
  struct Given: Sendable {
    var name: String
    var isRequired: Bool
    var form: Form

    enum Form: Sendable { case text, object, list, any, time }
  }

  /// What a client gives, in the order of the answers.
  var given: [Given] {
    func must(_ name: String, _ form: Given.Form = .text) -> Given { Given(name: name, isRequired: true, form: form) }
    func may(_ name: String, _ form: Given.Form = .object) -> Given { Given(name: name, isRequired: false, form: form) }
    return switch self {
    case .thing: [must("name"), must("description"), may("properties")]
    case .location:
      [
        must("name"), must("description"), must("encodingType"), must("location", .any), may("properties"),
      ]
    case .historicalLocation: [must("time", .time)]
    case .datastream:
      [
        must("name"), must("description"), must("observationType"), must("unitOfMeasurement", .object),
        may("observedArea"), may("properties"),
      ]
    case .multiDatastream:
      [
        must("name"), must("description"), may("observationType", .text), must("multiObservationDataTypes", .list),
        must("unitOfMeasurements", .list), may("observedArea"), may("properties"),
      ]
    case .sensor:
      [must("name"), must("description"), must("encodingType"), must("metadata", .any), may("properties")]
    case .observedProperty: [must("name"), must("definition"), must("description"), may("properties")]
    case .observation:
      [
        may("phenomenonTime", .any), must("result", .any), may("resultTime", .any), may("resultQuality", .any),
        may("validTime", .text), may("parameters"),
      ]
    case .featureOfInterest:
      [must("name"), must("description"), must("encodingType"), must("feature", .any), may("properties")]
    }
  }

  /// The attribute of the city's entity that holds a property.
  static func attribute(_ property: String) -> String { property == "location" ? "feature" : property }

  /// The relationship that holds a navigation, and whether it is on this side.
  func relationship(_ navigation: String) -> (name: String, isForward: Bool)? {
    switch (self, navigation) {
    case (.thing, "Locations"): ("locations", true)
    case (.location, "Things"): ("locations", false)
    case (.thing, "Datastreams"), (.thing, "MultiDatastreams"): ("thing", false)
    case (.sensor, "Datastreams"), (.sensor, "MultiDatastreams"): ("sensor", false)
    case (.observedProperty, "Datastreams"): ("observedProperty", false)
    case (.observedProperty, "MultiDatastreams"): ("observedProperties", false)
    case (.datastream, "Thing"), (.multiDatastream, "Thing"): ("thing", true)
    case (.datastream, "Sensor"), (.multiDatastream, "Sensor"): ("sensor", true)
    case (.datastream, "ObservedProperty"): ("observedProperty", true)
    case (.multiDatastream, "ObservedProperties"): ("observedProperties", true)
    default: nil
    }
  }

  /// The identifier of the city's entity that is made for one of this interface.
  func uri(of id: Int64) -> String { "\(ownPrefix)\(id)" }
  var ownPrefix: String { "urn:ngsi-ld:\(rawValue):sensorthings-" }

  var isStream: Bool { self == .datastream || self == .multiDatastream }
  /// Whether it is kept as an entity of the city.
  var isEntity: Bool { self != .observation && self != .historicalLocation }

  /// Names that a body may have besides the properties.
  func isKnown(_ name: String) -> Bool {
    given.contains { $0.name == name } || navigation(name) != nil || name.contains("@iot.") || name == "id"
      || (isStream && (name == "phenomenonTime" || name == "resultTime"))
  }
}

extension EntityID {
  var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

  /// From the `@iot.id` of a body.
  init?(json: JSON) {
    switch json {
    case .integer(let value): self = .integer(value)
    case .string(let value): self = .string(value)
    default: return nil
    }
  }

  var json: JSON {
    switch self {
    case .integer(let value): .integer(value)
    case .string(let value): .string(value)
    }
  }
}
