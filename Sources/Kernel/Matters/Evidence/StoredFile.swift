// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A file that the evidence store keeps.
public struct StoredFile: Sendable, Hashable {
  /// SHA-256 of the content in hexadecimal digits: the file's name.
  public var hash: String
  public var mediaType: MediaType
  /// In bytes.
  public var size: Int64
  /// SHA-256 of the copy without metadata; `nil` for kinds of file of which none is made.
  public var publicHash: String?

  public init(hash: String, mediaType: MediaType, size: Int64, publicHash: String?) {
    self.hash = hash
    self.mediaType = mediaType
    self.size = size
    self.publicHash = publicHash
  }
}
