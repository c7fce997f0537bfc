// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// Observations of SensorThings, each a document of its own as one request brings it.
enum Observations {
  static func contenders(_ documents: [[UInt8]]) -> [Contender] {
    let data = documents.map { Data($0) }
    return [own(documents), serialization(data), decoder(data), datingDecoder(data)]
  }

  private static func own(_ documents: [[UInt8]]) -> Contender {
    Contender("observations", "own") { columns in
      for document in documents {
        let json = try JSON(parsing: document)
        guard let stream = json["Datastream"]?["@iot.id"]?.integer, let text = json["phenomenonTime"]?.string,
          let at = Instant(text), let value = json["result"]?.double
        else { throw ParsingFault(json.text) }
        columns.append(key: Int(stream), at: at.milliseconds, value: value)
      }
    }
  }

  /// Times are read by `Instant` here and in the next one, so that JSON alone is compared.
  private static func serialization(_ documents: [Data]) -> Contender {
    Contender("observations", "Foundation, JSONSerialization") { columns in
      for document in documents {
        guard let object = try JSONSerialization.jsonObject(with: document) as? [String: Any],
          let link = object["Datastream"] as? [String: Any], let stream = link["@iot.id"] as? NSNumber,
          let text = object["phenomenonTime"] as? String, let at = Instant(text),
          let value = object["result"] as? NSNumber
        else { throw ParsingFault(String(decoding: document, as: UTF8.self)) }
        columns.append(key: stream.intValue, at: at.milliseconds, value: value.doubleValue)
      }
    }
  }

  private static func decoder(_ documents: [Data]) -> Contender {
    let decoder = JSONDecoder()
    return Contender("observations", "Foundation, JSONDecoder") { columns in
      for document in documents {
        let observation = try decoder.decode(TextObservation.self, from: document)
        guard let at = Instant(observation.phenomenonTime) else { throw ParsingFault(observation.phenomenonTime) }
        columns.append(key: observation.Datastream.id, at: at.milliseconds, value: observation.result)
      }
    }
  }

  private static func datingDecoder(_ documents: [Data]) -> Contender {
    let decoder = decoderOfDates()
    return Contender("observations", "Foundation, JSONDecoder and ISO8601FormatStyle") { columns in
      for document in documents {
        let observation = try decoder.decode(DateObservation.self, from: document)
        columns.append(
          key: observation.Datastream.id, at: milliseconds(of: observation.phenomenonTime), value: observation.result)
      }
    }
  }
}

// The properties have the names of the standard, so that the compiler writes the rest.
private struct TextObservation: Decodable {
  let phenomenonTime: String
  let result: Double
  let Datastream: Link
}

private struct DateObservation: Decodable {
  let phenomenonTime: Date
  let result: Double
  let Datastream: Link
}

private struct Link: Decodable {
  let id: Int

  enum CodingKeys: String, CodingKey { case id = "@iot.id" }
}
