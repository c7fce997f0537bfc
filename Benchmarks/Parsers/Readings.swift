// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// An array of readings as `POST /api/v1/readings` takes it.
enum Readings {
  static func contenders(_ document: [UInt8]) -> [Contender] {
    let data = Data(document)
    return [own(document), serialization(data), decoder(data), datingDecoder(data)]
  }

  private static func own(_ document: [UInt8]) -> Contender {
    Contender("readings", "own") { columns in
      for json in try JSON(parsing: document).array ?? [] {
        guard let series = json["series"]?.string, let text = json["at"]?.string, let at = Instant(text),
          let value = json["value"]?.double
        else { throw ParsingFault(json.text) }
        columns.append(key: series.utf8.count, at: at.milliseconds, value: value)
      }
    }
  }

  /// Times are read by `Instant` here and in the next one, so that JSON alone is compared.
  private static func serialization(_ document: Data) -> Contender {
    Contender("readings", "Foundation, JSONSerialization") { columns in
      guard let objects = try JSONSerialization.jsonObject(with: document) as? [Any] else {
        throw ParsingFault("no array")
      }
      for element in objects {
        guard let object = element as? [String: Any], let series = object["series"] as? String,
          let text = object["at"] as? String, let at = Instant(text), let value = object["value"] as? NSNumber
        else { throw ParsingFault("\(element)") }
        columns.append(key: series.utf8.count, at: at.milliseconds, value: value.doubleValue)
      }
    }
  }

  private static func decoder(_ document: Data) -> Contender {
    let decoder = JSONDecoder()
    return Contender("readings", "Foundation, JSONDecoder") { columns in
      for reading in try decoder.decode([TextReading].self, from: document) {
        guard let at = Instant(reading.at) else { throw ParsingFault(reading.at) }
        columns.append(key: reading.series.utf8.count, at: at.milliseconds, value: reading.value)
      }
    }
  }

  private static func datingDecoder(_ document: Data) -> Contender {
    let decoder = decoderOfDates()
    return Contender("readings", "Foundation, JSONDecoder and ISO8601FormatStyle") { columns in
      for reading in try decoder.decode([DateReading].self, from: document) {
        columns.append(key: reading.series.utf8.count, at: milliseconds(of: reading.at), value: reading.value)
      }
    }
  }
}

private struct TextReading: Decodable {
  let series: String
  let at: String
  let value: Double
}

private struct DateReading: Decodable {
  let series: String
  let at: Date
  let value: Double
}
