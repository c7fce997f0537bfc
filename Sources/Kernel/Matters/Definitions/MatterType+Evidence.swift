// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension MatterType {
  /// What a file must show before that is done with a matter of this type; `nil` where nothing is wanting.
  public func evidenceWanting(for action: MatterAction, on matter: Matter) -> Evidence.Phase? {
    let phase: Evidence.Phase
    switch action {
    case .handle: phase = .handle
    case .close: phase = .verify
    default: return nil
    }
    guard evidenceRequired.contains(phase), !matter.evidence.contains(where: { $0.phase == phase }) else { return nil }
    return phase
  }
}
