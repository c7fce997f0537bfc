// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A step into a JSON value: `/key` or `[0]`.
enum JSONStep: Hashable, Sendable {
  case key(String)
  case index(Int)
}

/// A way from an entity to a value: `Datastream/Thing/properties/floors[0]/name`.
struct PropertyPath: Hashable, Sendable {
  /// The variable of a lambda expression from whose entity it begins; `nil` for the entity that is filtered.
  var variable: String?
  /// The entity it begins at.
  var root: EntityType
  var navigations: [Navigation]
  /// A property of `owner`.
  var property: Property
  /// Steps into the property's value.
  var inner: [JSONStep]

  /// The kind of entity that has the property.
  var owner: EntityType { navigations.last?.target ?? root }
  var type: ValueType { inner.isEmpty ? property.type : .any }
  /// Whether there may be more than one value.
  var isCollection: Bool { navigations.contains(where: \.isCollection) }
}
