// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

/// A form with one file.
struct FormUpload: Sendable {
  var fields: [String: String] = [:]
  private var bytes: [UInt8] = []
  private var mediaType: String?

  /// - Parameter file: name of the field with the file.
  init(_ call: Call, file: String, limit: Int) async throws {
    guard let parts = call.parts else { return }
    while let part = try await parts.nextPart() {
      if part.name == file {
        bytes = try await parts.data(limit: limit)
        mediaType = part.mediaType
      } else if fields.count < 20 {
        fields[part.name] = try await parts.text()
      }
    }
  }

  func evidence(phase: Evidence.Phase) -> NewEvidence {
    NewEvidence(bytes: bytes, declaredType: mediaType, phase: phase)
  }
}
