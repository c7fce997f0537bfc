// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Vocabulary

extension MatterAction {
  /// The last part of the path that takes the action.
  var path: String {
    switch self {
    case .note: "notes"
    case .attach: "evidence"
    default: rawValue
    }
  }

  /// Actions that take a JSON body and nothing else.
  static let simple = allCases.filter { ![.attach, .merge, .unmerge].contains($0) }

  /// The members of the body, and which of them must be there.
  var body: (members: [String: JSON], required: [String]) {
    let reason = JSON.stringSchema(length: 1...2000, description: "Why, for everybody who sees the matter.")
    let basis = JSON.stringSchema(length: 1...500, description: "The rule or law that it rests on.")
    let departments = JSON.arraySchema(of: .codeSchema, maximum: 50)
    switch self {
    case .submit, .accept, .verify, .archive, .resume: return ([:], [])
    case .sendBack, .rework, .reopen, .cancel: return (["reason": reason], ["reason"])
    case .withdraw: return (["reason": reason], [])
    case .reject, .suspend: return (["reason": reason, "basis": basis], ["reason"])
    case .resubmit:
      return (
        [
          "title": .stringSchema(length: 1...200), "text": .stringSchema(length: 0...20_000),
          "address": .stringSchema(length: 1...500), "attributes": ["type": "object", "maxProperties": 100],
        ], []
      )
    case .dispatch:
      return (
        [
          "lead": .stringSchema(
            length: 1...100, description: "The department in charge; by default as the routing table says."),
          "assisting": departments, "informed": departments,
        ], []
      )
    case .start: return (["department": Self.department], [])
    case .refuse: return (["department": Self.department, "reason": reason], ["reason"])
    case .handle: return (["department": Self.department, "result": .stringSchema(length: 1...5000)], ["result"])
    case .close: return (["result": .stringSchema(length: 1...5000)], [])
    case .rate: return (["grade": .gradeSchema, "comment": .stringSchema(length: 1...2000)], ["grade"])
    case .note:
      return (
        [
          "text": .stringSchema(length: 1...5000),
          "public": ["type": "boolean", "default": false, "description": "Whether the reporter sees it."],
        ], ["text"]
      )
    case .extend:
      return (
        ["clock": .clockKindSchema, "limit": .schemaReference("Limit"), "reason": reason], ["clock", "limit", "reason"]
      )
    case .prioritise: return (["priority": .prioritySchema], ["priority"])
    case .merge: return (["into": .identifierSchema], ["into"])
    case .unmerge, .attach: return ([:], [])
    }
  }

  private static let department = JSON.stringSchema(
    length: 1...100, description: "Whose part is meant; may be left out by those who work for only one.")

  /// The command that a body asks for.
  ///
  /// - Parameter json: fits `body`.
  /// - Throws: `Problem` of code `invalid` where a limit is none.
  func command(_ json: JSON) throws(Problem) -> MatterCommand {
    func text(_ name: String) -> String { json[name]?.string ?? "" }
    func optional(_ name: String) -> String? { json[name]?.string }
    switch self {
    case .submit: return .submit
    case .accept: return .accept
    case .sendBack: return .sendBack(reason: text("reason"))
    case .resubmit:
      return .resubmit(
        title: optional("title"), text: optional("text"), address: optional("address"),
        attributes: json["attributes"]?.object ?? [:])
    case .reject: return .reject(reason: text("reason"), basis: optional("basis"))
    case .dispatch:
      return .dispatch(
        lead: optional("lead"), assisting: json["assisting"]?.strings ?? [], informed: json["informed"]?.strings ?? [])
    case .start: return .start(department: optional("department"))
    case .refuse: return .refuse(department: optional("department"), reason: text("reason"))
    case .handle: return .handle(department: optional("department"), result: text("result"))
    case .verify: return .verify
    case .close: return .close(result: optional("result"))
    case .rework: return .rework(reason: text("reason"))
    case .archive: return .archive
    case .reopen: return .reopen(reason: text("reason"))
    case .suspend: return .suspend(reason: text("reason"), basis: optional("basis"))
    case .resume: return .resume
    case .withdraw: return .withdraw(reason: optional("reason"))
    case .cancel: return .cancel(reason: text("reason"))
    case .rate: return .rate(grade: Int(json["grade"]?.integer ?? 0), comment: optional("comment"))
    case .note: return .note(text("text"), isPublic: json["public"]?.bool ?? false)
    case .extend:
      return .extend(
        clock: MatterClock.Kind(rawValue: text("clock")) ?? .total,
        limit: try Limit(json: json["limit"] ?? .null, at: "/limit"), reason: text("reason"))
    case .prioritise: return .prioritise(MatterPriority(rawValue: text("priority")) ?? .normal)
    case .merge, .unmerge, .attach:
      preconditionFailure("\(rawValue) has an endpoint of its own")
    }
  }
}
