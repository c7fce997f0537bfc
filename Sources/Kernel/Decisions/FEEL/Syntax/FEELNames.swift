// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The names an expression may use, each with its slot in the frame and, where it is known, its type.
///
/// Names may hold spaces, operators and any letters; the expression's text is cut into names by what is declared here,
/// the longest name first (DMN 1.5, 10.3.1.4).
public struct FEELNames: Sendable {
  public struct Entry: Sendable {
    public let name: String
    public let type: FEELType
  }

  /// By slot. A later name hides an earlier one of the same text.
  public private(set) var entries: [Entry] = []
  /// Slots with the parts of their names, by the first word.
  private(set) var byFirstWord: [String: [(pattern: NamePattern, slot: Int)]] = [:]
  /// Types that have names.
  private(set) var types: [String: FEELType] = [:]
  /// The names of entries of contexts, by the first word, where they have more than one.
  private(set) var members = NameSet()
  private(set) var typeNames = NameSet()

  public init() {}

  /// The entries of a context with the types of their values, in their order.
  public init(_ context: FEELContext) {
    for (name, value) in context.entries { declare(name, type: FEELType(of: value)) }
  }

  public var count: Int { entries.count }

  /// Adds a name in the next slot.
  /// - Returns: the slot.
  @discardableResult
  public mutating func declare(_ name: String, type: FEELType = .any) -> Int {
    let slot = entries.count
    let pattern = NamePattern(name)
    let type = Self.bounded(type)
    entries.append(Entry(name: pattern.text, type: type))
    if let first = pattern.firstWord { byFirstWord[first, default: []].append((pattern, slot)) }
    collectMembers(type)
    return slot
  }

  /// Adds a type that `instance of` and parameters may name.
  public mutating func declareType(_ name: String, _ type: FEELType) {
    let pattern = NamePattern(name)
    let type = Self.bounded(type)
    types[pattern.text] = type
    typeNames.insert(pattern)
    collectMembers(type)
  }

  /// The slot of a name; `nil` when it is not declared.
  public func slot(of name: String) -> Int? {
    let text = NamePattern(name).text
    return entries.lastIndex { $0.name == text }
  }

  /// A type that is not too large to be walked through; of a larger one nothing is known.
  private static func bounded(_ type: FEELType) -> FEELType { type.hasMoreParts(than: 100_000) ? .any : type }

  private mutating func collectMembers(_ type: FEELType) {
    switch type {
    case .list(let element), .range(let element): collectMembers(element)
    case .function(_, let result): collectMembers(result)
    case .context(let entries):
      for entry in entries {
        members.insert(NamePattern(entry.name))
        collectMembers(entry.type)
      }
    default: break
    }
  }
}
