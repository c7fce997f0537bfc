// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

extension SensorThingsDoor {
  func jsonBatch(_ request: ThingsRequest) async throws -> ThingsAnswer {
    let body = try Body(parsing: request.body)
    guard let list = body["requests"]?.elements else {
      throw body.fault("needs \"requests\", a list", "需要列表 \"requests\"")
    }
    var steps: [BatchStep] = []
    var group: String?
    for one in list {
      let (part, itsGroup) = try Self.part(one, of: request)
      if let itsGroup, itsGroup == group {
        steps[steps.count - 1].requests.append(part)
      } else {
        steps.append(BatchStep(requests: [part], isAtomic: itsGroup != nil))
      }
      group = itsGroup
    }
    let answers = try await answer(steps)
    var responses: [Rendered] = []
    for (step, answered) in zip(steps, answers) {
      for (index, one) in step.requests.enumerated() {
        // A group that failed has one answer, which is that of each.
        let answer = answered.count == step.requests.count ? answered[index].answer : answered[0].answer
        responses.append(Self.rendered(answer, id: one.name ?? ""))
      }
    }
    return .json(.object([("responses", .array(responses))]))
  }

  private static func part(_ body: Body, of request: ThingsRequest) throws(Problem) -> (BatchRequest, String?) {
    guard let id = body["id"]?.json.string else { throw body.fault("needs \"id\", a text", "需要文本 \"id\"") }
    let name = body["method"]?.json.string?.lowercased() ?? ""
    guard let method = methods[name] else {
      throw body.fault(
        "needs \"method\": get, post, patch, put or delete",
        "需要 \"method\"：get、post、patch、put 或 delete")
    }
    guard let address = body["url"]?.json.string else { throw body.fault("needs \"url\", a text", "需要文本 \"url\"") }
    let headers = (body["headers"]?.json.object ?? [:]).compactMapValues(\.string)
    func header(_ name: String) -> String? { headers.first { $0.key.lowercased() == name }?.value }
    var part = request
    part.method = method
    (part.path, part.query) = ThingsRequest.target(address)
    part.body = body["body"].map { Array($0.written.utf8) } ?? []
    part.contentType = header("content-type") ?? "application/json"
    part.ifMatch = header("if-match")
    part.language = AcceptLanguage.preferred(by: header("accept-language")) ?? request.language
    let group = body["atomicityGroup"]?.json.string
    if group != nil, method == .get {
      throw body.fault("only changes are possible in an atomicityGroup", "atomicityGroup 中只能有修改请求")
    }
    return (BatchRequest(name: id, request: part), group)
  }

  static let methods: [String: HTTP.Method] = [
    "get": .get, "post": .post, "patch": .patch, "put": .put, "delete": .delete,
  ]

  private static func rendered(_ answer: ThingsAnswer, id: String) -> Rendered {
    var members: [(name: String, value: Rendered)] = [
      ("id", .json(.string(id))), ("status", .json(.integer(Int64(answer.status)))),
    ]
    if let location = answer.location { members.append(("location", .json(.string(location)))) }
    switch answer.content {
    case .json(let bytes): members.append(("body", .text(String(decoding: bytes, as: UTF8.self))))
    case .text(let text): members.append(("body", .json(.string(text))))
    case .none, .other: break
    }
    return .object(members)
  }
}
