// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Takes a JSON tree apart and gathers everything that is wrong with it, each by JSON Pointer (RFC 6901).
package struct JSONReader {
  private var errors: [Problem.FieldError] = []

  package init() {}

  package mutating func report(_ pointer: String, _ detail: String, _ details: LocalizedText? = nil) {
    errors.append(Problem.FieldError(pointer: pointer, detail: detail, details: details))
  }

  /// Reports in each language of the house.
  package mutating func report(_ pointer: String, _ english: String, chinese: String) {
    report(pointer, english, LocalizedText(["en": english, "zh-Hans": chinese]))
  }

  /// Throws what was gathered, as one problem.
  package func finish() throws(Problem) {
    guard let first = errors.first else { return }
    let more = errors.count > 1 ? (" (and \(errors.count - 1) more)", "（另有 \(errors.count - 1) 处）") : ("", "")
    let place = first.pointer.isEmpty ? ("", "") : ("\(first.pointer): ", "\(first.pointer)：")
    let chinese = place.1 + first.detail(in: "zh-Hans") + more.1
    throw Problem(.invalid, place.0 + first.detail + more.0, chinese, errors: errors)
  }

  /// The members of an object that has no keys but the known ones.
  package mutating func object(_ json: JSON, at pointer: String, known: [String]) -> [String: JSON]? {
    guard let members = anyObject(json, at: pointer) else { return nil }
    for key in members.keys.sorted() where !known.contains(key) {
      report(
        pointer.pointing(to: key), "unknown key; known are \(known.joined(separator: ", "))",
        chinese: "未知的键；可用的键：\(known.joined(separator: "、"))")
    }
    return members
  }

  package mutating func anyObject(_ json: JSON, at pointer: String) -> [String: JSON]? {
    guard case .object(let members) = json else { return wrong(json, at: pointer, expected: "an object", "对象") }
    return members
  }

  package mutating func array(_ json: JSON, at pointer: String) -> [JSON]? {
    guard case .array(let elements) = json else { return wrong(json, at: pointer, expected: "an array", "数组") }
    return elements
  }

  /// Text that is not empty; `nil` without a report when the key is absent and not required.
  package mutating func string(
    _ members: [String: JSON], _ key: String, at pointer: String, required: Bool = false
  ) -> String? {
    let place = pointer.pointing(to: key)
    guard let json = members[key] else {
      if required { report(place, "it is missing", chinese: "缺少该项") }
      return nil
    }
    guard case .string(let text) = json else { return wrong(json, at: place, expected: "a string", "字符串") }
    guard !text.isEmpty else {
      report(place, "it is empty", chinese: "该项为空")
      return nil
    }
    return text
  }

  /// Reports a value of another kind than the one expected; `chinese` is what is expected, in 简体中文.
  package mutating func wrong<Value>(
    _ json: JSON, at pointer: String, expected: String, _ chinese: String
  ) -> Value? {
    report(
      pointer, "\(expected) is expected, not \(json.kind)", chinese: "应为\(chinese)，而不是\(json.chineseKind)")
    return nil
  }
}

extension JSON {
  /// What `kind` is called in 简体中文.
  package var chineseKind: String {
    switch self {
    case .null: "空值"
    case .bool: "布尔值"
    case .integer: "整数"
    case .number: "数"
    case .string: "字符串"
    case .array: "数组"
    case .object: "对象"
    }
  }
}

extension String {
  /// The JSON Pointer to a member or element of what this one points to.
  package func pointing(to token: String) -> String {
    var escaped = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return self + "/" + escaped
  }
}

extension JSONReader {
  /// A list of texts; empty when the key is absent.
  package mutating func strings(_ members: [String: JSON], _ key: String, at pointer: String) -> [String] {
    guard let json = members[key] else { return [] }
    let place = pointer.pointing(to: key)
    guard let elements = array(json, at: place) else { return [] }
    return elements.enumerated().compactMap { index, element in
      if case .string(let text) = element, !text.isEmpty { return text }
      return wrong(element, at: place.pointing(to: "\(index)"), expected: "a string that is not empty", "非空的字符串")
    }
  }

  /// A number; `nil` when the key is absent.
  package mutating func number(_ members: [String: JSON], _ key: String, at pointer: String) -> Double? {
    guard let json = members[key] else { return nil }
    return json.double ?? wrong(json, at: pointer.pointing(to: key), expected: "a number", "数")
  }

  /// A whole number within bounds; `nil` when the key is absent.
  package mutating func integer(
    _ members: [String: JSON], _ key: String, at pointer: String, in range: ClosedRange<Int64>
  ) -> Int64? {
    guard let json = members[key] else { return nil }
    let place = pointer.pointing(to: key)
    guard let value = json.integer else { return wrong(json, at: place, expected: "a whole number", "整数") }
    guard range.contains(value) else {
      report(
        place, "\(value) is outside \(range.lowerBound) to \(range.upperBound)",
        chinese: "\(value) 不在 \(range.lowerBound) 至 \(range.upperBound) 的范围内")
      return nil
    }
    return value
  }

  /// `true` or `false`; `nil` when the key is absent.
  package mutating func bool(_ members: [String: JSON], _ key: String, at pointer: String) -> Bool? {
    guard let json = members[key] else { return nil }
    return json.bool ?? wrong(json, at: pointer.pointing(to: key), expected: "true or false", "true 或 false")
  }

  /// Text in English and 简体中文; both are required.
  package mutating func localized(
    _ members: [String: JSON], _ key: String, at pointer: String, required: Bool = true
  ) -> LocalizedText? {
    let place = pointer.pointing(to: key)
    guard let json = members[key] else {
      if required { report(place, "it is missing", chinese: "缺少该项") }
      return nil
    }
    guard let texts = object(json, at: place, known: ["en", "zh-Hans"]) else { return nil }
    var result: [String: String] = [:]
    for language in ["en", "zh-Hans"] {
      if let text = string(texts, language, at: place, required: true) { result[language] = text }
    }
    return LocalizedText(result)
  }

  /// An ISO 8601 duration such as `PT30S`, in milliseconds; `nil` when the key is absent.
  package mutating func period(_ members: [String: JSON], _ key: String, at pointer: String) -> Int64? {
    guard let text = string(members, key, at: pointer) else { return nil }
    if let period = Period(text) { return period.milliseconds }
    report(
      pointer.pointing(to: key), "\"\(text.prefix(32))\" is no duration; one looks like PT30S or PT1H (ISO 8601)",
      chinese: "“\(text.prefix(32))”不是时长；时长的写法如 PT30S、PT1H（ISO 8601）")
    return nil
  }
}
