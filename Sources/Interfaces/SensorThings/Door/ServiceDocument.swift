// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What the root of the service says (OGC 18-088 §9.2.1): the entity sets, and what of the standard is there.
enum ServiceDocument {
  static func document(root: String) -> Rendered {
    let sets = EntityType.allCases.map { type -> Rendered in
      .object([("name", .json(.string(type.set))), ("url", .json(.string("\(root)/\(type.set)")))])
    }
    let settings: [(name: String, value: Rendered)] = [
      ("conformance", .json(.array(conformance.map { .string($0) })))
    ]
    return .object([("value", .array(sets)), ("serverSettings", .object(settings))])
  }

  private static let base = "http://www.opengis.net/spec/iot_sensing/1.1/req/"

  /// Requirements that are met (OGC 18-088 annex A).
  static let conformance: [String] =
    [
      "datamodel/thing/properties", "datamodel/thing/relations", "datamodel/location/properties",
      "datamodel/location/relations", "datamodel/historical-location/properties",
      "datamodel/historical-location/relations", "datamodel/datastream/properties", "datamodel/datastream/relations",
      "datamodel/sensor/properties", "datamodel/sensor/relations", "datamodel/observed-property/properties",
      "datamodel/observed-property/relations", "datamodel/observation/properties", "datamodel/observation/relations",
      "datamodel/feature-of-interest/properties", "datamodel/feature-of-interest/relations",
      "datamodel/entity-control-information/common-control-information",
      "resource-path/resource-path-to-entities", "request-data/status-code", "request-data/query-status-code",
      "request-data/order", "request-data/expand", "request-data/select", "request-data/orderby", "request-data/skip",
      "request-data/top", "request-data/filter", "request-data/built-in-filter-operations",
      "request-data/built-in-query-functions", "request-data/count", "request-data/pagination",
      "create-update-delete/create-entity", "create-update-delete/link-to-existing-entities",
      "create-update-delete/deep-insert", "create-update-delete/deep-insert-status-code",
      "create-update-delete/update-entity", "create-update-delete/update-entity-jsonpatch",
      "create-update-delete/update-entity-put", "create-update-delete/delete-entity",
      "create-update-delete/historical-location-auto-creation", "batch-request/batch-request",
      "multi-datastream/properties", "multi-datastream/relations", "multi-datastream/constraints",
      "data-array/data-array",
    ].map { base + $0 }
}
