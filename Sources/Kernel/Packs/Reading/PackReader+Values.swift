// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension PackReader {
  /// Makes a value of an element; `nil`, with its faults at their places, when it cannot be made.
  mutating func make<Value>(_ place: Place, _ build: (JSON) throws(Problem) -> Value) -> Value? {
    do throws(Problem) {
      return try build(place.json)
    } catch {
      if error.errors.isEmpty { report(place.fault("", error.detail)) }
      for field in error.errors { report(place.fault(field.pointer, field.detail)) }
      return nil
    }
  }

  /// Takes an element apart with a reader of its own and reports what that found.
  mutating func take<Value>(_ place: Place, _ read: (inout JSONReader, JSON) -> Value?) -> Value? {
    make(place) { json throws(Problem) in
      var reader = JSONReader()
      let value = read(&reader, json)
      try reader.finish()
      guard let value else { throw Problem(.invalid, "it cannot be read", "无法读取") }
      return value
    }
  }

  /// Notes the code that an element gives itself, and reports when another has it.
  mutating func declare(_ subject: Subject, _ place: Place, at pointer: String = "/code", _ json: JSON?) {
    guard let code = json?.string, !code.isEmpty else { return }
    if subject != .series, !Self.isCode(code) {
      report(
        place.fault(
          pointer, "\"\(code.prefix(64))\": a code has 1 to 64 letters, digits, points, hyphens and underscores"))
    }
    if let first = draft.codes[subject]?[code] {
      report(place.fault(pointer, "\(subject.rawValue) \(code) is there already, in \(first.name): codes are unique"))
    } else {
      draft.codes[subject, default: [:]][code] = place
    }
  }

  /// Codes stand in addresses and in names such as `pothole@3`.
  static func isCode(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// The content of a definition, without a version: the city numbers the versions by what the content is.
  mutating func unversioned(_ place: Place) -> Place {
    guard case .object(var members) = place.json, members["version"] != nil else { return place }
    report(place.fault("/version", "the city counts the versions itself: leave it out"))
    members["version"] = nil
    var place = place
    place.json = .object(members)
    return place
  }
}
