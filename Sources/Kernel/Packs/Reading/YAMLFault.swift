// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Yams

/// Why a text is no YAML, in one line.
struct YAMLFault: Error {
  var line: Int
  var detail: String

  init(line: Int, detail: String) {
    self.line = line
    self.detail = detail
  }

  init(_ error: any Error) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _):
      self.init(line: mark.line, detail: "no valid YAML: \(context.map { $0.text + ", " } ?? "")\(problem)")
    case YamlError.composer(_, let problem, let mark, _):
      let many = problem.contains("another document")
      self.init(
        line: mark.line,
        detail: many ? "the file holds one YAML document, here begins another" : "no valid YAML: \(problem)")
    case YamlError.reader(let problem, let offset, _, let yaml):
      let before = yaml.utf8.prefix(offset ?? 0)
      self.init(line: 1 + before.count { $0 == 0x0A }, detail: "no valid YAML: \(problem)")
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      self.init(
        line: context.mark.line, detail: "the key \(keys.joined(separator: ", ")) is given twice in one mapping")
    default:
      self.init(line: 1, detail: "no valid YAML: \(error)")
    }
  }
}
