// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Vocabulary

extension MatterAction {
  /// The command that a form asks for. Merging and attaching have forms of their own.
  ///
  /// - Throws: `Problem` of code `invalid` where something is missing or no number.
  func command(_ form: URLEncodedForm) throws(Problem) -> MatterCommand {
    func optional(_ name: String) -> String? {
      let text = (form[name] ?? "").trimmed
      return text.isEmpty ? nil : String(text.prefix(20_000))
    }
    func needed(_ name: String) throws(Problem) -> String {
      guard let text = optional(name) else { throw .invalid("/\(name)", "is missing", "缺少此项") }
      return text
    }
    switch self {
    case .submit: return .submit
    case .accept: return .accept
    case .sendBack: return .sendBack(reason: try needed("reason"))
    case .resubmit: return .resubmit(title: nil, text: optional("text"), address: optional("address"), attributes: [:])
    case .reject: return .reject(reason: try needed("reason"), basis: optional("basis"))
    case .dispatch:
      return .dispatch(lead: optional("lead"), assisting: form.all("assisting").filter { !$0.isEmpty }, informed: [])
    case .start: return .start(department: optional("department"))
    case .refuse: return .refuse(department: optional("department"), reason: try needed("reason"))
    case .handle: return .handle(department: optional("department"), result: try needed("result"))
    case .verify: return .verify
    case .close: return .close(result: optional("result"))
    case .rework: return .rework(reason: try needed("reason"))
    case .archive: return .archive
    case .reopen: return .reopen(reason: try needed("reason"))
    case .suspend: return .suspend(reason: try needed("reason"), basis: optional("basis"))
    case .resume: return .resume
    case .withdraw: return .withdraw(reason: optional("reason"))
    case .cancel: return .cancel(reason: try needed("reason"))
    case .rate: return .rate(grade: Int(try needed("grade")) ?? 0, comment: optional("comment"))
    case .note: return .note(try needed("text"), isPublic: form["public"] == "true")
    case .extend:
      guard let clock = MatterClock.Kind(rawValue: try needed("clock")) else {
        throw .invalid(
          "/clock", "must be one of \(MatterClock.Kind.allCases.map(\.rawValue).joined(separator: ", "))",
          "须为以下之一：\(MatterClock.Kind.allCases.map(\.rawValue).joined(separator: "、"))")
      }
      guard let days = Int(try needed("workingDays")), (1...18_262).contains(days) else {
        throw .invalid("/workingDays", "must be a whole number of days from 1 on", "须为不小于1的整数天数")
      }
      return .extend(clock: clock, limit: .workingDays(days, until: .closeOfDay), reason: try needed("reason"))
    case .prioritise:
      guard let priority = MatterPriority(rawValue: try needed("priority")) else {
        throw .invalid(
          "/priority", "must be one of \(MatterPriority.allCases.map(\.rawValue).joined(separator: ", "))",
          "须为以下之一：\(MatterPriority.allCases.map(\.rawValue).joined(separator: "、"))")
      }
      return .prioritise(priority)
    case .merge, .unmerge, .attach:
      throw Problem(.badRequest, "\(rawValue) is sent by a form of its own.", "此操作有单独的表单。")
    }
  }
}
