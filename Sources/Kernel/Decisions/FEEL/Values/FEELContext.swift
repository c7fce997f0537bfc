// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A context of FEEL: entries with names, in the order they were made (DMN 1.5, 10.3.2.6).
public struct FEELContext: Sendable {
  private var storage: Storage

  /// Names and values; never changed while shared.
  private final class Storage: @unchecked Sendable {
    var names: FEELContextNames
    var values: [FEELValue]
    var measure: ValueMeasure

    init(names: FEELContextNames, values: [FEELValue], measure: ValueMeasure) {
      self.names = names
      self.values = values
      self.measure = measure
    }
  }

  private static let empty = Storage(names: FEELContextNames([]), values: [], measure: ValueMeasure())

  public init() { storage = Self.empty }

  /// A later entry replaces an earlier one of the same name.
  public init(_ entries: some Sequence<(String, FEELValue)>) {
    self.init()
    for (name, value) in entries { self[name] = value }
  }

  /// - Precondition: as many values as names.
  init(names: FEELContextNames, values: [FEELValue]) {
    var measure = ValueMeasure()
    for value in values { measure.add(value) }
    storage = Storage(names: names, values: values, measure: measure)
  }

  public var count: Int { storage.values.count }
  public var isEmpty: Bool { storage.values.isEmpty }
  public var names: [String] { storage.names.all }
  var values: [FEELValue] { storage.values }
  /// 1 for a context of scalars.
  var depth: Int32 { storage.measure.depth }
  /// As a list's.
  var weight: UInt32 { storage.measure.weight }

  public var entries: [(name: String, value: FEELValue)] {
    zip(storage.names.all, storage.values).map { ($0, $1) }
  }

  /// The value of a name; `nil` when there is no such entry. Setting `nil` takes the entry away.
  public subscript(name: String) -> FEELValue? {
    get { storage.names.place(of: name).map { storage.values[$0] } }
    set {
      let place = storage.names.place(of: name)
      guard newValue != nil || place != nil else { return }
      if !isKnownUniquelyReferenced(&storage) {
        storage = Storage(names: storage.names, values: storage.values, measure: storage.measure)
      }
      if let newValue {
        storage.measure.add(newValue)
        if let place {
          storage.values[place] = newValue
        } else {
          storage.values.append(newValue)
          storage.names.append(name)
        }
      } else if let place {
        storage.values.remove(at: place)
        var names = storage.names.all
        names.remove(at: place)
        storage.names = FEELContextNames(names)
      }
    }
  }
}

/// The names of a context with their places; looked up in a table only where there are many.
struct FEELContextNames: Sendable {
  private(set) var all: [String]
  private var places: [String: Int]?

  private static let few = 8

  /// - Precondition: no name stands twice.
  init(_ names: [String]) {
    all = names
    if names.count > Self.few {
      places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }
  }

  func place(of name: String) -> Int? {
    if let places { return places[name] }
    for index in all.indices where all[index] == name { return index }
    return nil
  }

  mutating func append(_ name: String) {
    all.append(name)
    if places != nil {
      places?[name] = all.count - 1
    } else if all.count > Self.few {
      self = FEELContextNames(all)
    }
  }
}
