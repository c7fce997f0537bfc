// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

extension BodySpecification {
  /// A picture, a video or a document: itself, or as the field `file` of a form, whose field `phase` comes before it.
  static func evidence(_ settings: APISettings) -> BodySpecification {
    let form: JSON = [
      "type": "object", "required": ["file"],
      "properties": ["phase": .phaseSchema, "file": ["type": "string", "format": "binary"]],
    ]
    let binary: JSON = ["type": "string", "format": "binary"]
    let types = MediaType.allCases.map(\.rawValue)
    return BodySpecification(
      [Content("multipart/form-data", as: .multipart, schema: form)]
        + types.map { Content($0, as: .bytes, schema: binary) }, limit: settings.evidenceLimit + 1 << 16)
  }
}

extension Call {
  /// The file that came as body.
  ///
  /// - Parameter phase: what it shows, where the form does not say.
  /// - Throws: `Problem` of code `invalid` where a form has no file.
  func evidence(phase: Evidence.Phase, limit: Int) async throws -> NewEvidence {
    guard let parts else { return NewEvidence(bytes: bytes, declaredType: mediaType, phase: phase) }
    var phase = phase
    while let part = try await parts.nextPart() {
      switch part.name {
      case "phase":
        guard let given = Evidence.Phase(rawValue: try await parts.text()) else {
          throw Problem.invalid(
            "/phase", "must be one of \(Evidence.Phase.allCases.map(\.rawValue).joined(separator: ", "))",
            "须为以下之一：\(Evidence.Phase.allCases.map(\.rawValue).joined(separator: "、"))")
        }
        phase = given
      case "file":
        return NewEvidence(
          bytes: try await parts.data(limit: limit), declaredType: part.filename == nil ? nil : part.mediaType,
          phase: phase)
      default: continue
      }
    }
    throw Problem.invalid(
      "/file", "is missing; the form has a field file with the picture or document", "缺少文件；表单字段 file 为图片或文档")
  }
}

extension Answer {
  /// A file of evidence. Pictures and videos may be shown; everything else is to be saved.
  static func evidence(_ file: Evidence, hash: String, in store: EvidenceStore, for call: Call) throws -> Answer {
    let tag = EntityTag(hash)
    if call.hasCurrent(tag) { return notModified(tag) }
    let answer = bytes(try store.read(hash: hash), mediaType: file.mediaType).with(tag)
      .with("Cache-Control", "private, max-age=3600")
    let isShown = file.mediaType.hasPrefix("image/") || file.mediaType.hasPrefix("video/")
    let ending = file.mediaType.split(separator: "/").last.map(String.init) ?? "bin"
    return isShown
      ? answer.with("Content-Disposition", "inline") : answer.attachment(named: "\(hash.prefix(12)).\(ending)")
  }
}

extension ResponseSpecification {
  static let file = ResponseSpecification(
    "The file.", mediaType: "*/*", schema: ["type": "string", "format": "binary"],
    headers: ["ETag": "The hash of its content.", "Content-Disposition": "Whether it is to be shown or saved."])
}
