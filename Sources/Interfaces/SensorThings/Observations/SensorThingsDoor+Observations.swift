// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Intake
import Packs
import Storage
import Telemetry
import Vocabulary

extension SensorThingsDoor {
  /// How long a stream is believed to be as it was.
  private static let memory = Duration.seconds(5)

  /// Makes an Observation of which nothing has to be looked up: one append, which shares its fsync with all that come at the
  /// same time, and then what a reading cannot hold.
  ///
  /// Both are on disk before the answer. Of an Observation that was broken off between the two, the reading is there; sent
  /// again it is completed.
  /// - Returns: `nil` where something has to be made or looked up for it.
  func observe(_ request: ThingsRequest) async throws -> ThingsAnswer? {
    let path = try ResourcePath(parsing: request.path, limits: settings.queryLimits)
    guard path.type == .observation, path.isCollection, path.ending == .none, path.steps.count <= 2 else { return nil }
    try request.principal.requireObserving()
    let body = try Body(parsing: request.body)
    guard body.json.object != nil else { return nil }
    var wanted: (type: EntityType, id: Int64)?
    if path.steps.count == 2 {
      guard path.steps[0].type.isStream, let id = path.steps[0].id?.integer else { return nil }
      wanted = (path.steps[0].type, id)
    }
    for (name, value) in body.members {
      switch name {
      case "phenomenonTime", "result", "resultTime", "resultQuality", "validTime", "parameters": continue
      case "Datastream", "MultiDatastream":
        guard case .integer(let id)? = value["@iot.id"], value.object?.count == 1 else { return nil }
        let type = name == "Datastream" ? EntityType.datastream : .multiDatastream
        if let wanted, wanted != (type, id) { return nil }
        wanted = (type, id)
      case "FeatureOfInterest" where value.object?.count == 1 && value["@iot.id"] != nil: continue
      default: return nil
      }
    }
    guard let wanted, let stream = try await known(wanted.id, wanted.type), let feature = stream.feature else {
      return nil
    }
    if let given = body["FeatureOfInterest"], given.json["@iot.id"] != .integer(feature.id) { return nil }
    let given = try GivenObservation(
      body, kind: stream.series.kind, parts: stream.row.parts, now: city.time.now())
    let at = given.time.start
    guard at.milliseconds >= feature.start, let value = given.result.value else { return nil }
    var columns = ReadingColumns()
    columns.append(stream.handle, at: at, value: value, decimals: given.result.decimals)
    let reading = NewReading(series: stream.series.code, at: at, value: value, decimals: given.result.decimals)
    let isPlain = given.isPlain
    // Who watches is told once everything is there.
    let result = try await intake.append(columns, tenant: city.tenant) { isPlain ? [reading] : [] }
    // Something is there of that instant already.
    guard result.stored == 1 else { return nil }
    let id = ObservationID(stream: wanted.id, at: at.milliseconds, number: 0)
    if !given.isPlain {
      let observation = Observation(
        place: id, end: given.time.isInstant ? nil : given.time.end.milliseconds, result: given.result.text,
        resultTime: given.resultTime, feature: nil, content: given.content)
      let rights = ThingsRights(request.principal)
      try await city.database.write { [city] transaction in
        try WriteSession(city, rights, at: city.time.now(), in: transaction).write(observation, result: nil)
      }
      intake.announce { [reading] }
    }
    return Self.created(id, request.root)
  }

  static func created(_ id: ObservationID, _ root: String) -> ThingsAnswer {
    let address = "\(root)/Observations('\(id.text)')"
    var writer = JSONWriter(capacity: 160)
    writer.beginObject()
    writer.member("@iot.selfLink", address)
    writer.member("@iot.id", id.text)
    writer.endObject()
    return ThingsAnswer(status: 201, content: .json(writer.bytes), headers: [("Location", address)])
  }

  /// - Returns: `nil` where there is no such stream, or its series does not keep the first of two values of an instant.
  func known(_ id: Int64, _ type: EntityType) async throws -> KnownStream? {
    let now = city.time.now()
    if let known = streams[id], known.expires > now { return known.row.type == type ? known : nil }
    let found = try await city.database.read { [city] transaction -> (WriteSession.Stream, (Int64, Int64)?)? in
      let session = WriteSession(city, ThingsRights(.system(city.tenant)), at: now, in: transaction)
      guard let stream = try session.stream(id, type), stream.series.policy == .firstWins else { return nil }
      return (stream, try session.standingFeature(of: stream))
    }
    guard let (stream, feature) = found,
      let handle = try await city.telemetry.handles(of: [stream.series.code], tenant: city.tenant)[0]
    else { return nil }
    let known = KnownStream(
      row: stream.row, series: stream.series, handle: handle, feature: feature.map { (id: $0.0, start: $0.1) },
      expires: now + Self.memory)
    // The first Observation makes the feature: from then on the quick way is open.
    if known.feature != nil { streams.keep(known) }
    return known
  }
}
