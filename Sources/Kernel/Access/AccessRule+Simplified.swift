// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension AccessRule {
  /// The same rule with fewer parts: flattened, without repetitions and without parts that another part covers.
  public var simplified: AccessRule {
    switch self {
    case .any(let rules):
      let parts = Self.flattened(rules) { if case .any(let inner) = $0 { inner } else { nil } }
      if parts.contains(.everything) { return .everything }
      let kept = Self.withoutCovered(parts.filter { $0 != .nothing }) {
        if case .all(let inner) = $0 { inner } else { [$0] }
      }
      return kept.isEmpty ? .nothing : kept.count == 1 ? kept[0] : .any(kept)
    case .all(let rules):
      let parts = Self.flattened(rules) { if case .all(let inner) = $0 { inner } else { nil } }
      if parts.contains(.nothing) { return .nothing }
      let kept = Self.withoutCovered(parts.filter { $0 != .everything }) {
        if case .any(let inner) = $0 { inner } else { [$0] }
      }
      return kept.isEmpty ? .everything : kept.count == 1 ? kept[0] : .all(kept)
    default: return self
    }
  }

  /// The simplified rules; those of the same kind as their parent (`unwrapped` gives their parts) are lifted into it.
  private static func flattened(_ rules: [AccessRule], _ unwrapped: (AccessRule) -> [AccessRule]?) -> [AccessRule] {
    rules.map(\.simplified).flatMap { unwrapped($0) ?? [$0] }
  }

  /// Absorption, `a ∨ (a ∧ b) = a` and its dual: drops each rule whose parts include all parts of another, and repetitions.
  private static func withoutCovered(_ rules: [AccessRule], parts: (AccessRule) -> [AccessRule]) -> [AccessRule] {
    let sets = rules.map { Set(parts($0)) }
    return rules.indices.filter { index in
      !rules.indices.contains { other in
        other != index && sets[other].isSubset(of: sets[index]) && (sets[other] != sets[index] || other < index)
      }
    }.map { rules[$0] }
  }
}
