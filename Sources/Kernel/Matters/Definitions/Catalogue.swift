// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Decisions
public import Spatial
public import Vocabulary

/// The definitions that matters are made and run by: all versions that any matter may still be on, and which is current.
public struct Catalogue: Sendable {
  /// Code → version → type.
  public private(set) var types: [String: [Int: MatterType]] = [:]
  public private(set) var calendars: [String: [Int: WorkCalendar]] = [:]
  /// The version of each decision that is in force; matters do not stay on the version with which they began, since a
  /// decision counts at the moment it is made.
  public private(set) var decisions: [String: DecisionDefinition] = [:]
  /// Codes of the types that new matters may have.
  public var currentTypes: Set<String> = []
  public var departments: [String: LocalizedText] = [:]
  public var areas: AreaIndex

  public init(areas: AreaIndex = AreaIndex([])) { self.areas = areas }

  public mutating func add(_ type: MatterType) { types[type.code, default: [:]][type.version] = type }
  public mutating func add(_ calendar: WorkCalendar) {
    calendars[calendar.code, default: [:]][calendar.version] = calendar
  }
  /// Puts a version of a decision in force, in place of the one that was.
  public mutating func add(_ decision: DecisionDefinition) { decisions[decision.code] = decision }

  /// The version that new matters begin with.
  public func type(_ code: String) -> MatterType? {
    guard currentTypes.contains(code) else { return nil }
    return types[code]?.max { $0.key < $1.key }?.value
  }

  public func type(_ code: String, version: Int) -> MatterType? { types[code]?[version] }

  /// The time limits of matters of a type of which nothing is known but the priority.
  public func limits(of type: MatterType) -> [MatterPriority: TimeLimits] {
    var limits: [MatterPriority: TimeLimits] = [:]
    for priority in MatterPriority.allCases {
      limits[priority] =
        type.limitDecision.flatMap { decisions[$0] }.flatMap { DecidedLimits($0, type, priority)?.limits }
        ?? type.ownLimits(priority)
    }
    return limits.filter { !$0.value.isEmpty }
  }

  public func calendar(_ code: String) -> WorkCalendar? { calendars[code]?.max { $0.key < $1.key }?.value }

  /// An area path with the wider areas of the narrowest one that it names, where it leaves them out.
  func completed(_ path: AreaPath) -> AreaPath {
    guard let level = Area.Level.allCases.last(where: { path[$0] != nil }), let narrowest = path[level] else {
      return path
    }
    let known = areas.path(of: narrowest)
    var completed = path
    for level in Area.Level.allCases where completed[level] == nil { completed[level] = known[level] }
    return completed
  }

  /// By `code@version`.
  public func calendar(named name: String) -> WorkCalendar? {
    let parts = name.split(separator: "@")
    guard parts.count == 2, let version = Int(parts[1]) else { return nil }
    return calendars[String(parts[0])]?[version]
  }
}
