// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

extension MatterTableCheck {
  /// Why the types of a city cannot be asked for, all together, within the limits of an evaluation; `nil` where they can.
  ///
  /// A pack is read at every start, and a draft is checked whenever its author pauses: without this, a decision that
  /// passes a limit did so anew for each type and priority.
  ///
  /// - Parameters:
  ///   - types: the types of matter of the city; those that do not name the decision cost nothing.
  ///   - run: whose limits bound it, together with what else is done in it.
  static func tooLong(_ decision: DecisionDefinition, _ types: [MatterType], within run: FEELEvaluation) -> Message? {
    do throws(Problem) {
      for type in types where type.route == decision.code || type.limitDecision == decision.code {
        for priority in MatterPriority.allCases {
          _ = try decision.decide(Route.facts(type, priority), in: run)
        }
      }
    } catch {
      return Message(
        "the types of matter cannot be gone through: \(error.detail)", "无法逐一核对事项类型：\(error.message.chinese)")
    }
    return nil
  }
}
