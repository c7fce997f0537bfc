// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Storage
import Vocabulary

extension ReadSession {
  func answer(_ path: ResourcePath, _ options: QueryOptions, _ request: ThingsRequest) throws -> ThingsAnswer {
    guard path.isCollection || path.ending == .count else { return try single(path, options) }
    let source: ListSource
    if path.steps.count == 1 {
      source = .all(path.type)
    } else {
      guard let parent = try walk(path.steps.dropLast()), let navigation = path.last.navigation else {
        throw Self.nothing(path.steps.dropLast())
      }
      source = .related(parent, navigation)
    }
    if path.ending == .count {
      var options = options
      options.count = true
      options.top = 0
      return ThingsAnswer(status: 200, content: .text("\(try page(source, options).count ?? 0)"))
    }
    let page = try page(source, options)
    var members: [(name: String, value: Rendered)] = []
    if let count = page.count { members.append(("@iot.count", .json(.integer(Int64(count))))) }
    if let next = page.next {
      let kept = Self.kept(request.query ?? "")
      members.append(("@iot.nextLink", .json(.string("\(root)/\(request.path)?\(next.query(kept))"))))
    }
    if path.ending == .references {
      members.append(("value", .array(page.items.map(reference))))
    } else if options.resultFormat == .dataArray {
      members.append(("value", .array(try dataArrays(page.items, options))))
    } else {
      members.append(("value", .array(try page.items.map { try render($0, options) })))
    }
    return .json(.object(members))
  }

  private func reference(_ item: Item) -> Rendered {
    .object([("@iot.selfLink", .json(.string(address(of: item))))])
  }

  private func single(_ path: ResourcePath, _ options: QueryOptions) throws -> ThingsAnswer {
    let isNarrowed = options.filter != nil || !options.orderBy.isEmpty || options.top != nil || options.skip != nil
    guard !isNarrowed, options.count == nil else {
      throw QueryFault(
        option: "query", reason: "the address names one entity: only $select and $expand are possible",
        chinese: "地址指明了一个实体：只能用 $select 和 $expand"
      ).problem
    }
    let item = try item(path)
    switch path.ending {
    case .none:
      var answer = ThingsAnswer.json(try render(item, options))
      if case .entity(let row) = item, !row.type.isStream, options.expand.isEmpty {
        answer.headers.append(("ETag", EntityTag(revision: row.revision).text))
      }
      return answer
    case .references: return .json(reference(item))
    case .property(let property, let inner):
      guard let value = try part(property, inner, of: item) else { return ThingsAnswer(status: 204) }
      return .json(.object([(Self.name(property, inner), value)]))
    case .value(let property, let inner):
      guard let value = try part(property, inner, of: item) else { return ThingsAnswer(status: 204) }
      switch value.json {
      case .string(let text): return ThingsAnswer(status: 200, content: .text(text))
      case .object, .array: return .json(value)
      default: return ThingsAnswer(status: 200, content: .text(String(decoding: value.bytes, as: UTF8.self)))
      }
    case .count: return ThingsAnswer(status: 404)
    }
  }

  /// - Returns: `nil` for a property that the entity does not have.
  private func part(_ property: Property, _ inner: [JSONStep], of item: Item) throws -> Rendered? {
    if property.name == "id" { return .json(item.id.json) }
    guard let value = try value(of: property.name, item) else {
      if inner.isEmpty { return nil }
      throw Problem(
        .notFound, "The \(item.type.singular) has no \(property.name).", "该 \(item.type.singular) 没有 \(property.name)。")
    }
    if case .json(.null) = value { return nil }
    guard !inner.isEmpty else { return value }
    guard let part = Self.step(inner, into: value.json) else {
      throw Problem(
        .notFound, "There is no \(Self.name(property, inner)) in the \(property.name) of this entity.",
        "该实体的 \(property.name) 中没有 \(Self.name(property, inner))。")
    }
    return part.isNull ? nil : .json(part)
  }

  private static func name(_ property: Property, _ inner: [JSONStep]) -> String {
    guard let last = inner.last else { return property.name == "id" ? "@iot.id" : property.name }
    return switch last {
    case .key(let key): key
    case .index(let index): "\(index)"
    }
  }

  /// A query without the beginning of its page.
  private static func kept(_ query: String) -> String {
    query.split(separator: "&").filter { part in
      let name = part.prefix { $0 != "=" }.replacing("%24", with: "$")
      return name != "$skip" && name != "$skiptoken"
    }.joined(separator: "&")
  }
}
