// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func listVersions(_ city: City, of named: VersionedKind) -> Endpoint {
    Endpoint(
      .get, "\(named.path)/{code}/versions", operationId: "list\(named.operation)Versions",
      summary: "The versions of a \(named.words), the newest first",
      description: "Who proposed and approved each, and from when on it counts. Proposals are versions too.",
      tag: named.tag, access: .roles(staff),
      parameters: [named.code] + Parameter.paging + [
        .query(
          "state", .arraySchema(of: .enumSchema(DecisionVersion.State.allCases.map(\.rawValue)), maximum: 4),
          isCommaSeparated: true, "Only versions in one of these states.")
      ], responses: [200: .page("A page of versions.", of: named.version)]
    ) { call in
      let page = try call.page()
      let code = call.path("code")
      let states = call.strings("state").compactMap(DecisionVersion.State.init)
      let found = try await city.decisions.versions(
        of: code, kind: named.kind, before: page.after?.first?.integer.map { Int($0) },
        states: states.isEmpty ? DecisionVersion.State.allCases : states, limit: page.limit + 1)
      let (versions, next) = page.cut(found) { [.integer(Int64($0.version))] }
      let names = try await city.names(of: Array(versions))
      let inForce = city.decisions.versionInForce(of: code, kind: named.kind)
      return .page(versions.map { $0.answer(isInForce: $0.version == inForce, names) }, next: next, for: call)
    }
  }

  static func getVersion(_ city: City, of named: VersionedKind) -> Endpoint {
    Endpoint(
      .get, "\(named.path)/{code}/versions/{version}", operationId: "get\(named.operation)Version",
      summary: "One version of a \(named.words), with what it says", tag: named.tag, access: .roles(staff),
      parameters: [named.code, .decisionVersion], responses: [200: .json("The version.", named.version)],
      isHeavy: true
    ) { call in
      let version = try await city.decisions.version(
        call.integer("version") ?? 0, of: call.path("code"), kind: named.kind)
      return .json(try await city.answer(for: version))
    }
  }
}

extension City {
  /// The names of those who proposed and decided.
  func names(of versions: [DecisionVersion]) async throws(Problem) -> [String: String] {
    try await access.names(of: Set(versions.flatMap(\.people)), in: tenant)
  }

  /// A version with its content and what there is to say of it.
  func answer(for version: DecisionVersion, check: DecisionCheck? = nil) async throws(Problem) -> JSON {
    let isInForce = decisions.versionInForce(of: version.code, kind: version.kind) == version.version
    var members = version.answer(isInForce: isInForce, try await names(of: [version])).object ?? [:]
    members["content"] = version.content
    members["tables"] = decisions.modelTables(version.content)
    let content = version.content.object ?? [:]
    let found = if let check { check } else { try decisions.check(content, as: version.code, kind: version.kind) }
    members["findings"] = found.answer
    return .object(members)
  }
}

extension DecisionVersion {
  func answer(isInForce: Bool, _ names: [String: String]) -> JSON {
    var members: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "state": .string(state.rawValue),
      "isInForce": .bool(isInForce), "origin": proposedBy == nil ? "pack" : "people",
      "proposedAt": .string(proposedAt.description),
    ]
    members["proposedBy"] = proposedBy.map(JSON.string)
    members["proposedByName"] = proposedBy.flatMap { names[$0] }.map(JSON.string)
    members["decidedBy"] = decidedBy.map(JSON.string)
    members["decidedByName"] = decidedBy.flatMap { names[$0] }.map(JSON.string)
    members["decidedAt"] = decidedAt.map { .string($0.description) }
    members["approvedBy"] = approvedBy.map(JSON.string)
    members["approvedByName"] = approvedBy.flatMap { names[$0] }.map(JSON.string)
    members["approvedAt"] = approvedAt.map { .string($0.description) }
    members["validFrom"] = validFrom.map { .string($0.description) }
    members["comment"] = comment.map(JSON.string)
    members["reason"] = reason.map(JSON.string)
    return .object(members)
  }
}

extension DecisionCheck {
  var answer: JSON { .array(findings.map(\.json)) }
}

extension Parameter {
  static let decisionVersion = path("version", .versionSchema, "The number of the version.")
}
