// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTP
import Vocabulary

/// The parameters of a call, from its query or its form.
struct PrometheusRequest {
  private let form: URLEncodedForm
  private let language: String

  /// - Throws: `Problem` for a query that cannot be read.
  init(_ call: Call) throws(Problem) {
    language = call.head.language
    form = call.form.isEmpty ? try URLEncodedForm(parsing: call.head.query ?? "", place: "query") : call.form
  }

  subscript(_ name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Longer expressions nobody writes.
  private static let longestQuery = 32_768

  func query() throws(QueryError) -> String {
    let text = self["query"] ?? ""
    guard text.utf8.count <= Self.longestQuery else {
      throw QueryError(
        .badData, "invalid parameter \"query\": it has \(text.utf8.count) bytes, \(Self.longestQuery) are allowed",
        "参数 \"query\" 无效：有 \(text.utf8.count) 字节，最多允许 \(Self.longestQuery) 字节")
    }
    return text
  }

  /// Most series or names in the answer.
  var limit: Int {
    guard let limit = self["limit"].flatMap({ Int($0) }), limit > 0 else { return .max }
    return limit
  }

  func warnings(_ count: Int) -> [String] {
    guard count > limit else { return [] }
    return [LocalizedText("results truncated due to limit", "结果已按 limit 截断").text(in: language)]
  }

  /// Milliseconds since 1970, of a text in seconds or as in RFC 3339.
  func instant(_ name: String) throws(QueryError) -> Int64? {
    guard let text = self[name] else { return nil }
    if let seconds = Double(text), seconds.isFinite, abs(seconds) <= Self.latest {
      return Int64((seconds * 1000).rounded())
    }
    if let instant = Instant(text) { return instant.milliseconds }
    throw QueryError(
      .badData, "invalid parameter \"\(name)\": cannot parse \"\(text.prefix(64))\" to a valid timestamp",
      "参数 \"\(name)\" 无效：\"\(text.prefix(64))\" 不是时间戳")
  }

  /// The end of the year 9999, in seconds since 1970.
  private static let latest = 253_402_300_799.0

  /// Milliseconds, of a text in seconds or as in `5m`.
  func duration(_ name: String) throws(QueryError) -> Int64? {
    guard let text = self[name] else { return nil }
    if let seconds = Double(text), seconds.isFinite, abs(seconds) <= Self.latest {
      return Int64((seconds * 1000).rounded())
    }
    if let duration = Lexer.duration(text) { return duration }
    throw QueryError(
      .badData, "invalid parameter \"\(name)\": cannot parse \"\(text.prefix(64))\" to a valid duration",
      "参数 \"\(name)\" 无效：\"\(text.prefix(64))\" 不是时长")
  }

  var timeout: Int64? { get throws(QueryError) { try duration("timeout") } }

  var lookback: Int64? {
    get throws(QueryError) {
      guard let length = try duration("lookback_delta") else { return nil }
      guard length > 0 else {
        throw QueryError(
          .badData, "invalid parameter \"lookback_delta\": must be positive", "参数 \"lookback_delta\" 无效：须为正数")
      }
      return length
    }
  }

  func steps(_ settings: PrometheusSettings) throws(QueryError) -> Steps {
    guard let start = try instant("start") else { throw missing("start") }
    guard let end = try instant("end") else { throw missing("end") }
    guard end >= start else {
      throw QueryError(
        .badData, "invalid parameter \"end\": end timestamp must not be before start time",
        "参数 \"end\" 无效：结束时间不能早于开始时间")
    }
    guard let step = try duration("step") else { throw missing("step") }
    guard step > 0 else {
      throw QueryError(
        .badData,
        "invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive "
          + "integer", "参数 \"step\" 无效：步长须为正数")
    }
    guard (end - start) / step < Int64(settings.points) else {
      throw QueryError(
        .badData,
        "exceeded maximum resolution of \(settings.points) points per timeseries. Try decreasing the query resolution "
          + "(?step=XX)", "每个序列超过 \(settings.points) 个点：请用更大的步长（?step=XX）")
    }
    return Steps(start: start, step: step, count: Int((end - start) / step) + 1)
  }

  private func missing(_ name: String) -> QueryError {
    QueryError(
      .badData, "invalid parameter \"\(name)\": cannot parse \"\" to a valid value", "缺少参数 \"\(name)\"")
  }

  /// The selectors of `match[]`; a series that fits one of them is meant.
  func matchers() throws(QueryError) -> [[Matcher]] {
    var lists: [[Matcher]] = []
    for text in form.all("match[]") { lists.append(try Parser.matchers(text)) }
    return lists
  }
}
