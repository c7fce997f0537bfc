// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

enum Base64 {
  static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
