// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// The uncompressed content of a backup, read a piece at a time.
final class BackupInput {
  private let path: String
  private let file: FileHandle
  private let decompressor = ZstandardDecompressor()
  private var compressed: ArraySlice<UInt8> = []
  private var content: [UInt8] = []
  private var position = 0

  init(_ url: URL) throws {
    path = url.path(percentEncoded: false)
    do { file = try FileHandle(forReadingFrom: url) } catch {
      throw Problem(
        .notFound, "\(path) cannot be read: \(error.localizedDescription)", "无法读取 \(path)：\(error.localizedDescription)"
      )
    }
    // Zstandard's magic number, RFC 8878 §3.1.1.
    guard try more(), compressed.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { throw foreign() }
  }

  deinit { try? file.close() }

  /// The next `count` bytes.
  func take(_ count: Int) throws -> [UInt8] {
    while content.count - position < count {
      if decompressor.isFinished { throw damaged("it ends too early") }
      content.removeFirst(position)
      position = 0
      try fill()
    }
    defer { position += count }
    return Array(content[position..<position + count])
  }

  /// Reads what is left: the checksum of the frame, and nothing else.
  func expectEnd() throws {
    while !decompressor.isFinished, position == content.count { try fill() }
    guard try position == content.count && !more() else { throw damaged("something follows its end") }
  }

  func damaged(_ how: String) -> Problem {
    Problem(
      .invalid, "\(path) is damaged: \(how). Nothing was kept of it; use another backup.",
      "\(path) 已损坏：\(how)。未保留其中任何内容，请使用其他备份。")
  }

  func foreign() -> Problem { Problem(.invalid, "\(path) is not a Citywide backup.", "\(path) 不是 Citywide 的备份。") }

  private func fill() throws {
    guard try more() else { throw damaged("it ends too early") }
    if let reason = decompressor.read(&compressed, into: &content) { throw damaged(reason.lowercased()) }
  }

  /// Whether there is something left to decompress.
  private func more() throws -> Bool {
    guard compressed.isEmpty else { return true }
    do { compressed = try [UInt8](file.read(upToCount: 1 << 17) ?? Data())[...] } catch {
      throw Problem(
        .unavailable, "\(path) cannot be read: \(error.localizedDescription)",
        "无法读取 \(path)：\(error.localizedDescription)")
    }
    return !compressed.isEmpty
  }
}
