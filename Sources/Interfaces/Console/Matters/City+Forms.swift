// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Vocabulary

extension City {
  /// Carries out the action of a form, once for each form.
  func perform(_ action: MatterAction, on id: Identifier, _ call: Call) async throws -> CommandResult {
    let form = call.form
    // A note is as right as before, whatever others did meanwhile: nobody shall have to write it again.
    let expected = action == .note ? nil : form["revision"].flatMap { Int64($0) }
    let key = try Self.key(action, id, form)
    switch action {
    case .merge:
      let into = try await survivor(form["into"] ?? "", for: call.principal)
      return try await matters.merge(id, into: into, expected: expected, by: call.principal, idempotency: key)
    case .unmerge:
      guard let survivor = try await matters.matter(id, for: call.principal).mergedInto else {
        throw Problem(.illegalTransition, "The matter is not merged into another.", "该事项未并入其他事项。")
      }
      return try await matters.merge(
        id, into: survivor, undo: true, expected: expected, by: call.principal, idempotency: key)
    default:
      return try await matters.perform(
        try action.command(form), on: id, expected: expected, by: call.principal, idempotency: key)
    }
  }

  /// The form's own key, bound to what the form says.
  private static func key(_ action: MatterAction, _ id: Identifier, _ form: URLEncodedForm) throws(Problem)
    -> IdempotencyKey?
  {
    guard let key = form["key"], !key.isEmpty else { return nil }
    let said = form.fields.filter { $0.0 != "csrf" }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    return try IdempotencyKey(key, for: Array("\(action.rawValue) \(id) \(said)".utf8))
  }

  /// The matter with that number, as far as the principal may see it.
  private func survivor(_ number: String, for principal: Principal) async throws -> Identifier {
    let number = number.trimmed
    guard let matter = try await matters.matter(number: number, tenant: tenant),
      Matters.visibility(of: principal).allows(matter.facts)
    else {
      throw Problem.invalid(
        "/into", "there is no matter \(number.prefix(40)) that you may see", "没有您可查看的事项 \(number.prefix(40))")
    }
    return matter.id
  }
}
