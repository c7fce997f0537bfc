// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs

/// A kind of what lives in versions that people propose and approve, with its pages.
struct VersionedKind: Sendable {
  let kind: DecisionVersion.Kind
  /// Of its pages.
  let path: String
  /// In the names of operations: `pageDecisionVersions`.
  let operation: String
  /// The key of the message that heads its list.
  let heading: String

  static let decisions = VersionedKind(
    kind: .decision, path: "/decisions", operation: "Decision", heading: "decisions")
  static let rules = VersionedKind(kind: .rule, path: "/rules", operation: "Rule", heading: "thresholdRules")

  static func of(_ kind: DecisionVersion.Kind) -> VersionedKind { kind == .rule ? .rules : .decisions }

  func page(_ code: String) -> String { "\(path)/\(LocalAddress.encoded(code))" }
  func versions(_ code: String) -> String { page(code) + "/versions" }
  func version(_ number: Int, of code: String) -> String { versions(code) + "/\(number)" }
}
