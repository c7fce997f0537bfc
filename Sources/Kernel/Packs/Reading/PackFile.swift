// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A file of a pack: its content as JSON, and where in the text each part of it stands.
final class PackFile {
  /// Relative to the pack.
  let path: String
  let json: JSON
  private let place: (String) -> Int?
  /// The text of values that YAML took for something else than text, by pointer.
  private let unquoted: [String: String]

  /// A YAML file that was read.
  init(path: String, yaml: YAMLDocument) {
    self.path = path
    json = yaml.json
    place = { yaml.lines[$0] }
    unquoted = yaml.unquoted
  }

  /// A JSON file; the lines are looked up when there is something to say about them.
  init(path: String, json: JSON, bytes: [UInt8]) {
    self.path = path
    self.json = json
    let lines = JSONLines(bytes)
    place = { lines.line(of: $0) }
    unquoted = [:]
  }

  /// The line of a value; of what is missing, the line of the nearest value around it.
  func line(of pointer: String) -> Int {
    var pointer = pointer[...]
    while true {
      if let line = place(String(pointer)) { return line }
      guard let slash = pointer.lastIndex(of: "/") else { return 1 }
      pointer = pointer[..<slash]
    }
  }

  /// What helps to understand a fault: that a text without quotes was read as a number.
  func remark(on detail: String, at pointer: String) -> String {
    guard detail.hasPrefix("a string"), let text = unquoted[pointer] else { return detail }
    return detail + ": write \"\(text)\" in quotes"
  }

  /// The elements of a file that holds one thing or a list of things.
  var elements: [Place] {
    guard case .array(let list) = json else { return [Place(file: self, pointer: "", json: json)] }
    return list.enumerated().map { Place(file: self, pointer: "/\($0.offset)", json: $0.element) }
  }
}

/// A value in a file of a pack.
struct Place {
  var file: PackFile
  var pointer: String
  var json: JSON

  /// A fault in it or, by its pointer, in a part of it.
  func fault(_ part: String = "", _ detail: String) -> PackFault {
    let whole = pointer + part
    return PackFault(
      file: file.path, line: file.line(of: whole), pointer: whole, detail: file.remark(on: detail, at: whole))
  }

  /// `matters/events.yaml:12`
  var name: String { "\(file.path):\(file.line(of: pointer))" }
}
