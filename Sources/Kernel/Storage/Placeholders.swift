// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The statement with `?` numbered as PostgreSQL wants it: `$1`, `$2`, ….
  ///
  /// Question marks in strings, quoted names and comments stay. A null whose type nothing tells (`? IS NULL`) is said
  /// to be text; all other nulls take their type from where they stand.
  func numberingPlaceholders(nullAt isNull: (Int) -> Bool = { _ in false }) -> String {
    var scanner = SQLScanner(self)
    var result = ""
    var number = 0
    while let token = scanner.next() {
      guard token.kind == .placeholder else {
        result += token.text
        continue
      }
      number += 1
      result += "$\(number)"
      if isNull(number - 1), scanner.followedByWord("IS") { result += "::text" }
    }
    return result
  }
}
