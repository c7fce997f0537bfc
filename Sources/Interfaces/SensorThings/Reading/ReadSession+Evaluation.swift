// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Vocabulary

/// An entity as conditions see it.
struct ItemView: EntityView {
  let session: ReadSession
  let item: Item

  func value(of property: Property) throws -> QueryValue {
    guard let json = try session.json(of: property.name, item) else { return .null }
    if property.type == .geometry { return .init(Self.geometry(json), as: .geometry) }
    return QueryValue(json, as: property.type)
  }

  func related(_ navigation: Navigation) throws -> [any EntityView] {
    guard navigation.isCollection else {
      return try session.related(item, navigation).map { [ItemView(session: session, item: $0)] } ?? []
    }
    return try session.all(.related(item, navigation)).map { ItemView(session: session, item: $0) }
  }

  /// The geometry of a feature.
  static func geometry(_ json: JSON) -> JSON { json["type"] == "Feature" ? json["geometry"] ?? .null : json }
}

extension ReadSession {
  func matches(_ condition: Expression?, _ item: Item) throws -> Bool {
    guard let condition else { return true }
    return try Evaluator(now: city.time.now()).matches(condition, ItemView(session: self, item: item))
  }

  /// All entities of a list, as conditions need them.
  func all(_ source: ListSource) throws -> [Item] {
    var options = QueryOptions()
    options.top = settings.largestPage
    var found: [Item] = []
    while true {
      let page = try page(source, options)
      found += page.items
      try spend(page.items.count)
      guard case .after(let token)? = page.next else { return found }
      options.skipToken = token
    }
  }

  /// Sorts as `$orderby` says; where that leaves it open, the order stays.
  func sort(_ items: inout [Item], _ orders: [Ordering]) throws {
    guard !orders.isEmpty else { return }
    let evaluator = Evaluator(now: city.time.now())
    var keyed = try items.enumerated().map { index, item in
      let view = ItemView(session: self, item: item)
      return (index: index, item: item, keys: try orders.map { try evaluator.value(of: $0.expression, view) })
    }
    keyed.sort { left, right in
      for (place, order) in orders.enumerated() {
        let (first, second) = (left.keys[place], right.keys[place])
        if first.isOrderedBefore(second) { return !order.isDescending }
        if second.isOrderedBefore(first) { return order.isDescending }
      }
      return left.index < right.index
    }
    items = keyed.map(\.item)
  }
}
