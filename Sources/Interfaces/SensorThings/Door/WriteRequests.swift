// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Storage
import Vocabulary

/// Requests that change something, inside of a transaction.
struct WriteRequests {
  let session: WriteSession
  let settings: SensorThingsSettings

  init(_ session: WriteSession, _ settings: SensorThingsSettings) {
    self.session = session
    self.settings = settings
  }

  private func reader(_ root: String) throws -> ReadSession {
    // What was made before in this transaction is seen.
    try session.finish()
    // Who may change may see what comes of it; rights to change are asked at each step.
    let rights = session.rights.mayWrite ? session.rights : ThingsRights(.system(session.tenant))
    return ReadSession(session.city, rights, root: root, settings: settings, in: session.transaction)
  }

  func perform(_ request: ThingsRequest) throws -> ThingsAnswer {
    let path = try ResourcePath(parsing: request.path, limits: settings.queryLimits)
    guard path.ending == .none else {
      throw Self.impossible(
        path, "\(request.method.name) is possible for entities and sets of entities only.",
        "\(request.method.name) 只能用于实体和实体集合。")
    }
    switch request.method {
    case .post: return try create(path, request)
    case .patch, .put: return try change(path, request)
    case .delete: return try delete(path, request)
    case .get, .head, .options:
      throw Self.impossible(path, "\(request.method.name) changes nothing.", "\(request.method.name) 不修改任何内容。")
    }
  }

  /// Names what is possible at the address instead (RFC 9110 §15.5.6).
  private static func impossible(_ path: ResourcePath, _ english: String, _ chinese: String) -> Problem {
    let changes: [HTTP.Method] =
      if path.ending != .none {
        []
      } else if path.isCollection {
        [.post]
      } else {
        [.patch, .put, .delete]
      }
    let allowed = ([.get, .head] + changes).map { JSON.string($0.name) }
    let members: [String: JSON] = ["allowed": .array(allowed)]
    return Problem(.methodNotAllowed, english, chinese, members: members)
  }

  // MARK: - POST

  private func create(_ path: ResourcePath, _ request: ThingsRequest) throws -> ThingsAnswer {
    guard path.isCollection else {
      throw Self.impossible(
        path, "POST makes an entity in a set; the address names one entity: use PATCH or PUT.",
        "POST 在集合中新建实体；此地址指向单个实体，请用 PATCH 或 PUT。")
    }
    let body = try Body(parsing: request.body)
    var presets: [String: [EntityRow]] = [:]
    if path.steps.count > 1 {
      guard case .entity(let parent)? = try reader(request.root).walk(path.steps.dropLast()) else {
        throw ReadSession.nothing(path.steps.dropLast())
      }
      guard let inverse = path.type.navigations.first(where: { $0.target == parent.type }),
        !(parent.type == .multiDatastream && path.type == .observedProperty)
      else {
        throw Problem(
          .badRequest, "A \(path.type.singular) cannot be made below a \(parent.type.singular).",
          "\(path.type.singular) 不能建在 \(parent.type.singular) 之下。")
      }
      if parent.type == .observedProperty, path.type == .multiDatastream {
        throw Problem(
          .badRequest, "A MultiDatastream names its ObservedProperties in their order: post it to /MultiDatastreams.",
          "MultiDatastream 按顺序列出其 ObservedProperty：请提交到 /MultiDatastreams。")
      }
      if let linked = try link(body, parent, path, request) { return linked }
      presets[inverse.name] = [parent]
    }
    let item = try session.create(path.type, body, presets: presets)
    return Self.created(item, request.root)
  }

  /// An entity that is there, given to another as one more.
  private func link(
    _ body: Body, _ parent: EntityRow, _ path: ResourcePath, _ request: ThingsRequest
  ) throws -> ThingsAnswer? {
    guard body.members.count == 1, body.members["@iot.id"] != nil, parent.type == .thing, path.type == .location else {
      return nil
    }
    let location = try session.linked(body, .location)
    try session.setLocations(of: parent, to: [location], at: session.now)
    return Self.created(.entity(location), request.root)
  }

