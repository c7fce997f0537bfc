// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Vocabulary

extension Site {
  /// Reads the body as the endpoint wants it and checks it.
  func body(_ admission: Admission, _ reader: BodyReader) async throws -> CallBody {
    guard let content = admission.content, let specification = admission.compiled.endpoint.requestBody else {
      return .none
    }
    switch content.content.form {
    case .json:
      let bytes = try await reader.collect(limit: specification.limit)
      if bytes.readableBytes == 0 {
        guard specification.isRequired else { return .none }
        throw Problem(.badRequest, "The body is empty; JSON is needed.", "请求内容为空，需要 JSON。")
      }
      return .json(try Self.json(bytes, content.schema), bytes)
    case .form:
      let bytes = try await reader.collect(limit: specification.limit)
      let form = try URLEncodedForm(parsing: Array(bytes.readableBytesView))
      guard !form.fields.contains(where: { $0.0.utf8.contains(0) || $0.1.utf8.contains(0) }) else {
        throw Problem(.invalid, "The form must not contain the character U+0000.", "表单不得含有字符 U+0000。")
      }
      try check(form["csrf"], admission)
      return .form(form)
    case .bytes:
      let bytes = try await reader.collect(limit: specification.limit)
      return .bytes(Array(bytes.readableBytesView), mediaType: admission.mediaType)
    case .stream:
      return .stream(BodyStream(reader: reader, limit: specification.limit), mediaType: admission.mediaType)
    case .multipart:
      guard let boundary = HeaderValue(admission.contentType)["boundary"], (1...70).contains(boundary.utf8.count) else {
        throw Problem(
          .badRequest, "Content-Type: multipart/form-data needs a boundary of 1 to 70 characters.",
          "multipart/form-data 须有1至70个字符的 boundary。")
      }
      let parts = MultipartReader(
        BodyStream(reader: reader, limit: specification.limit), boundary: boundary,
        limits: MultipartLimits(parts: specification.parts))
      if admission.pendingToken != nil { try check(try await parts.leadingField(named: "csrf"), admission) }
      return .parts(parts)
    }
  }

  private func check(_ given: String?, _ admission: Admission) throws(Problem) {
    guard let expected = admission.pendingToken else { return }
    guard let given, RequestForgery.matches(given, expected) else { throw Problem.sessionTokenMissing }
  }

  private static func json(_ bytes: ByteBuffer, _ schema: Schema) throws(Problem) -> JSON {
    let value = try JSON(parsing: bytes.readableBytesView)
    try schema.check(value)
    return value
  }
}
