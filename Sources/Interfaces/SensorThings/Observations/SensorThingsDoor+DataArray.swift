// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Intake
import Packs
import Storage
import Telemetry
import Vocabulary

/// Many Observations in columns (OGC 18-088 §13).
extension SensorThingsDoor {
  /// One Observation of the arrays.
  private struct Cell {
    var stream: (type: EntityType, id: Int64)
    var body: Body
    /// Its address, or what was wrong.
    var said: String?
  }

  /// Answers with an address or an error for each Observation, in their order.
  func createObservations(_ request: ThingsRequest) async throws -> ThingsAnswer {
    try request.principal.requireObserving()
    let body = try Body(parsing: request.body)
    guard let groups = body.elements else {
      throw body.fault("must be a list of groups, each with a Datastream", "应为分组列表，每组有一个 Datastream")
    }
    var cells: [Cell] = []
    for group in groups { cells += try Self.cells(group, request.language) }
    guard !cells.isEmpty else { return .json(.array([]), status: 201) }
    try await keepPlain(&cells, request)
    try await keepOthers(&cells, request)
    let unkept = Self.said(LocalizedText("it was not kept", "未保存"), request.language)
    let said = cells.map { $0.said ?? unkept }
    var answer = ThingsAnswer.json(.array(said.map { .json(.string($0)) }), status: 201)
    if said.contains(where: { $0.hasPrefix(Self.wrong) }) {
      answer.headers = [("Content-Language", request.language), ("Vary", "Accept-Language")]
    }
    return answer
  }

  /// How the entry of a row that was not kept begins in every language.
  private static let wrong = "error: "

  private static func said(_ detail: LocalizedText, _ language: String) -> String { wrong + detail.text(in: language) }

  private static func cells(_ group: Body, _ language: String) throws(Problem) -> [Cell] {
    try group.requireObject("a group", "分组")
    var stream: (type: EntityType, id: Int64)?
    for (name, type) in [("Datastream", EntityType.datastream), ("MultiDatastream", .multiDatastream)] {
      guard let given = group[name] else { continue }
      guard case .integer(let id)? = given.json["@iot.id"], stream == nil else {
        throw given.fault(
          "must be {\"@iot.id\": 7}, of a Datastream or of a MultiDatastream, not both",
          "应为 {\"@iot.id\": 7}，属于 Datastream 或 MultiDatastream 之一，不可兼有")
      }
      stream = (type, id)
    }
    guard let stream else {
      throw group.fault("needs a Datastream or a MultiDatastream", "需要 Datastream 或 MultiDatastream")
    }
    guard let components = group["components"]?.json.array?.compactMap(\.string), components.contains("result") else {
      throw group.fault(
        "needs \"components\", the names of the columns, with \"result\" among them",
        "需要 \"components\"，即各列的名称，其中须有 \"result\"")
    }
    let known = ["phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters"]
    for name in components where !known.contains(name) && name != "FeatureOfInterest/id" && name != "id" {
      throw group.fault(
        "there is no component \"\(name.prefix(60))\"; there are \(known.joined(separator: ", ")), FeatureOfInterest/id",
        "没有列 \"\(name.prefix(60))\"；可用 \(known.joined(separator: "、"))、FeatureOfInterest/id"
      )
    }
    guard let rows = group["dataArray"]?.elements else {
      throw group.fault("needs \"dataArray\", a list of rows", "需要 \"dataArray\"，即行的列表")
    }
    return rows.map { row in
      guard let values = row.elements, values.count == components.count else {
        let count = components.count
        let detail = LocalizedText("a row has \(count) values, one for each component", "每行有 \(count) 个值，每列一个")
        return Cell(stream: stream, body: row, said: said(detail, language))
      }
      return Cell(stream: stream, body: row.named(components, values))
    }
  }

  /// Keeps all that readings hold in one append of columns.
  private func keepPlain(_ cells: inout [Cell], _ request: ThingsRequest) async throws {
    var columns = ReadingColumns()
    var readings: [NewReading] = []
    var places: [(index: Int, id: ObservationID)] = []
    var seen: Set<ObservationID> = []
    var streams: [Int64: KnownStream?] = [:]
    let now = city.time.now()
    for index in cells.indices where cells[index].said == nil {
      let wanted = cells[index].stream
      if streams[wanted.id] == nil { streams[wanted.id] = .some(try await known(wanted.id, wanted.type)) }
      guard let known = streams[wanted.id], let stream = known, stream.row.type == wanted.type,
        let feature = stream.feature
      else { continue }
      let body = cells[index].body
      if let given = body["FeatureOfInterest"], given.json["@iot.id"] != .integer(feature.id) { continue }
      guard
        let given = try? GivenObservation(body, kind: stream.series.kind, parts: stream.row.parts, now: now),
        given.isPlain, given.time.start.milliseconds >= feature.start, let value = given.result.value
      else { continue }
      let id = ObservationID(stream: wanted.id, at: given.time.start.milliseconds, number: 0)
      guard seen.insert(id).inserted else { continue }
      columns.append(stream.handle, at: given.time.start, value: value, decimals: given.result.decimals)
      readings.append(
        NewReading(
          series: stream.series.code, at: given.time.start, value: value, decimals: given.result.decimals))
      places.append((index, id))
    }
    guard !columns.isEmpty else { return }
    do {
      let result = try await intake.append(columns, tenant: city.tenant) { readings }
      // Where some were there already, each is looked at again below: the same again changes nothing.
      guard result.stored == columns.count else { return }
    } catch let problem as Problem where problem.code == .invalid {
      return
    }
    for (index, id) in places { cells[index].said = "\(request.root)/Observations('\(id.text)')" }
  }

