// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Vocabulary

/// An Observation as it comes in, checked.
struct GivenObservation: Sendable {
  var time: TimeInterval
  var result: GivenResult
  var resultTime: TimeInterval?
  var content: [String: JSON]

  /// - Parameters:
  ///   - parts: how many results there are in one, for a MultiDatastream.
  ///   - now: the time of an Observation that gives none.
  init(_ body: Body, kind: Series.Kind, parts: Int?, now: Instant) throws(Problem) {
    time = try Self.time(body, "phenomenonTime") ?? TimeInterval(now)
    resultTime = try Self.time(body, "resultTime")
    guard let result = body.member("result") else {
      throw body.fault("Observation needs \"result\"", "Observation 需要 \"result\"")
    }
    if let parts {
      guard let count = result.json.array?.count, count == parts else {
        throw result.wrongParts(parts)
      }
    }
    self.result = GivenResult(result, kind: kind)
    content = [:]
    if let quality = body["resultQuality"] { content["resultQuality"] = quality.json }
    if let parameters = body["parameters"] {
      guard parameters.json.object != nil else { throw parameters.fault("must be an object", "应为对象") }
      content["parameters"] = parameters.json
    }
    if let valid = try Self.time(body, "validTime") { content["validTime"] = .string("\(valid.start)/\(valid.end)") }
  }

  init(time: TimeInterval, result: GivenResult, resultTime: TimeInterval?, content: [String: JSON]) {
    self.time = time
    self.result = result
    self.resultTime = resultTime
    self.content = content
  }

  /// Whether a reading holds all of it.
  var isPlain: Bool { time.isInstant && resultTime == nil && content.isEmpty && result.value != nil }

  static func time(_ body: Body, _ name: String) throws(Problem) -> TimeInterval? {
    guard let value = body[name] else { return nil }
    guard let interval = value.json.string.flatMap({ TimeInterval($0) }) else {
      throw value.fault(
        "must be a time with zone such as 2026-11-24T08:30:00Z, or two of them with / between, the earlier first",
        "应为带时区的时间，如 2026-11-24T08:30:00Z，或以 / 分隔的两个时间，较早者在前")
    }
    return interval
  }
}

extension Body {
  /// That it is not the list of results that an Observation of a MultiDatastream has.
  func wrongParts(_ parts: Int) -> Problem {
    fault(
      "must be a list of \(parts) results, one for each ObservedProperty",
      "应为含 \(parts) 个结果的列表，每个 ObservedProperty 一个")
  }
}

/// A result: as the value of a reading where one can hold it, and as text in any case.
struct GivenResult: Sendable {
  /// The JSON text, as it was written.
  var text: String
  /// `nil` where the series cannot hold it exactly.
  var value: ReadingValue?
  /// Of a number that was written with more decimals than it needs.
  var decimals: Int?

  init(_ body: Body, kind: Series.Kind) {
    text = body.written
    switch (kind, body.json) {
    case (.number, .integer), (.number, .number): (value, decimals) = Self.number(text, body.json)
    case (.boolean, .bool(let flag)): value = .bool(flag)
    case (.text, .string(let string)) where !string.utf8.contains(0): value = .text(string)
    case (.json, _): value = .document(text)
    default: value = nil
    }
  }

  /// A number that a double holds: with at most 15 digits, every decimal number reads back the same.
  private static func number(_ text: String, _ json: JSON) -> (ReadingValue?, Int?) {
    guard let double = json.double else { return (nil, nil) }
    let mantissa = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let digits = mantissa.filter { $0 >= 48 && $0 <= 57 }.drop { $0 == 48 }
    guard digits.count <= 15 || NumberText.of(double, decimals: nil) == text else { return (nil, nil) }
    guard mantissa.count == text.utf8.count, let point = mantissa.firstIndex(of: UInt8(ascii: ".")) else {
      // An exponent is another way to write the same number.
      return (.number(double), nil)
    }
    let decimals = mantissa.distance(from: point, to: mantissa.endIndex) - 1
    guard NumberText.of(double, decimals: nil) != text else { return (.number(double), nil) }
    guard decimals <= 12, NumberText.of(double, decimals: decimals) == text else { return (nil, nil) }
    return (.number(double), decimals)
  }
}

/// Numbers as they were written.
enum NumberText {
  static func of(_ number: Double, decimals: Int?) -> String {
    var writer = JSONWriter(capacity: 24)
    writer.number(number)
    var text = writer.text
    guard let decimals, decimals > 0, !text.contains("e") else { return text }
    let point = text.utf8.firstIndex(of: UInt8(ascii: "."))
    var written = point.map { text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1 } ?? 0
    if point == nil { text += "." }
    while written < decimals {
      text += "0"
      written += 1
    }
    return text
  }

  static func of(_ reading: Reading) -> String {
    switch reading.value {
    case .number(let number): of(number, decimals: reading.decimals)
    case .bool(let flag): flag ? "true" : "false"
    case .text(let text): JSON.string(text).text
    case .document(let text): text
    }
  }
}
