// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Spatial
public import Vocabulary

/// A thing in the city: the information model of NGSI-LD (ETSI GS CIM 009 §4.2), without its protocol.
public struct Entity: Hashable, Sendable {
  /// A URI (RFC 3986), such as `urn:ngsi-ld:Bridge:7`; unique per tenant.
  public var id: String
  /// What kind of thing it is: `Bridge`.
  public var type: String
  public var tenant: Tenant
  public var attributes: [String: Attribute]
  public var relationships: [String: Relationship]
  public var location: Geometry?
  /// Code of the department in charge, from the attribute that the store was told.
  public var department: String?
  /// The areas in which it lies.
  public var areas: AreaPath
  public var createdAt: Instant
  public var modifiedAt: Instant
  /// 1 when it is new, one more with every change.
  public var revision: Int64
}

/// A property of an entity.
public struct Attribute: Hashable, Sendable {
  /// Anything but null.
  public var value: JSON
  /// When the value was so in the city.
  public var observedAt: Instant?
  /// Common code of UN/CEFACT Recommendation 20: `CEL`, `KPA`.
  public var unitCode: String?
  /// Properties of the property.
  public var metadata: [String: JSON]

  public init(
    _ value: JSON, observedAt: Instant? = nil, unitCode: String? = nil, metadata: [String: JSON] = [:]
  ) {
    self.value = value
    self.observedAt = observedAt
    self.unitCode = unitCode
    self.metadata = metadata
  }
}

/// What an entity has to do with others.
public struct Relationship: Hashable, Sendable {
  /// Identifiers of the others, at least one; they need not exist.
  public var targets: [String]
  public var observedAt: Instant?
  /// Properties of the relationship.
  public var metadata: [String: JSON]

  public init(_ targets: String..., observedAt: Instant? = nil, metadata: [String: JSON] = [:]) {
    self.init(targets: targets, observedAt: observedAt, metadata: metadata)
  }

  public init(targets: [String], observedAt: Instant? = nil, metadata: [String: JSON] = [:]) {
    self.targets = targets
    self.observedAt = observedAt
    self.metadata = metadata
  }
}

/// An entity as it is asked for.
public struct NewEntity: Hashable, Sendable {
  public var id: String
  public var type: String
  public var attributes: [String: Attribute]
  public var relationships: [String: Relationship]
  public var location: Geometry?

  public init(
    id: String, type: String, attributes: [String: Attribute] = [:], relationships: [String: Relationship] = [:],
    location: Geometry? = nil
  ) {
    self.id = id
    self.type = type
    self.attributes = attributes
    self.relationships = relationships
    self.location = location
  }
}

/// A change of some parts of an entity; what is not named stays.
public struct EntityPatch: Hashable, Sendable {
  /// A new content, or none.
  public enum Change<Content: Hashable & Sendable>: Hashable, Sendable {
    case set(Content)
    case remove
  }

  public var attributes: [String: Change<Attribute>]
  public var relationships: [String: Change<Relationship>]
  public var location: Change<Geometry>?

  public init(
    attributes: [String: Change<Attribute>] = [:], relationships: [String: Change<Relationship>] = [:],
    location: Change<Geometry>? = nil
  ) {
    self.attributes = attributes
    self.relationships = relationships
    self.location = location
  }

  public var isEmpty: Bool { attributes.isEmpty && relationships.isEmpty && location == nil }

  /// The entity's content after the change. What is removed and was not there is no fault.
  func applied(to entity: Entity) -> NewEntity {
    var new = NewEntity(
      id: entity.id, type: entity.type, attributes: entity.attributes, relationships: entity.relationships,
      location: entity.location)
    for (name, change) in attributes {
      switch change {
      case .set(let attribute): new.attributes[name] = attribute
      case .remove: new.attributes[name] = nil
      }
    }
    for (name, change) in relationships {
      switch change {
      case .set(let relationship): new.relationships[name] = relationship
      case .remove: new.relationships[name] = nil
      }
    }
    switch location {
    case .set(let geometry): new.location = geometry
    case .remove: new.location = nil
    case nil: break
    }
    return new
  }

  /// What leads from one state of an entity to another.
  init(from old: Entity, to new: Entity) {
    self.init()
    for (name, attribute) in new.attributes where old.attributes[name] != attribute {
      attributes[name] = .set(attribute)
    }
    for name in old.attributes.keys where new.attributes[name] == nil { attributes[name] = .remove }
    for (name, relationship) in new.relationships where old.relationships[name] != relationship {
      relationships[name] = .set(relationship)
    }
    for name in old.relationships.keys where new.relationships[name] == nil { relationships[name] = .remove }
    if old.location != new.location { location = new.location.map { .set($0) } ?? .remove }
  }
}
