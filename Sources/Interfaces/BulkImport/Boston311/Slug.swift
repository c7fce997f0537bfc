// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// A code made of a name: letters and digits in lower case, a hyphen for everything between them.
  /// `Pothole Repair (Internal)` becomes `pothole-repair-internal`.
  var slug: String {
    var slug = ""
    var pending = false
    for scalar in lowercased().unicodeScalars {
      guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else {
        pending = true
        continue
      }
      if pending, !slug.isEmpty { slug += "-" }
      pending = false
      slug.unicodeScalars.append(scalar)
    }
    return slug
  }
}
