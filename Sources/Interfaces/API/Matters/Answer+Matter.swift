// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

extension MatterView {
  /// Writes the matter as it is shown.
  func write(_ matter: Matter, to writer: inout JSONWriter) { shown(matter).write(to: &writer) }
}

extension Answer {
  /// A matter as the caller may see it, with its revision as entity tag.
  static func matter(_ matter: Matter, for call: Call, status: Int = 200) -> Answer {
    let view = MatterView(call.principal)
    return json(status: status, capacity: 1536) { view.write(matter, to: &$0) }.with(
      EntityTag(revision: matter.revision))
  }

  /// What a command led to.
  static func matter(_ result: CommandResult, for call: Call, status: Int = 200) -> Answer {
    let answer = matter(result.matter, for: call, status: status)
    return result.isReplay ? answer.with("Idempotent-Replayed", "true") : answer
  }
}

extension ResponseSpecification {
  /// A matter after a command.
  static func matter(_ description: String, headers: [String: String] = [:]) -> ResponseSpecification {
    let all = headers.merging([
      "ETag": "The matter's revision.", "Idempotent-Replayed": "true, where the command had been carried out before.",
    ]) { own, _ in own }
    return json(description, .schemaReference("Matter"), headers: all)
  }
}
