// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import HTTP
import Intake
import Journaling
import Logging
import Packs
import Storage
import Synchronization
import Telemetry
public import Vocabulary

/// SensorThings over MQTT (OGC 18-088 §11): what is published on `v1.1/…` is made as if it were posted there, and what changes is
/// told to those who listen to its address.
///
/// Readings are told whatever door they came by, entities whoever changed them, once they are on disk.
public final class SensorThingsTopics: Sendable {
  static let prefix = "v1.1/"

  private struct State {
    var filters: (@Sendable () -> [String])?
    /// Series and instants of readings that came.
    var readings: [(code: String, at: Instant)] = []
    var observations: Set<ObservationID> = []
    var parsed: [String: Listening] = [:]
  }

  /// What a filter asks for.
  private struct Listening {
    var path: ResourcePath
    var options: QueryOptions
  }

  private let door: SensorThingsDoor
  private let root: String
  private let state = Mutex(State())
  private let wakes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  /// Readings that wait to be told; what comes beyond is not told.
  private static let limit = 100_000

  /// - Parameter root: the address of the service's root, for the links in what is told.
  public init(_ door: SensorThingsDoor, root: String) {
    self.door = door
    self.root = root
    door.intake.watch(when: { [weak self] in self?.isListenedTo ?? false }) { [weak self] readings in
      self?.note(readings)
    }
    door.notices.withLock { notices in
      notices.append { [weak self] observations in self?.note(observations) }
    }
  }

  // MARK: Publishing

  public func isResponsible(for topic: String) -> Bool { topic.hasPrefix(Self.prefix) }

  /// Makes what each message says, as a POST to its topic would.
  ///
  /// Observations that follow each other are made at the same time, so that they share the wait for the disk; everything else is
  /// made in the order of the messages.
  public func take(_ messages: [(topic: String, payload: [UInt8])], from principal: Principal) async -> [Problem?] {
    var problems = [Problem?](repeating: nil, count: messages.count)
    var start = 0
    while start < messages.count {
      var end = start + 1
      if messages[start].topic.hasSuffix("Observations") {
        while end < messages.count, messages[end].topic.hasSuffix("Observations") { end += 1 }
      }
      await withTaskGroup(of: (Int, Problem?).self) { group in
        for index in start..<end {
          group.addTask { [self] in (index, await post(messages[index].topic, messages[index].payload, principal)) }
        }
        for await (index, problem) in group { problems[index] = problem }
      }
      start = end
    }
    return problems
  }

  private func post(_ topic: String, _ payload: [UInt8], _ principal: Principal) async -> Problem? {
    let request = ThingsRequest(
      method: .post, path: String(topic.dropFirst(Self.prefix.count)), body: payload, contentType: "application/json",
      root: root, principal: principal)
    do {
      let path = try ResourcePath(parsing: request.path, limits: door.settings.queryLimits)
      guard path.isCollection, path.ending == .none else {
        return Problem(
          .notFound, "Publish to a set of entities, as v1.1/Datastreams(1)/Observations.",
          "请发布到实体集合，例如 v1.1/Datastreams(1)/Observations。")
      }
      _ = try await door.answer(request)
      return nil
    } catch let problem as Problem {
      return problem
    } catch let fault as QueryFault {
      return fault.problem
    } catch {
      return Problem(.unavailable, "It cannot be kept now: \(error)", "目前无法保存：\(error)")
    }
  }

  // MARK: Listening

  /// - Throws: `Problem` for an address that is none, and for options that say which page.
  public func checkListening(to filter: String, for principal: Principal) throws(Problem) {
    try ThingsRights(principal).requireReading()
    guard ThingsRights(principal).seesEverything else {
      throw Problem(.forbidden, "To listen needs a role for the whole city.", "订阅需要全市范围的角色。")
    }
    _ = try listening(filter)
  }

  private func listening(_ filter: String) throws(Problem) -> Listening {
    if let known = state.withLock({ $0.parsed[filter] }) { return known }
    let parts = filter.dropFirst(Self.prefix.count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let found: Listening
    do throws(QueryFault) {
      let path = try ResourcePath(parsing: parts[0], limits: door.settings.queryLimits)
      // Topics are not percent-encoded, but may be.
      let options = try QueryOptions(
        parsing: parts.count > 1 ? parts[1] : "", root: path.type, limits: door.settings.queryLimits)
      guard options.top == nil, options.skip == nil, options.skipToken == nil, options.orderBy.isEmpty,
        options.count == nil, options.resultFormat == nil
      else {
        throw QueryFault(
          option: "topic", reason: "only $select, $expand and $filter are possible",
          chinese: "只能用 $select、$expand 和 $filter")
      }
      switch path.ending {
      case .none, .property: break
      default:
        throw QueryFault(option: "topic", reason: "listen to a set, an entity or a property", chinese: "只能订阅集合、实体或属性")
      }
      found = Listening(path: path, options: options)
    } catch { throw error.problem }
    state.withLock { state in
      if state.parsed.count > 10_000 { state.parsed = [:] }
      state.parsed[filter] = found
    }
    return found
  }

  // MARK: Telling

  private var isListenedTo: Bool { state.withLock { $0.filters }.map { !$0().isEmpty } ?? false }

  private func note(_ readings: [NewReading]) {
    state.withLock { state in
      for reading in readings.prefix(max(0, Self.limit - state.readings.count)) {
        state.readings.append((reading.series, reading.at))
      }
    }
    wakes.continuation.yield()
  }

  private func note(_ observations: [ObservationID]) {
    guard isListenedTo else { return }
    state.withLock { $0.observations.formUnion(observations) }
    wakes.continuation.yield()
  }

  /// Tells what changes, until the task is cancelled.
  ///
  /// - Parameters:
  ///   - filters: those that are listened to now.
  ///   - tell: passes a payload on to who listens to a filter.
  public func run(
    filters: @escaping @Sendable () -> [String],
    tell: @escaping @Sendable (_ filter: String, _ payload: [UInt8]) -> Void
  ) async {
    state.withLock { $0.filters = filters }
    defer { state.withLock { $0.filters = nil } }
    let database = door.city.database
    let teller = ChangeTeller(door, root: root)
    await withDiscardingTaskGroup { group in
      group.addTask { [wakes] in
        for await _ in JournalPulse(database: database).stream() {
          if Task.isCancelled { return }
          wakes.continuation.yield()
        }
      }
      for await _ in wakes.stream {
        if Task.isCancelled { break }
        let names = filters()
        let (readings, observations) = state.withLock { state in
          defer {
            state.readings = []
            state.observations = []
          }
          return (state.readings, state.observations)
        }
        let listenings = names.compactMap { name in (try? listening(name)).map { (name, $0.path, $0.options) } }
        do {
          for (filter, payload) in try await teller.changes(listenings, readings, observations) {
            tell(filter, payload)
          }
        } catch {
          door.city.logger.warning("Changes cannot be told over MQTT", metadata: ["error": "\(error)"])
        }
      }
      group.cancelAll()
    }
  }
}
