// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  static func createMatter(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/matters", operationId: "createMatter", summary: "Report something as a matter",
      description: "Durable once it is answered. The type says whether it is filed and dispatched by itself.",
      tag: "Matters", access: .roles(NewMatter.roles), parameters: [.idempotencyKey],
      requestBody: .json(.schemaReference("NewMatter"), limit: 1 << 17),
      responses: [201: .matter("The matter.", headers: ["Location": "Where it is."])],
      problems: [.conflict, .idempotencyMismatch]
    ) { call in
      let submission = try NewMatter.submission(call.json, by: call.principal, areas: city.pack.areas)
      try city.requireReach(submission.position)
      let result = try await city.matters.submit(
        submission, by: call.principal, idempotency: try call.idempotencyKey())
      return .matter(result, for: call, status: 201).with("Location", "/api/v1/matters/\(result.matter.id)")
    }
  }
}

/// A matter as it is sent in.
enum NewMatter {
  static let roles: Set<Role> = [.reporter, .intake, .dispatcher, .supervisor]

  /// - Parameter json: fits the schema `NewMatter`.
  static func submission(_ json: JSON, by principal: Principal, areas: AreaIndex) throws(Problem) -> Submission {
    let position = try json["position"].map { json throws(Problem) in try Position(json: json, at: "/position") }
    var submission = Submission(
      type: json["type"]?.string ?? "", title: json["title"]?.string, text: json["text"]?.string ?? "",
      priority: json["priority"]?.string.flatMap(MatterPriority.init), channel: json["channel"]?.string ?? "api",
      position: position, address: json["address"]?.string, externalID: json["externalId"]?.string,
      attributes: json["attributes"]?.object ?? [:], isDraft: json["draft"]?.bool ?? false)
    if let position {
      submission.areas = areas.locate(position)
    } else if let code = json["area"]?.string {
      guard areas.area(code) != nil else {
        throw .invalid(
          "/area", "there is no area \"\(code)\"; GET /api/v1/areas lists them",
          "没有区域“\(code)”，全部区域由 GET /api/v1/areas 列出")
      }
      submission.areas = areas.path(of: code)
    }
    if let reporter = json["reporter"] {
      submission.reporter = Reporter(name: reporter["name"]?.string, contact: reporter["contact"]?.string)
    }
    try check(submission, by: principal)
    return submission
  }

  /// Whoever is bound to an area reports what lies in it; who may not change priorities does not choose one.
  private static func check(_ submission: Submission, by principal: Principal) throws(Problem) {
    let here: Set<String> = submission.areas?.codes ?? []
    let isInBounds = principal.grants.contains { grant in
      roles.contains(grant.role) && (grant.area.map(here.contains) ?? true)
    }
    guard isInBounds else {
      throw Problem(
        .forbidden, "You may report what lies in your areas; give a position or an area there.",
        "您只能上报所属区域内的事项，请给出其中的位置或区域。",
        errors: [.init(pointer: "/position", "lies in none of your areas, or is missing", "不在您所属的区域内，或未给出")])
    }
    guard let priority = submission.priority, priority != .normal else { return }
    guard MatterAction.prioritise.roles.contains(where: principal.holds) else {
      throw Problem(
        .forbidden, "How urgent a matter is, intake, dispatchers and supervisors decide.", "紧急程度由受理员、派遣员和督办决定。",
        errors: [.init(pointer: "/priority", "leave it out", "请不要填写")])
    }
  }
}
