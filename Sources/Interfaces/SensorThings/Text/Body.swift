// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A JSON value of a request, together with its text.
struct Body {
  var json: JSON
  /// Where the value stands in `bytes`; `nil` for one that was made here.
  private var text: JSONText?
  private var bytes: [UInt8]
  /// JSON Pointer to it, for messages.
  var pointer: String

  init(_ json: JSON, at pointer: String = "") {
    self.json = json
    text = nil
    bytes = []
    self.pointer = pointer
  }

  /// - Throws: `Problem` of code `badRequest` for what is no JSON.
  init(parsing bytes: [UInt8]) throws(Problem) {
    guard !bytes.isEmpty else {
      throw Problem(.badRequest, "The body is empty; a JSON value is needed.", "请求体为空；此处需要 JSON 值。")
    }
    json = try JSON(parsing: bytes)
    text = JSONText.parse(bytes)
    self.bytes = bytes
    pointer = ""
  }

  /// An object of values that were read elsewhere.
  init(members: [String: Body], at pointer: String) {
    json = .object(members.mapValues(\.json))
    text = JSONText(range: 0..<0, members: members.compactMapValues(\.text), elements: [])
    bytes = members.values.first { !$0.bytes.isEmpty }?.bytes ?? []
    self.pointer = pointer
  }

  private init(_ json: JSON, _ text: JSONText?, _ bytes: [UInt8], _ pointer: String) {
    self.json = json
    self.text = text
    self.bytes = bytes
    self.pointer = pointer
  }

  var members: [String: JSON] { json.object ?? [:] }

  /// A member that is there and not null.
  subscript(name: String) -> Body? {
    guard let member = json[name], !member.isNull else { return nil }
    return child(name, member)
  }

  /// A member, null too.
  func member(_ name: String) -> Body? { json[name].map { child(name, $0) } }

  private func child(_ name: String, _ json: JSON) -> Body {
    Body(json, text?[name], bytes, pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1"))
  }

  /// The elements of a list; `nil` where it is none.
  var elements: [Body]? {
    json.array.map { elements in
      elements.enumerated().map { Body($1, text?[$0], bytes, "\(pointer)/\($0)") }
    }
  }

  /// The value as it was written.
  var written: String {
    guard let text else { return json.text }
    return String(decoding: bytes[text.range], as: UTF8.self)
  }

  /// What is wrong with it, in both languages.
  func fault(_ detail: String, _ chinese: String) -> Problem {
    Problem(
      .badRequest, pointer.isEmpty ? detail : "\(pointer): \(detail)",
      pointer.isEmpty ? "请求体有误：\(chinese)" : "请求体的 \(pointer) 有误：\(chinese)",
      errors: [Problem.FieldError(pointer: pointer, detail, chinese)])
  }

  /// - Throws: `Problem` where it is no object.
  func requireObject(_ what: String, _ chinese: String) throws(Problem) {
    guard json.object != nil else {
      throw fault("\(what) is an object, not \(json.kind)", "\(chinese)应为对象，而不是\(json.chineseKind)")
    }
  }
}
