// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Vocabulary

let warningKinds = ["WarningRaised", "WarningMoved", "WarningCleared"]

extension LiveEvent {
  init?(warning event: Event) { return nil }
}
