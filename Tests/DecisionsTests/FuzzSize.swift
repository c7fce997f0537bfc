// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many random inputs a fuzz test takes: few in the suite, as many as `CITYWIDE_FUZZ` says for a long run.
enum FuzzSize {
  static func count(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? usual
  }
}
