// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Intake
import Packs
import Synchronization
import Telemetry
import Vocabulary

/// What the endpoints of the door share.
final class LineProtocolDoor: Sendable {
  let city: City
  let intake: ReadingIntake
  let settings: LineProtocolSettings
  /// What requests that ended remember of series, for those that begin.
  private let shelves = Mutex<[SeriesCodes]>([])
  private let bytesInWork = Mutex(0)

  init(_ city: City, intake: ReadingIntake, settings: LineProtocolSettings) {
    self.city = city
    self.intake = intake
    // Half of what one append may hold: the fields of its last line come on top.
    var settings = settings
    settings.batch = min(settings.batch, max(1, city.settings.telemetry.maxBatchReadings / 2))
    self.settings = settings
  }

  /// Takes a body in.
  ///
  /// - Throws: `Problem` for a sender who may not write, a body that cannot be read, and too much at once. `PartialWrite` where
  ///   some lines were not kept.
  func write(_ call: Call, principal: Principal, database: String) async throws {
    try principal.requireSendingReadings()
    let text = call.string("precision") ?? ""
    guard let precision = Precision(text) else {
      throw Problem(
        .badRequest, "invalid precision \"\(text)\"; use \(Precision.choices)", "精度“\(text)”无效，请使用 \(Precision.choices)"
      )
    }
    let budget = BodyBudget(self)
    let bytes = try await body(of: call, budget)
    var batch = LineBatch(
      intake: intake, settings: settings, createsSeries: settings.createsSeries && principal.mayMakeSeries,
      precision: precision, database: database, now: city.time.now())
    var codes = shelves.withLock { $0.popLast() } ?? SeriesCodes(settings.rule)
    defer { shelves.withLock { [codes] shelves in if shelves.count < 4 { shelves.append(codes) } } }
    try await batch.read(bytes, &codes)
    guard batch.faultCount == 0 else { throw PartialWrite(batch) }
  }

  private func body(of call: Call, _ budget: BodyBudget) async throws -> [UInt8] {
    guard let stream = call.stream else { return [] }
    switch call.header("Content-Encoding")?.lowercased() ?? "identity" {
    case "identity", "":
      var bytes: [UInt8] = []
      // As much as is promised, so that what has come is not copied over and over; a promise beyond the limit is none.
      if let length = call.header("Content-Length").flatMap(Int.init), length > 0, length <= settings.bodyLimit {
        bytes.reserveCapacity(length)
      }
      for try await piece in stream {
        try budget.take(piece.count)
        bytes += piece
      }
      return bytes
    case "gzip":
      let gunzip = Gunzip(limit: settings.bodyLimit)
      for try await piece in stream {
        let before = gunzip.output.count
        try gunzip.take(piece)
        try budget.take(gunzip.output.count - before)
      }
      try gunzip.finish()
      return gunzip.output
    case let other:
      throw Problem(
        .unsupportedMedia, "The content encoding \(other) is not understood; send gzip, or none.",
        "不支持内容编码 \(other)；请使用 gzip，或不压缩。")
    }
  }

  fileprivate func take(_ count: Int) -> Bool {
    bytesInWork.withLock { total in
      guard total + count <= settings.bodiesLimit else { return false }
      total += count
      return true
    }
  }

  fileprivate func giveBack(_ count: Int) { bytesInWork.withLock { $0 -= count } }
}

/// The bytes of one body, counted against those of all; given back when it is gone.
private final class BodyBudget {
  private let door: LineProtocolDoor
  private var taken = 0

  init(_ door: LineProtocolDoor) { self.door = door }

  deinit { door.giveBack(taken) }

  func take(_ count: Int) throws(Problem) {
    guard door.take(count) else {
      throw Problem(.unavailable, "Too many bodies are worked on at the same time.", "同时处理的请求体过多。", retryAfter: 1)
    }
    taken += count
  }
}

/// Some lines were not kept; the others were.
struct PartialWrite: Error {
  var kept: Int
  var dropped: Int
  var faults: [LineBatch.Fault]

  init(_ batch: LineBatch) {
    kept = batch.kept
    dropped = batch.faultCount
    faults = batch.faults
  }

  /// Names lines and reasons in that language. In any language it begins and ends as clients look for: what cannot be mended is
  /// not to be sent again.
  func message(in language: String) -> String {
    let named = faults.map { fault in
      let reason = fault.reason.text(in: language)
      return LocalizedText("line \(fault.line): \(reason)", "第 \(fault.line) 行：\(reason)").text(in: language)
    }.joined(separator: "; ")
    let unnamed = dropped - faults.count
    let more = unnamed > 0 ? LocalizedText("; \(unnamed) more", "; 另有 \(unnamed) 处").text(in: language) : ""
    return (kept > 0 ? "partial write: unable to parse " : "unable to parse ") + named + more + " dropped=\(dropped)"
  }
}
