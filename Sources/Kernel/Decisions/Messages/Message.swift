// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What there is to say to people who write rules, in each language of the house. Both texts stand beside each other where
/// they are made, so that neither is forgotten; names, values and FEEL in them stay as they are written.
public struct Message: Sendable, Hashable {
  /// For terminals and logs too.
  public var english: String
  public var chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that is the same in each language: a name, a value, or one that exists in English only.
  public init(same text: String) { self.init(text, text) }

  /// By BCP 47 tag, as pages and JSON take it.
  public var localized: LocalizedText { LocalizedText(["en": english, "zh-Hans": chinese]) }

  /// An object with the members `en` and `zh-Hans`.
  public var json: JSON { ["en": .string(english), "zh-Hans": .string(chinese)] }

  /// Reads what `json` wrote, or a plain text; `nil` for anything else.
  public init?(json: JSON) {
    if let text = json.string {
      self.init(same: text)
    } else if let english = json["en"]?.string, let chinese = json["zh-Hans"]?.string {
      self.init(english, chinese)
    } else {
      return nil
    }
  }

  /// What a problem says of a field.
  public init(_ error: Problem.FieldError) {
    self.init(error.detail, error.details?.text(in: "zh-Hans") ?? error.detail)
  }

  /// The same with what it is about before it; `place` may be empty.
  public func at(_ place: Message) -> Message {
    place.english.isEmpty ? self : Message("\(place.english): \(english)", "\(place.chinese)：\(chinese)")
  }
}

extension JSONReader {
  mutating func report(_ pointer: String, _ message: Message) {
    report(pointer, message.english, message.localized)
  }
}

extension Problem {
  /// What went wrong, in each language.
  public init(_ code: Code, _ message: Message, errors: [FieldError] = []) {
    self.init(code, message.english, details: message.localized, errors: errors)
  }

  /// A problem with one field of the input.
  public static func invalid(_ pointer: String, _ message: Message) -> Problem {
    .invalid(pointer, message.english, message.chinese)
  }

  /// The detail as a message.
  public var message: Message { Message(detail, details?.text(in: "zh-Hans") ?? detail) }
}
