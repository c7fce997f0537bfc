// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Vocabulary

/// Reads the records of a backup and checks, at the end, that nothing was changed or is missing.
final class BackupReader {
  let header: BackupHeader
  /// SHA-256 of the content; `nil` until it was found right.
  private(set) var checksum: String?
  private let input: BackupInput
  private var hash = SHA256()

  /// - Throws: `Problem` when the file cannot be read, is no backup, or is in a newer format.
  init(_ url: URL) throws {
    input = try BackupInput(url)
    let start = try input.take(5)
    guard start[0] == BackupRecordKind.header.rawValue else { throw input.foreign() }
    let text = try input.take(Self.length(start))
    guard let json = try? JSON(parsing: text) else { throw input.foreign() }
    header = try BackupHeader(json, path: url.path(percentEncoded: false))
    hash.update(data: start)
    hash.update(data: text)
  }

  /// The next record; `nil` after the last, when the checksum was right.
  func next() throws -> BackupRecord? {
    guard checksum == nil else { return nil }
    let start = try input.take(5)
    guard let kind = BackupRecordKind(rawValue: start[0]) else { throw damaged("it holds a record of unknown kind") }
    let content = try input.take(Self.length(start))
    guard kind == .checksum else {
      hash.update(data: start)
      hash.update(data: content)
      return BackupRecord(kind: kind, content: content)
    }
    guard content == Array(hash.finalize()) else { throw damaged("its checksum is wrong") }
    try input.expectEnd()
    checksum = content.hexadecimal
    return nil
  }

  func damaged(_ how: String) -> Problem { input.damaged(how) }

  private static func length(_ start: [UInt8]) -> Int { start[1...4].reversed().reduce(0) { $0 << 8 | Int($1) } }
}
