// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Asks a device for the data that are missing since it was last heard of: one request at a time, again where no answer comes.
struct GapFilling {
  struct Request: Equatable {
    var period: DataPeriod
    var from: Instant
    var to: Instant
    /// How often it was sent.
    var attempts = 0

    /// `BeginTime=…,EndTime=…` (HJ 212-2017 §6.6, commands 2031, 2051 and 2061).
    var content: String { "BeginTime=\(ChinaTime.text(from)),EndTime=\(ChinaTime.text(to))" }
  }

  private struct Asked {
    var request: Request
    var number: String
    var at: Instant
  }

  /// Gaps shorter than this are how it is: the next data are still to come.
  private static let tolerance: [(period: DataPeriod, gap: Duration)] = [
    (.minute, .seconds(1800)), (.hour, .seconds(2 * 3600 + 600)), (.day, .seconds(2 * 86400)),
  ]

  private var waiting: [Request] = []
  private var asked: Asked?
  private let settings: HJ212Settings

  /// - Parameters:
  ///   - last: the newest time of each period that is known.
  ///   - unfinished: what was left of an earlier connection: behind it there may be newer data already.
  init(last: [DataPeriod: Instant], unfinished: [Request] = [], now: Instant, settings: HJ212Settings) {
    self.settings = settings
    guard settings.fill > .zero else { return }
    let oldest = now - settings.fill
    var missing: [Request] = []
    var first: [DataPeriod: Instant] = [:]
    for (period, gap) in Self.tolerance {
      guard let last = last[period], last + gap < now else { continue }
      // Whole days at most, so that an answer stays small.
      var start = max(last + .seconds(1), oldest)
      first[period] = start
      while start < now {
        let end = period == .day ? now : min(now, start + .seconds(86400))
        missing.append(Request(period: period, from: start, to: end))
        start = end + .seconds(1)
      }
    }
    for var request in unfinished where request.attempts < settings.attempts && request.to > oldest {
      // Nothing is asked for twice.
      if let start = first[request.period] { request.to = min(request.to, start - .seconds(1)) }
      if request.from < request.to { waiting.append(request) }
    }
    waiting += missing
  }

  var isDone: Bool { waiting.isEmpty && asked == nil }

  /// What is not answered yet, for the next connection.
  var unfinished: [Request] { (asked.map { [$0.request] } ?? []) + waiting }

  /// The request to send now, if any, with the number that names the exchange.
  mutating func next(at now: Instant) -> (Request, number: String)? {
    if let current = asked {
      guard current.at + settings.answerTimeout <= now else { return nil }
      guard current.request.attempts < settings.attempts else {
        asked = nil
        return next(at: now)
      }
      asked?.request.attempts += 1
      asked?.at = now
      return (current.request, current.number)
    }
    guard !waiting.isEmpty else { return nil }
    var request = waiting.removeFirst()
    request.attempts += 1
    let number = ChinaTime.text(now, digits: 17)
    asked = Asked(request: request, number: number, at: now)
    return (request, number)
  }

  /// A sign of life of the exchange: the device is at work on it.
  mutating func heard(of number: String, at now: Instant) {
    if asked?.number == number { asked?.at = now }
  }

  /// The device says what became of a request (9012), or refuses it (9011).
  mutating func ended(_ number: String) {
    if asked?.number == number { asked = nil }
  }
}
