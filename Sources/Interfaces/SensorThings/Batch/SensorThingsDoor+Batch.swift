// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// Requests in one, of both kinds: multipart as in OData 4 (OGC 18-088 §11), and JSON.
extension SensorThingsDoor {
  func batch(_ request: ThingsRequest) async throws -> ThingsAnswer {
    switch request.mediaType {
    case "multipart/mixed": try await multipartBatch(request)
    case "application/json": try await jsonBatch(request)
    default:
      throw Problem(
        .unsupportedMedia, "A batch is application/json or multipart/mixed, not \"\(request.mediaType)\".",
        "批处理请求应为 application/json 或 multipart/mixed，而不是“\(request.mediaType)”。")
    }
  }

  /// Requests to be answered one after the other, or in one transaction.
  struct BatchStep: Sendable {
    var requests: [BatchRequest]
    var isAtomic: Bool
  }

  struct BatchRequest: Sendable {
    /// Names it in later requests, as `$name`.
    var name: String?
    var request: ThingsRequest
  }

  struct BatchAnswer: Sendable {
    var name: String?
    var answer: ThingsAnswer
  }

  /// Answers the requests of all steps in order. Of an atomic step that fails there is one answer, for all of it.
  func answer(_ steps: [BatchStep]) async throws -> [[BatchAnswer]] {
    let count = steps.reduce(0) { $0 + $1.requests.count }
    guard count <= settings.batchRequests else {
      throw Problem(
        .tooLarge, "A batch has at most \(settings.batchRequests) requests, not \(count).",
        "一批最多 \(settings.batchRequests) 个请求，现有 \(count) 个。")
    }
    var references = BatchReferences()
    var answers: [[BatchAnswer]] = []
    for step in steps {
      if step.isAtomic {
        let (answered, made) = await answerAtomically(step.requests, references)
        references = made
        answers.append(answered)
        continue
      }
      for one in step.requests {
        let answer: ThingsAnswer
        do { answer = try await self.answer(references.resolved(one.request)) } catch {
          answer = try Self.failed(error, in: one.request.language)
        }
        references.note(one.name, answer)
        answers.append([BatchAnswer(name: one.name, answer: answer)])
      }
    }
    return answers
  }

  private func answerAtomically(
    _ requests: [BatchRequest], _ references: BatchReferences
  ) async -> ([BatchAnswer], BatchReferences) {
    do {
      let (answers, made) = try await write(requests.map(\.request)) { writer, _ in
        var known = references
        var answers: [BatchAnswer] = []
        for one in requests {
          let answer = try writer.perform(known.resolved(one.request))
          known.note(one.name, answer)
          answers.append(BatchAnswer(name: one.name, answer: answer))
        }
        return (answers, known)
      }
      return (answers, made)
    } catch {
      let language = requests.first?.request.language ?? "en"
      let answer = (try? Self.failed(error, in: language)) ?? ThingsAnswer(status: 500)
      return ([BatchAnswer(name: requests.first?.name, answer: answer)], references)
    }
  }

  /// An error as the answer to a part.
  private static func failed(_ error: any Error, in language: String) throws -> ThingsAnswer {
    var problem: Problem
    switch error {
    case let fault as QueryFault: problem = fault.problem
    case let known as Problem: problem = known
    default: throw error
    }
    if problem.code == .invalid { problem.code = .badRequest }
    return ThingsAnswer(status: problem.code.status, content: .json(problem.json(in: language).bytes))
  }
}

/// What the requests of a batch made, by the names that they gave.
struct BatchReferences: Sendable {
  private var addresses: [String: (path: String, id: String)] = [:]

  mutating func note(_ name: String?, _ answer: ThingsAnswer) {
    guard let name, answer.status == 201, let location = answer.location, let slash = location.lastIndex(of: "/") else {
      return
    }
    let path = String(location[location.index(after: slash)...])
    guard let open = path.firstIndex(of: "("), path.last == ")" else { return }
    let id = path[path.index(after: open)...].dropLast()
    addresses[name] = (path, id.hasPrefix("'") ? JSON.string(String(id.dropFirst().dropLast())).text : String(id))
  }

  /// The request with what was made in the place of references: `$name/…` in the address, `"$name"` in the body.
  func resolved(_ request: ThingsRequest) -> ThingsRequest {
    var request = request
    guard !addresses.isEmpty else { return request }
    let path = request.path.replacing("%24", with: "$")
    if path.hasPrefix("$") {
      let name = path.dropFirst().prefix { $0 != "/" && $0 != "?" }
      if let known = addresses[String(name)] { request.path = known.path + path.dropFirst(name.count + 1) }
    }
    guard request.body.contains(UInt8(ascii: "$")) else { return request }
    var text = String(decoding: request.body, as: UTF8.self)
    for (name, known) in addresses { text = text.replacing("\"$\(name)\"", with: known.id) }
    request.body = Array(text.utf8)
    return request
  }
}

extension ThingsRequest {
  /// The path and query of an address in a batch: absolute, from the root of the host, or from that of the service.
  static func target(_ address: String) -> (path: String, query: String?) {
    var rest = address[...]
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...]
      rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
    }
    let mark = rest.firstIndex(of: "?")
    var path = rest[..<(mark ?? rest.endIndex)]
    if let version = path.firstRange(of: "v1.1/"),
      version.lowerBound == path.startIndex
        || path[path.index(before: version.lowerBound)] == "/"
    {
      path = path[version.upperBound...]
    }
    while path.first == "/" { path = path.dropFirst() }
    return (String(path), mark.map { String(rest[rest.index(after: $0)...]) })
  }
}