  /// Keeps the others one by one, in one transaction.
  private func keepOthers(_ cells: inout [Cell], _ request: ThingsRequest) async throws {
    while cells.contains(where: { $0.said == nil }) {
      let some = cells
      do {
        let said = try await write([request]) { requests, _ in try Self.keep(some, requests.session, request) }
        for (index, text) in said { cells[index].said = text }
        return
      } catch let refused as RefusedRows {
        for (index, detail) in refused.rows { cells[index].said = Self.wrong + detail }
      }
    }
  }

  /// Rows that were found wrong when everything was about to be kept; nothing was.
  private struct RefusedRows: Error {
    var rows: [Int: String]
  }

  private static func keep(_ cells: [Cell], _ session: WriteSession, _ request: ThingsRequest) throws -> [Int: String] {
    var said: [Int: String] = [:]
    /// The row of each reading that is to be kept.
    var rows: [Int] = []
    for (index, cell) in cells.enumerated() where cell.said == nil {
      do {
        guard let stream = try session.stream(cell.stream.id, cell.stream.type) else {
          throw cell.body.fault(
            "there is no \(cell.stream.type.singular) with the @iot.id \(cell.stream.id)",
            "没有 @iot.id 为 \(cell.stream.id) 的 \(cell.stream.type.singular)")
        }
        let given = try GivenObservation(
          cell.body, kind: stream.series.kind, parts: stream.row.parts, now: session.now)
        let feature = try cell.body["FeatureOfInterest"].map { try session.linked($0, .featureOfInterest) }
        let before = session.kept.count
        let kept = try session.keep(given, feature: feature, in: stream)
        if session.kept.count > before { rows = [] }
        if session.pending.count > rows.count { rows.append(index) }
        said[index] = "\(request.root)/Observations('\(kept.id.text)')"
      } catch let problem as Problem {
        said[index] = wrong + problem.detail(in: request.language)
      }
    }
    do { try session.finish() } catch let problem as Problem where problem.code == .invalid {
      var refused: [Int: String] = [:]
      for error in problem.errors {
        let parts = error.pointer.split(separator: "/")
        if let first = parts.first.flatMap({ Int($0) }), rows.indices.contains(first) {
          refused[rows[first]] = error.detail(in: request.language)
        }
      }
      guard !refused.isEmpty else { throw problem }
      throw RefusedRows(rows: refused)
    }
    return said
  }
}

extension Body {
  /// A row as the object that its columns make of it.
  fileprivate func named(_ names: [String], _ values: [Body]) -> Body {
    var members: [String: Body] = [:]
    for (name, value) in zip(names, values) where name != "id" {
      if name == "FeatureOfInterest/id" {
        if !value.json.isNull { members["FeatureOfInterest"] = Body(["@iot.id": value.json], at: value.pointer) }
      } else {
        members[name] = value
      }
    }
    return Body(members: members, at: pointer)
  }
}

extension ReadSession {
  /// Observations in columns, a group for each stream.
  func dataArrays(_ items: [Item], _ options: QueryOptions) throws -> [Rendered] {
    guard items.allSatisfy({ $0.type == .observation }) else {
      throw QueryFault(
        option: "$resultFormat", reason: "dataArray is possible for Observations only",
        chinese: "只有 Observations 可以用 dataArray"
      ).problem
    }
    var groups: [(stream: EntityRow, rows: [Rendered])] = []
    let selected = options.select?.compactMap { selection -> String? in
      if case .property(let property, _) = selection { property.name } else { nil }
    }
    let names = selected ?? ["id", "phenomenonTime", "result", "resultTime"]
    for item in items {
      guard case .observation(_, let stream) = item else { continue }
      let row = try names.map { name in
        name == "id" ? .json(item.id.json) : try value(of: name, item) ?? .json(.null)
      }
      if let index = groups.firstIndex(where: { $0.stream.id == stream.id }) {
        groups[index].rows.append(.array(row))
      } else {
        groups.append((stream, [.array(row)]))
      }
    }
    return groups.map { stream, rows in
      .object([
        (
          "\(stream.type.singular)@iot.navigationLink",
          .json(.string("\(root)/\(stream.type.set)(\(stream.id))"))
        ),
        ("components", .json(.array(names.map { .string($0) }))),
        ("dataArray@iot.count", .json(.integer(Int64(rows.count)))), ("dataArray", .array(rows)),
      ])
    }
  }
}
