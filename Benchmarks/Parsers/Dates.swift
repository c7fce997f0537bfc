// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A decoder whose dates are those of ISO 8601 with a fraction of a second.
func decoderOfDates() -> JSONDecoder {
  let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  let decoder = JSONDecoder()
  decoder.dateDecodingStrategy = .custom { decoder in
    try style.parse(try decoder.singleValueContainer().decode(String.self))
  }
  return decoder
}

func milliseconds(of date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
