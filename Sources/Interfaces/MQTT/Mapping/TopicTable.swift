// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Intake
import Telemetry
import Vocabulary
import NIOCore
import Yams

/// Which topics become readings, and how.
///
/// `readings/CODE` is always one: the reading of the series with that code, as a bare value or as `{"value": …, "at": …}`.
public struct TopicTable: Sendable {
  let mappings: [TopicMapping]

  /// Only `readings/CODE`.
  public init() { mappings = [] }

  /// What is wrong with the file, by line.
  public typealias Fault = SettingsFault

  /// Reads a list of mappings in YAML.
  ///
  /// - Throws: `Fault` that names file and line.
  public init(contentsOf url: URL) throws {
    try self.init(parsing: try Fault.text(of: url), name: url.relativePath)
  }

  init(parsing text: String, name: String) throws {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch { throw Fault(description: "\(name): \(error)") }
    guard let root else {
      self.init()
      return
    }
    try self.init(root, name: name)
  }

  init(_ node: Node, name: String) throws {
    guard let list = node.sequence else {
      throw Fault(description: "\(name):\(node.mark?.line ?? 1): a table is a list of topics")
    }
    mappings = try list.map { try Self.mapping($0, name) }
  }

  /// What to subscribe to so that everything comes that has a mapping.
  var filters: [String] {
    var filters: [String] = []
    for mapping in mappings where !filters.contains(mapping.filter) { filters.append(mapping.filter) }
    return filters
  }

  /// The readings of a message by the mappings alone; `nil` where none fits.
  ///
  /// A retained message came at a time that nobody knows: it is a reading only where it says when.
  func mapped(_ message: Message, now: Instant) throws(MappingFault) -> [NewReading]? {
    for mapping in mappings {
      guard let names = mapping.match(message.topic) else { continue }
      if message.isRetained, mapping.time == nil { return nil }
      return try mapping.readings(names, message.payload.readableBytesView, now: now)
    }
    return nil
  }

  private static func mapping(_ node: Node, _ file: String) throws -> TopicMapping {
    func fault(_ node: Node, _ detail: String) -> Fault {
      Fault(description: "\(file):\(node.mark?.line ?? 1): \(detail)")
    }
    func pointer(_ node: Node) throws -> JSONPointer {
      guard let text = node.scalar?.string, let pointer = JSONPointer(text) else {
        throw fault(node, "a JSON Pointer is needed, as in /a/b, or \"\" for the whole")
      }
      return pointer
    }
    guard let members = node.mapping else { throw fault(node, "a topic has topic and series") }
    var levels: [TopicMapping.Level]?
    var mapping = TopicMapping(levels: [], series: "", values: [:])
    for (key, value) in members {
      switch key.string ?? "" {
      case "topic": levels = try self.levels(value.scalar?.string ?? "") { fault(value, $0) }
      case "series": mapping.series = value.scalar?.string ?? ""
      case "value": mapping.values["value"] = try pointer(value)
      case "values":
        for (name, place) in value.mapping ?? [:] { mapping.values[name.string ?? ""] = try pointer(place) }
      case "time": mapping.time = try pointer(value)
      case "timeUnit":
        guard let unit = TopicMapping.TimeUnit(rawValue: value.scalar?.string ?? "") else {
          throw fault(value, "timeUnit is s, ms, us or ns")
        }
        mapping.timeUnit = unit
      case "each": mapping.each = try pointer(value)
      case let other:
        throw fault(key, "a topic has no \(other); it has topic, series, value, values, time, timeUnit, each")
      }
    }
    guard let levels else { throw fault(node, "topic is missing") }
    mapping.levels = levels
    guard !mapping.series.isEmpty else { throw fault(node, "series is missing") }
    if mapping.values.isEmpty { mapping.values = ["value": JSONPointer("")!] }
    if mapping.values.count > 1, !mapping.series.contains("{field}") {
      throw fault(node, "several values need {field} in series, or they would all be one")
    }
    var known: Set<String> = ["field"]
    for case .any(let name?) in levels { known.insert(name) }
    if case .rest(let name?) = levels.last { known.insert(name) }
    for part in mapping.series.split(separator: "{").dropFirst(mapping.series.hasPrefix("{") ? 0 : 1) {
      let name = String(part.prefix { $0 != "}" })
      guard known.contains(name) else {
        throw fault(node, "series has {\(name)}, the topic no +\(name)")
      }
    }
    return mapping
  }

  private static func levels(_ filter: String, _ fault: (String) -> Fault) throws -> [TopicMapping.Level] {
    let parts = Topic.levels(filter)
    guard !filter.isEmpty, !filter.hasPrefix("$"), parts[0] != "readings" else {
      throw fault("a topic is not empty, and begins neither with $ nor with readings")
    }
    return try parts.enumerated().map { index, part in
      let name = part.count > 1 ? String(part.dropFirst()) : nil
      if part.hasPrefix("#") {
        guard index == parts.count - 1 else { throw fault("# is the last level of a topic") }
        return .rest(name)
      }
      if part.hasPrefix("+") { return .any(name) }
      guard !part.contains("+"), !part.contains("#") else { throw fault("+ and # stand at the beginning of a level") }
      return .literal(String(part))
    }
  }

  /// Whether messages on the topic are readings.
  func take(_ topic: String) -> Bool {
    Self.seriesCode(of: topic) != nil || mappings.contains { $0.match(topic) != nil }
  }

  /// The readings of a message; `nil` where its topic is none for readings.
  func readings(of message: Message, now: Instant) throws(MappingFault) -> [NewReading]? {
    if let code = Self.seriesCode(of: message.topic) {
      let json = try JSON(payload: message.payload.readableBytesView)
      let mapping = TopicMapping(
        levels: [], series: code, values: ["value": JSONPointer(json.object == nil ? "" : "/value")!],
        time: JSONPointer("/at"))
      return try mapping.readings([:], json, WrittenDecimals(message.payload.readableBytesView), now: now)
    }
    for mapping in mappings {
      guard let names = mapping.match(message.topic) else { continue }
      return try mapping.readings(names, message.payload.readableBytesView, now: now)
    }
    return nil
  }

  private static let prefix = "readings/"

  static func seriesCode(of topic: String) -> String? {
    guard topic.hasPrefix(prefix), topic.utf8.count > prefix.utf8.count else { return nil }
    return String(topic.dropFirst(prefix.count)).replacing("%2B", with: "+").replacing("%23", with: "#")
  }

  /// The topic on which readings of a series are told; `nil` where its code has too many levels.
  static func topic(of series: String) -> String? {
    let topic = prefix + series.replacing("+", with: "%2B").replacing("#", with: "%23")
    return Topic.levels(topic).count <= Topic.maximumLevels ? topic : nil
  }
}
