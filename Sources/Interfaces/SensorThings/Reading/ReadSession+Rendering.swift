// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension ReadSession {
  /// The address of an entity: its self link.
  func address(of item: Item) -> String { Self.address(of: item, root: root) }

  static func address(of item: Item, root: String) -> String { "\(root)/\(item.type.set)(\(item.id))" }

  /// An entity as it is answered.
  func render(_ item: Item, _ options: QueryOptions) throws -> Rendered {
    let shown = Shown(options.select)
    let address = address(of: item)
    var members: [(name: String, value: Rendered)] = []
    if options.select == nil { members.append(("@iot.selfLink", .json(.string(address)))) }
    if shown.property("id") { members.append(("@iot.id", .json(item.id.json))) }
    for property in item.type.properties where property.name != "id" && shown.property(property.name) {
      guard var value = try value(of: property.name, item) else { continue }
      if let inner = shown.inner(property.name) { value = .json(Self.parts(inner, of: value.json)) }
      members.append((property.name, value))
    }
    var expanded: Set<String> = []
    for expansion in options.expand { expanded.insert(expansion.navigation.name) }
    for navigation in item.type.navigations where shown.navigation(navigation.name) && has(item, navigation) {
      guard !expanded.contains(navigation.name) else { continue }
      members.append(
        ("\(navigation.name)@iot.navigationLink", .json(.string("\(address)/\(navigation.name)"))))
    }
    for expansion in options.expand where has(item, expansion.navigation) {
      try expand(expansion, item, address, &members)
    }
    return .object(members)
  }

  /// An Observation has a Datastream or a MultiDatastream, not both.
  private func has(_ item: Item, _ navigation: Navigation) -> Bool {
    guard case .observation(_, let stream) = item, navigation.target.isStream else { return true }
    return navigation.target == stream.type
  }

  private func expand(
    _ expansion: Expansion, _ item: Item, _ address: String, _ members: inout [(name: String, value: Rendered)]
  ) throws {
    let navigation = expansion.navigation
    guard navigation.isCollection else {
      let related = try related(item, navigation)
      members.append(
        (navigation.name, try related.map { try render($0, expansion.options) } ?? .json(.null)))
      return
    }
    let page = try page(.related(item, navigation), expansion.options)
    if let count = page.count { members.append(("\(navigation.name)@iot.count", .json(.integer(Int64(count))))) }
    members.append((navigation.name, .array(try page.items.map { try render($0, expansion.options) })))
    if let next = page.next {
      let link = "\(address)/\(navigation.name)?\(next.query(expansion.options.address))"
      members.append(("\(navigation.name)@iot.nextLink", .json(.string(link))))
    }
  }

  // MARK: - Values

  /// The value of a property; `nil` where the entity has none.
  func value(of property: String, _ item: Item) throws -> Rendered? {
    switch item {
    case .historical(let row): return property == "time" ? .json(.string(row.time.description)) : nil
    case .observation(let observation, _):
      switch property {
      case "phenomenonTime": return .json(.string(observation.phenomenonTime.text))
      case "resultTime": return .json(observation.resultTime.map { .string($0.text) } ?? .null)
      case "result": return .text(observation.result)
      default: return observation.content[property].map { .json($0) }
      }
    case .entity(let row):
      guard row.type.isStream else { return row.value(property, in: city.language).map { .json($0) } }
      switch property {
      case "observedArea": return row.area.map { .text($0) }
      case "phenomenonTime": return try times(of: row).phenomenon.map { .json(.string($0.text)) }
      case "resultTime": return try times(of: row).result.map { .json(.string("\($0.start)/\($0.end)")) }
      default: return row.value(property).map { .json($0) }
      }
    }
  }

  /// The value of any property as a tree, for comparisons.
  func json(of property: String, _ item: Item) throws -> JSON? {
    property == "id" ? item.id.json : try value(of: property, item)?.json
  }

  static func step(_ steps: [JSONStep], into value: JSON) -> JSON? {
    var value = value
    for step in steps {
      switch step {
      case .key(let key):
        guard let member = value[key] else { return nil }
        value = member
      case .index(let index):
        guard let elements = value.array, elements.indices.contains(index) else { return nil }
        value = elements[index]
      }
    }
    return value
  }

  /// Only some parts of a value, in their places.
  private static func parts(_ paths: [[JSONStep]], of value: JSON) -> JSON {
    var result: JSON = .object([:])
    for path in paths {
      guard let part = step(path, into: value) else { continue }
      result = place(part, at: path[...], in: result)
    }
    return result
  }

  private static func place(_ part: JSON, at path: ArraySlice<JSONStep>, in value: JSON) -> JSON {
    guard let first = path.first else { return part }
    let name =
      switch first {
      case .key(let key): key;
      case .index(let index): "\(index)"
      }
    var members = value.object ?? [:]
    members[name] = place(part, at: path.dropFirst(), in: members[name] ?? .object([:]))
    return .object(members)
  }
}

/// What `$select` shows.
private struct Shown {
  private var all = true
  private var properties: [String: [[JSONStep]]] = [:]
  private var navigations: Set<String> = []

  init(_ select: [Selection]?) {
    guard let select else { return }
    all = false
    for selection in select {
      switch selection {
      case .property(let property, let inner): properties[property.name, default: []].append(inner)
      case .navigation(let navigation): navigations.insert(navigation.name)
      }
    }
  }

  func property(_ name: String) -> Bool { all || properties[name] != nil }
  func navigation(_ name: String) -> Bool { all || navigations.contains(name) }

  /// The parts of a property that are shown; `nil` for the whole.
  func inner(_ name: String) -> [[JSONStep]]? {
    guard let paths = properties[name], !paths.contains(where: \.isEmpty) else { return nil }
    return paths
  }
}
