// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// What a reading says.
public enum ReadingValue: Hashable, Sendable {
  /// A finite number, in the series' unit.
  case number(Double)
  case text(String)
  case bool(Bool)
  /// The text of any JSON value, kept as it came.
  case document(String)

  public var kind: Series.Kind {
    switch self {
    case .number: .number
    case .text: .text
    case .bool: .boolean
    case .document: .json
    }
  }

  public var number: Double? { if case .number(let value) = self { value } else { nil } }

  public var json: JSON {
    switch self {
    case .number(let value): .number(value)
    case .text(let value): .string(value)
    case .bool(let value): .bool(value)
    case .document(let text): (try? JSON(parsing: text)) ?? .null
    }
  }

  /// `nil` when it is no number, string or boolean.
  public init?(json: JSON) {
    switch json {
    case .number, .integer: self = .number(json.double ?? 0)
    case .string(let value): self = .text(value)
    case .bool(let value): self = .bool(value)
    case .null, .array, .object: return nil
    }
  }
}

/// One value of one series at one instant.
public struct Reading: Hashable, Sendable {
  public var series: Identifier
  public var at: Instant
  public var value: ReadingValue
  /// Decimals with which the number was written, where it was written with more than it needs: `2.00` has two.
  public var decimals: Int?
  public var quality: Quality
  /// Number among the readings of the same series and instant, from 0; more than one are kept by
  /// `Series.Policy.keepAll` only.
  public var sequence: Int

  public init(
    series: Identifier, at: Instant, value: ReadingValue, decimals: Int? = nil, quality: Quality = [],
    sequence: Int = 0
  ) {
    self.series = series
    self.at = at
    self.value = value
    self.decimals = decimals
    self.quality = quality
    self.sequence = sequence
  }
}

/// A reading as it comes in.
public struct NewReading: Hashable, Sendable {
  /// Code of the series.
  public var series: String
  public var at: Instant
  public var value: ReadingValue
  /// Decimals with which the number was written, 0 to 12, to be given back as it came; `nil` for as many as it needs.
  public var decimals: Int?
  /// What the sender found wrong with it; the rules of the series add to it.
  public var quality: Quality

  public init(series: String, at: Instant, value: ReadingValue, decimals: Int? = nil, quality: Quality = []) {
    self.series = series
    self.at = at
    self.value = value
    self.decimals = decimals
    self.quality = quality
  }
}

/// What became of a batch of readings.
public struct AppendResult: Hashable, Sendable {
  /// How many came in.
  public var received: Int
  /// How many are new, or changed a value that was there for their series and instant. The rest said what was known.
  public var stored: Int
  /// How many series were made for them.
  public var createdSeries: Int

  public init(received: Int, stored: Int, createdSeries: Int = 0) {
    self.received = received
    self.stored = stored
    self.createdSeries = createdSeries
  }
}

/// Sees new readings in the transaction that stores them.
public protocol ReadingObserver: Sendable {
  /// Called after the readings are written; may be called again when the transaction is run again, so it has no effect
  /// but its SQL.
  ///
  /// - Parameter readings: those that are new or changed a value, sorted by series, then by time.
  /// - Throws: whatever undoes the whole append.
  func observe(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws

  /// Whether this observer looks at readings of the series. Those of no interest to any are not made for it.
  func watches(_ series: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Bool
}

extension ReadingObserver {
  public func watches(_ series: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Bool { true }
}
