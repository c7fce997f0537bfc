// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
public import Intake
public import Packs
import Storage
import Synchronization
import Telemetry
import Vocabulary

/// The service of SensorThings of one city; to be made once for a process. Answers requests, whether they came alone or in a batch.
public final class SensorThingsDoor: Sendable {
  let city: City
  let intake: ReadingIntake
  let settings: SensorThingsSettings
  let streams = StreamShelf()
  private let adoption: SeriesAdoption
  /// Called after a commit with Observations that are new or changed and of which no reading tells.
  let notices = Mutex<[@Sendable ([ObservationID]) -> Void]>([])

  public init(_ city: City, intake: ReadingIntake, settings: SensorThingsSettings = SensorThingsSettings()) {
    self.city = city
    self.intake = intake
    self.settings = settings
    adoption = SeriesAdoption(city)
  }

  /// - Throws: `Problem`; what the database throws.
  func answer(_ request: ThingsRequest) async throws -> ThingsAnswer {
    do {
      switch request.method {
      case .get, .head, .options: return try await read(request)
      case .post:
        if request.path == "$batch" { return try await batch(request) }
        if request.path == "CreateObservations" { return try await createObservations(request) }
        if let answer = try await observe(request) { return answer }
      case .put, .patch, .delete: break
      }
      return try await write([request]) { try $0.perform($1[0]) }
    } catch let fault as QueryFault {
      throw fault.problem
    } catch let problem as Problem where problem.code == .invalid {
      // As the standard has it: what cannot be taken is a bad request.
      var refusal = tells(of: request) ? problem.ofObservation : problem
      refusal.code = .badRequest
      throw refusal
    }
  }

  /// Whether a request is about one Observation.
  private func tells(of request: ThingsRequest) -> Bool {
    (try? ResourcePath(parsing: request.path, limits: settings.queryLimits))?.type == .observation
  }

  /// Runs requests that change something in one transaction.
  func write<Result: Sendable>(
    _ requests: [ThingsRequest], _ body: @escaping @Sendable (WriteRequests, [ThingsRequest]) throws -> Result
  ) async throws -> Result {
    guard let principal = requests.first?.principal else {
      throw Problem(.badRequest, "There is nothing to do.", "没有要执行的操作。")
    }
    let rights = ThingsRights(principal)
    let (result, kept, changesStreams, noticed) = try await city.database.write { [self] transaction in
      let session = WriteSession(city, rights, at: city.time.now(), in: transaction)
      let result = try body(WriteRequests(session, settings), requests)
      try session.finish()
      return (result, session.kept, session.changesStreams, session.noticed)
    }
    if changesStreams { streams.forget() }
    if !kept.isEmpty { intake.announce { kept } }
    if !noticed.isEmpty { for notice in notices.withLock({ $0 }) { notice(noticed) } }
    return result
  }

  // MARK: - Reading

  private func read(_ request: ThingsRequest) async throws -> ThingsAnswer {
    if request.path.isEmpty { return .json(ServiceDocument.document(root: request.root)) }
    let path = try ResourcePath(parsing: request.path, limits: settings.queryLimits)
    let options = try QueryOptions(parsing: request.query ?? "", root: path.type, limits: settings.queryLimits)
    let rights = ThingsRights(request.principal)
    try rights.requireReading()
    if settings.showsSeries { await adoption.catchUp() }
    do {
      return try await city.database.read { [city, settings] transaction in
        let session = ReadSession(city, rights, root: request.root, settings: settings, in: transaction)
        return try session.answer(path, options, request)
      }
    } catch StorageError.statement(let what, _) where what.contains("out of range") {
      throw Problem(
        .badRequest, "$filter or $orderby: a number that is computed leaves the range of numbers.",
        "$filter 或 $orderby：计算结果超出数的范围。")
    }
  }
}

extension Problem {
  /// What is wrong with the reading that an Observation is, by the Observation's members.
  fileprivate var ofObservation: Problem {
    let names: [Substring: String] = ["at": "/phenomenonTime", "value": "/result"]
    guard errors.count == 1, let error = errors.first, let member = error.pointer.split(separator: "/").last,
      let name = names[member]
    else { return self }
    return .invalid(name, error.detail, error.detail(in: "zh-Hans"))
  }
}
