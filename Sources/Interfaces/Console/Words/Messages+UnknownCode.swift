// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs

extension Messages {
  /// Says what the city does not have; `nil` when it has all that was asked for.
  func text(_ unknown: UnknownCode?) -> String? {
    unknown.map { text("unknown.\($0.kind.rawValue)", ["code": $0.code]) }
  }
}
