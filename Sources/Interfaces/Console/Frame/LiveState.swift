// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters

/// What a page needs to follow the live stream of matters.
struct LiveState: Sendable {
  /// The kinds of event after which the page is looked at anew.
  var liveKinds = MatterEvent.Kind.allCases.map(\.rawValue).joined(separator: ",")
  /// The matter whose events alone concern the page; `nil` for those of all.
  var onlyMatter: String?
}
