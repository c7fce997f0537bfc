// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Lifeline
import Matters

extension Messages {
  /// What the city wrote about a warning is kept in both languages; the part that the reader reads. Of other matters it
  /// is `own`.
  func ownPart(of text: String, in matter: Matter) -> String {
    guard matter.channel == WarningsToMatters.channel else { return own(text) }
    let parts = text.split(separator: WarningsToMatters.between, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return own(text) }
    return String(parts[language == .english ? 0 : 1])
  }
}
