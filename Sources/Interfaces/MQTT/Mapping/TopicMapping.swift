// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Vocabulary

/// What a message says that cannot be taken as readings.
struct MappingFault: Error, Hashable {
  var reason: String
}

/// How messages on some topics become readings.
struct TopicMapping: Hashable, Sendable {
  enum Level: Hashable, Sendable {
    case literal(String)
    /// `+` or `+name`
    case any(String?)
    /// `#` or `#name`
    case rest(String?)
  }

  enum TimeUnit: String, CaseIterable, Sendable {
    case s, ms, us, ns
  }

  var levels: [Level]
  /// Text with `{name}` for the levels, and `{field}` for the name of a value.
  var series: String
  /// Where the values are, by name; one without name where the topic says it all.
  var values: [String: JSONPointer]
  var time: JSONPointer?
  var timeUnit = TimeUnit.ms
  /// Where a list of objects is, each with values and time.
  var each: JSONPointer?

  /// What to subscribe to for its topics.
  var filter: String {
    levels.map {
      switch $0 {
      case .literal(let text): text
      case .any: "+"
      case .rest: "#"
      }
    }.joined(separator: "/")
  }

  /// The names of the levels, where the topic fits.
  func match(_ topic: String) -> [String: String]? {
    let given = Topic.levels(topic)
    var names: [String: String] = [:]
    for (index, level) in levels.enumerated() {
      switch level {
      case .rest(let name):
        if let name { names[name] = given.dropFirst(index).joined(separator: "/") }
        return names
      case .any(let name):
        guard index < given.count else { return nil }
        if let name { names[name] = String(given[index]) }
      case .literal(let text):
        guard index < given.count, given[index] == text else { return nil }
      }
    }
    return given.count == levels.count ? names : nil
  }

  /// - Parameters:
  ///   - names: as `match` gave them.
  ///   - payload: a JSON text.
  func readings(
    _ names: [String: String], _ payload: some Collection<UInt8>, now: Instant
  ) throws(MappingFault) -> [NewReading] {
    let json = try JSON(payload: payload)
    return try readings(names, json, WrittenDecimals(payload), now: now)
  }

  /// - Parameter written: with how many decimals the numbers of the JSON were written.
  func readings(
    _ names: [String: String], _ json: JSON, _ written: WrittenDecimals, now: Instant
  ) throws(MappingFault) -> [NewReading] {
    var readings: [NewReading] = []
    for (item, written) in try items(json, written) {
      let at = try time(of: item) ?? now
      for (field, pointer) in values.sorted(by: { $0.key < $1.key }) {
        guard let found = pointer.value(in: item), found != .null else {
          if values.count > 1 { continue }
          throw MappingFault(reason: "the value \(field) is missing")
        }
        guard let value = ReadingValue(json: found) else {
          throw MappingFault(reason: "the value \(field) is no number, text or boolean")
        }
        var code = series.replacing("{field}", with: field)
        for (name, text) in names { code = code.replacing("{\(name)}", with: text) }
        readings.append(
          NewReading(series: code, at: at, value: value, decimals: pointer.decimals(in: written)))
      }
    }
    guard !readings.isEmpty else { throw MappingFault(reason: "none of the values is there") }
    return readings
  }

  private func items(
    _ json: JSON, _ written: WrittenDecimals
  ) throws(MappingFault) -> [(json: JSON, written: WrittenDecimals)] {
    guard let each else { return [(json, written)] }
    guard let items = each.value(in: json)?.array else { throw MappingFault(reason: "the list of readings is missing") }
    let list = each.decimals(of: written)
    return items.enumerated().map { ($1, list[$0]) }
  }

  private func time(of json: JSON) throws(MappingFault) -> Instant? {
    guard let found = time?.value(in: json), found != .null else { return nil }
    if let text = found.string {
      guard let instant = Instant(text) else {
        throw MappingFault(reason: "the time \"\(text.prefix(40))\" is not as in 2026-11-24T08:30:00Z")
      }
      return instant
    }
    guard let number = found.double else { throw MappingFault(reason: "the time is no text and no number") }
    let factor: Double =
      switch timeUnit {
      case .s: 1000
      case .ms: 1
      case .us: 1e-3
      case .ns: 1e-6
      }
    let milliseconds = number * factor
    guard abs(milliseconds) < 9e15 else { throw MappingFault(reason: "the time \(number) is out of reach") }
    return Instant(milliseconds: Int64(milliseconds.rounded(.down)))
  }
}

extension JSON {
  /// A JSON text; a bare number, text or boolean is one, too.
  init(payload: some Collection<UInt8>) throws(MappingFault) {
    do { self = try JSON(parsing: Array(payload)) } catch {
      throw MappingFault(reason: "the payload is no JSON: \(error.detail)")
    }
  }
}
