// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Telemetry
public import Vocabulary

/// Writes readings of series as CSV or JSON lines, some thousands at a time, so that it takes little memory however many
/// there are.
public struct ReadingExport: Sendable {
  let telemetry: Telemetry
  let database: Database
  let tenant: Tenant
  let from: Instant
  let to: Instant
  let isCSV: Bool

  /// - Parameters:
  ///   - from: no reading is earlier.
  ///   - to: all readings are earlier.
  ///   - isCSV: whether it is CSV (RFC 4180); JSON lines otherwise.
  public init(
    telemetry: Telemetry, database: Database, tenant: Tenant, from: Instant = Instant(milliseconds: .min),
    to: Instant = Instant(milliseconds: .max), isCSV: Bool
  ) {
    self.telemetry = telemetry
    self.database = database
    self.tenant = tenant
    self.from = from
    self.to = to
    self.isCSV = isCSV
  }

  private static let readingsAtOnce = 10_000
  private static let seriesAtOnce = 500

  /// What comes before all readings.
  public var heading: [UInt8] { isCSV ? Array("series,at,value,decimals,quality,sequence\r\n".utf8) : [] }

  /// Calls `body` with all series by code, or those of an entity.
  public func eachSeries(entity: String?, _ body: (Series) async throws -> Void) async throws {
    var after = ""
    while true {
      let page = try await database.read { [catalogue = telemetry.catalogue, tenant, after] in
        try catalogue.list(entity: entity, after: after, limit: Self.seriesAtOnce, tenant: tenant, in: $0)
      }
      for series in page { try await body(series) }
      guard page.count == Self.seriesAtOnce, let last = page.last else { return }
      after = last.code
    }
  }

  /// Writes the readings of one series, oldest first.
  ///
  /// - Returns: how many there were.
  @discardableResult
  public func write(_ series: Series, _ body: ([UInt8]) async throws -> Void) async throws -> Int {
    var count = 0
    var last: (at: Instant, sequence: Int)?
    while true {
      let page = try await telemetry.range(
        of: series.id, from: from, to: to, after: last?.at, sequence: last?.sequence, limit: Self.readingsAtOnce,
        tenant: tenant)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(page.count * 48)
      let code = isCSV ? Self.field(series.code) : ""
      for reading in page {
        if isCSV { Self.append(reading, code, to: &bytes) } else { Self.append(json: reading, series.code, to: &bytes) }
      }
      if !bytes.isEmpty { try await body(bytes) }
      count += page.count
      guard page.count == Self.readingsAtOnce, let end = page.last else { return count }
      last = (end.at, end.sequence)
    }
  }

  private static func append(json reading: Reading, _ code: String, to bytes: inout [UInt8]) {
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.member("series", code)
    reading.writeMembers(to: &writer)
    writer.endObject()
    bytes += writer.bytes
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func append(_ reading: Reading, _ code: String, to bytes: inout [UInt8]) {
    let value: String
    switch reading.value {
    case .number(let number):
      var writer = JSONWriter(capacity: 32)
      writer.number(number)
      value = reading.value.numberText(decimals: reading.decimals) ?? String(decoding: writer.bytes, as: UTF8.self)
    case .bool(let flag): value = flag ? "true" : "false"
    case .text(let text), .document(let text): value = field(text)
    }
    let decimals = reading.decimals.map(String.init) ?? ""
    let quality = reading.quality.names.joined(separator: " ")
    bytes += "\(code),\(reading.at),\(value),\(decimals),\(quality),\(reading.sequence)\r\n".utf8
  }

  /// A field of CSV, in quotation marks where it needs them.
  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != 0x0A && $0 != 0x0D
    }
    return isPlain && text.first != " " && text.last != " " ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
