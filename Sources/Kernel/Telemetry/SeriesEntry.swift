// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What an append needs to know of a series.
struct SeriesEntry: Sendable, Hashable {
  var id: Identifier
  var kind: Series.Kind
  var policy = Series.Policy.lastWins
}
