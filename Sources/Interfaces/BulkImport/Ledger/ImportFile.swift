// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// A file that is imported, with what tells it from every other.
struct ImportFile: Hashable, Sendable {
  let url: URL
  let size: Int64
  /// SHA-256 of the content.
  let hash: [UInt8]

  var name: String { url.lastPathComponent }
  var path: String { url.standardizedFileURL.path(percentEncoded: false) }

  /// Reads the whole file once.
  init(_ url: URL) throws(CSVFault) {
    self.url = url
    try CSVReader.refuseFolder(url)
    var hash = SHA256()
    var size: Int64 = 0
    do {
      let handle = try FileHandle(forReadingFrom: url)
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
        hash.update(data: chunk)
        size += Int64(chunk.count)
      }
    } catch {
      throw CSVFault(file: url.lastPathComponent, detail: "the file cannot be read: \(CSVReader.reason(error))")
    }
    self.size = size
    self.hash = Array(hash.finalize())
  }
}
