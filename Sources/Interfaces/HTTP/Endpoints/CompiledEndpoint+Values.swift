// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension CompiledEndpoint {
  /// The values of all parameters, checked, in the order of the table.
  ///
  /// - Throws: `Problem` of code `badRequest` for a query that cannot be read or names an unknown parameter; of code
  ///   `invalid` naming each parameter that is wrong or missing.
  func values(captures: [String], head: RequestHead) throws(Problem) -> [JSON?] {
    if parameters.isEmpty && head.query == nil { return [] }
    var given = [JSON?](repeating: nil, count: parameters.count)
    var errors: [Problem.FieldError] = []
    for (index, text) in zip(captureIndices, captures) {
      if let error = parameters[index].add(text, to: &given[index]) { errors.append(error) }
    }
    if let query = head.query, !endpoint.readsAddress { try read(query: query, into: &given, &errors) }
    for index in headerIndices {
      guard let text = head.header(parameters[index].name) else { continue }
      if let error = parameters[index].add(text, to: &given[index]) { errors.append(error) }
    }
    for (index, parameter) in parameters.enumerated() where !errors.contains(where: { $0.pointer == parameter.name }) {
      if let value = given[index] {
        errors += parameter.schema.errors(in: value, base: parameter.name)
      } else if parameter.parameter.isRequired {
        errors.append(parameter.error("is missing", "缺少该参数"))
      } else {
        given[index] = defaults[index]
      }
    }
    guard errors.isEmpty else { throw Problem(invalid: errors) }
    return given
  }

  private func read(
    query: String, into given: inout [JSON?], _ errors: inout [Problem.FieldError]
  ) throws(Problem) {
    let form = try URLEncodedForm(parsing: query, place: "query")
    for (name, text) in form.fields {
      guard let index = parameters.firstIndex(where: { $0.name == name && $0.parameter.place == .query }) else {
        if endpoint.isPage { continue }
        throw unknown(name)
      }
      if let error = parameters[index].add(text, to: &given[index]) { errors.append(error) }
    }
  }

  private func unknown(_ name: String) -> Problem {
    let known = parameters.filter { $0.parameter.place == .query }.map(\.name)
    let detail =
      known.isEmpty
      ? ("none is expected here", "此处不需要查询参数")
      : ("known are \(known.joined(separator: ", "))", "可用的参数：\(known.joined(separator: "、"))")
    return Problem(
      .badRequest, "There is no query parameter \(JSON.string(name).text); \(detail.0).",
      "没有查询参数 \(JSON.string(name).text)；\(detail.1)。",
      errors: [Problem.FieldError(pointer: name, "is not known; \(detail.0)", "未知的参数；\(detail.1)")])
  }
}
