// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Says where the entities and their properties live in the database.
///
/// The names of tables (`alias`) are made by who compiles: `t`, `t1`, `t2` …; texts must hold no value of a request but as `?`.
protocol EntityResolver {
  /// A property of the entity whose row is `alias`; `id` is one.
  func property(_ property: Property, of type: EntityType, alias: String) throws -> SQLProperty

  /// The rows that a navigation leads to.
  ///
  /// - Parameters:
  ///   - alias: the row it starts from.
  ///   - target: the name to give to the rows of the target; further tables must have names that begin with it.
  func join(_ navigation: Navigation, from type: EntityType, alias: String, target: String) throws -> SQLJoin
}

/// A resolver's answer for what is not in the database, such as observations: who compiles hands it on.
struct NotInSQL: Error, Hashable {
  /// The property or navigation.
  var name: String
}

/// How a property is stored.
enum SQLProperty {
  case string(SQLText)
  case number(SQLText)
  /// 0 or 1.
  case boolean(SQLText)
  /// Milliseconds since 1970.
  case instant(SQLText)
  /// Milliseconds since 1970: both the same for an instant, both null where there is none.
  case interval(start: SQLText, end: SQLText)
  /// The text of a JSON document, or null, and where in it the property is.
  case json(document: SQLText, path: [JSONStep])
  /// A value of one of three types, each in a place of its own; at most one of them is not null.
  case variant(number: SQLText?, string: SQLText?, boolean: SQLText?)
  case geometry(GeometrySource)
}

/// Where geometries are.
struct GeometrySource {
  /// Names the geometry of the row; null where it has none.
  var key: SQLText
  var keyIsInteger: Bool
  /// A query that yields key and GeoJSON text of every geometry whose box meets the given one; of all for `nil`.
  var candidates: (BoundingBox?) -> SQLText

  init(key: SQLText, keyIsInteger: Bool = false, candidates: @escaping (BoundingBox?) -> SQLText) {
    self.key = key
    self.keyIsInteger = keyIsInteger
    self.candidates = candidates
  }
}

/// Tables joined to a row.
struct SQLJoin {
  /// `entities t1`, or several tables joined with each other.
  var tables: SQLText
  /// What ties them to the row they were reached from; with the tenant.
  var condition: SQLText
}