  static func created(_ item: Item, _ root: String) -> ThingsAnswer {
    let address = ReadSession.address(of: item, root: root)
    var answer = ThingsAnswer.json(
      .object([("@iot.selfLink", .json(.string(address))), ("@iot.id", .json(item.id.json))]), status: 201)
    answer.headers.append(("Location", address))
    return answer
  }

  // MARK: - PATCH, PUT

  private func change(_ path: ResourcePath, _ request: ThingsRequest) throws -> ThingsAnswer {
    guard !path.isCollection else {
      throw Self.impossible(
        path, "\(request.method.name) changes one entity; the address names a set.",
        "\(request.method.name) 修改单个实体；此地址指向集合。")
    }
    try session.rights.requireWriting()
    let item = try reader(request.root).item(path)
    let expected = try Self.expectedRevision(request)
    if request.method == .patch, request.mediaType == "application/json-patch+json" {
      let patched = try JSONPatch(parsing: request.body).applied(to: try current(item, request.root))
      try session.change(item, Body(patched), .replace, expecting: expected)
    } else {
      let body = try Body(parsing: request.body)
      try session.change(item, body, request.method == .put ? .replace : .merge, expecting: expected)
    }
    let reader = try reader(request.root)
    guard let changed = try reader.find(item.type, item.id) else { return ThingsAnswer(status: 200) }
    var answer = ThingsAnswer.json(try reader.render(changed, QueryOptions()))
    if case .entity(let row) = changed, !row.type.isStream {
      answer.headers.append(("ETag", EntityTag(revision: row.revision).text))
    }
    return answer
  }

  /// What a client may give of an entity, as it is.
  private func current(_ item: Item, _ root: String) throws -> JSON {
    let reader = try reader(root)
    var members: [String: JSON] = [:]
    for given in item.type.given { members[given.name] = try reader.json(of: given.name, item) }
    return .object(members)
  }

  private static func expectedRevision(_ request: ThingsRequest) throws(Problem) -> Int64? {
    guard let header = request.ifMatch, header.trimming(" ") != "*" else { return nil }
    guard let revision = Int64(header.trimming(" ").trimming("\"")) else {
      throw Problem(
        .revisionMismatch, "If-Match must be the ETag of an earlier answer, as in \"7\", or *.",
        "If-Match 应为先前应答中的 ETag（例如带引号的 7），或 *。")
    }
    return revision
  }

  // MARK: - DELETE

  private func delete(_ path: ResourcePath, _ request: ThingsRequest) throws -> ThingsAnswer {
    try session.rights.requireWriting()
    guard path.isCollection else {
      try session.delete(try reader(request.root).item(path))
      return ThingsAnswer(status: 200)
    }
    let options = try QueryOptions(parsing: request.query ?? "", root: path.type, limits: settings.queryLimits)
    guard options.filter != nil else {
      throw Self.impossible(
        path, "DELETE of a set needs a $filter that says which of its entities.",
        "对集合执行 DELETE 需要用 $filter 指明其中哪些实体。")
    }
    var wanted = QueryOptions()
    wanted.filter = options.filter
    let reader = try reader(request.root)
    let source: ListSource
    if path.steps.count == 1 {
      source = .all(path.type)
    } else {
      guard let parent = try reader.walk(path.steps.dropLast()), let navigation = path.last.navigation else {
        throw ReadSession.nothing(path.steps.dropLast())
      }
      // Whole spans of time go at once.
      let bounds = TimeBounds(options.filter)
      if case .entity(let row) = parent, row.type.isStream, bounds.isExact, let stream = try session.stream(row) {
        try session.requireChange(of: row)
        try session.deleteObservations(of: stream, from: bounds.from, to: bounds.to)
        return ThingsAnswer(status: 200)
      }
      source = .related(parent, navigation)
    }
    while true {
      let page = try self.reader(request.root).page(source, wanted)
      for item in page.items { try session.delete(item) }
      if page.items.isEmpty { return ThingsAnswer(status: 200) }
    }
  }
}
