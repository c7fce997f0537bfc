// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression that cannot be used.
struct PatternError: Error, CustomStringConvertible {
  let description: String

  init(_ pattern: String, _ detail: String) {
    description = "error parsing regexp: \(detail) in \"\(pattern.prefix(64))\""
  }
}
