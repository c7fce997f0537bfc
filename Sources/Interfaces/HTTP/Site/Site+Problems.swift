// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Storage
import Vocabulary

extension Site {
  /// The only place where an error becomes an answer.
  func answer(to error: any Error, _ head: RequestHead, _ endpoint: Endpoint?) async -> Answer {
    let refusal = error as? Refusal
    let problem = refusal?.problem ?? problem(of: error, head, endpoint)
    var answer = await page(of: problem, head, endpoint) ?? Self.answer(to: problem, head)
    answer.headers += refusal?.headers ?? []
    if let allowed = Self.allowedMethods(problem) { answer.headers.append(("Allow", allowed)) }
    if let seconds = problem.retryAfter { answer.headers.append(("Retry-After", "\(seconds)")) }
    return answer
  }

  /// RFC 9110 §15.5.6: an answer 405 names the methods that are possible.
  private static func allowedMethods(_ problem: Problem) -> String? {
    guard problem.code == .methodNotAllowed, let allowed = problem.members["allowed"]?.array else { return nil }
    return allowed.compactMap(\.string).joined(separator: ", ")
  }

  static func answer(to problem: Problem, _ head: RequestHead) -> Answer {
    let json = json(of: problem, requestId: head.requestId, in: head.language)
    return .bytes(json.bytes, mediaType: problemType, status: problem.code.status)
      .with("Content-Language", problem.details == nil ? "en" : head.language).with("Vary", "Accept-Language")
  }

  static let problemType = "application/problem+json"

  /// The shape of every error that leaves the program (RFC 9457).
  static func json(of problem: Problem, requestId: String, in language: String = "en") -> JSON {
    var object = problem.json(in: language).object ?? [:]
    object["instance"] = .string("urn:citywide:request:\(requestId)")
    object["requestId"] = .string(requestId)
    return .object(object)
  }

  private func page(of problem: Problem, _ head: RequestHead, _ endpoint: Endpoint?) async -> Answer? {
    guard let problemPage, endpoint?.isPage ?? head.prefersPage else { return nil }
    return problemPage(problem, head, await viewer(of: problem, head))
  }

  /// Who sees the page of a problem, so that it looks like the other pages that they have. Nobody is looked up for whoever asks
  /// too much, nor again where just that failed.
  private func viewer(of problem: Problem, _ head: RequestHead) async -> Identity? {
    guard problem.code != .tooManyRequests, problem.code != .unauthenticated else { return nil }
    return try? await authenticator.identity(of: head)
  }

  private func problem(of error: any Error, _ head: RequestHead, _ endpoint: Endpoint?) -> Problem {
    let known: Problem
    switch error {
    case let problem as Problem: known = problem
    case let error as StorageError: known = error.problem
    case is CancellationError:
      return Problem(.unavailable, "The server is shutting down; try again.", "服务器正在关闭，请重试。", retryAfter: 1)
    default: known = Problem(.internal, Problem.Code.internal.title)
    }
    guard known.code == .internal else { return known }
    logger.error(
      "unexpected error",
      metadata: [
        "request": "\(head.requestId)", "operation": "\(endpoint?.operationId ?? "none")",
        "error": "\(String(describing: error))",
      ])
    return Problem(
      .internal,
      "Something unexpected happened here. It is in the log of the server under the identifier of this request.",
      "发生意外错误，已按本请求的标识记入服务器日志。",
      retryAfter: known.retryAfter)
  }
}
