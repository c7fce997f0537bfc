// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Vocabulary

/// Where a backup goes.
public enum BackupDestination: Sendable {
  /// A file, which appears under its name when it is whole and on disk.
  case file(URL)
  /// An open file or pipe, such as standard output.
  case handle(FileHandle)
}

/// The file that a backup is written to.
final class BackupOutput {
  private let destination: BackupDestination
  private let handle: FileHandle
  private let partial: URL?
  private var written = false

  init(_ destination: BackupDestination) throws {
    self.destination = destination
    switch destination {
    case .handle(let given):
      handle = given
      partial = nil
    case .file(let url):
      let partial = url.appendingPathExtension("partial")
      // Whoever can read a backup can read everything.
      guard
        FileManager.default.createFile(
          atPath: partial.path(percentEncoded: false), contents: nil, attributes: [.posixPermissions: 0o600])
      else {
        throw Problem(
          .unavailable,
          "\(partial.path(percentEncoded: false)) cannot be written: \(String(cString: strerror(errno))).",
          "无法写入 \(partial.path(percentEncoded: false))：\(String(cString: strerror(errno)))。")
      }
      handle = try FileHandle(forWritingTo: partial)
      self.partial = partial
    }
  }

  func write(_ bytes: ArraySlice<UInt8>) throws {
    written = true
    do { try handle.write(contentsOf: Data(bytes)) } catch {
      throw Problem(
        .storageFull, "The backup cannot be written to \(name): \(error.localizedDescription)",
        "无法将备份写入 \(name)：\(error.localizedDescription)")
    }
  }

  /// Begins anew after the reading transaction was lost.
  func restart() throws {
    guard written else { return }
    guard partial != nil else {
      throw Problem(
        .unavailable, "The connection to the database was lost; what was written is no backup.",
        "与数据库的连接已中断；已写入的内容不构成备份。")
    }
    try handle.truncate(atOffset: 0)
  }

  /// Puts the whole backup on disk, under its name.
  func finish() throws {
    guard case .file(let url) = destination, let partial else { return }
    try handle.synchronize()
    try handle.close()
    let (from, to) = (partial.path(percentEncoded: false), url.path(percentEncoded: false))
    guard rename(from, to) == 0 else {
      throw Problem(
        .unavailable, "\(from) cannot be renamed to \(to): \(String(cString: strerror(errno))).",
        "无法将 \(from) 重命名为 \(to)：\(String(cString: strerror(errno)))。")
    }
    // The name is in the folder, which is a file of its own.
    let folder = open(url.deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Removes what was written.
  func abandon() {
    guard let partial else { return }
    try? handle.close()
    try? FileManager.default.removeItem(at: partial)
  }

  private var name: String {
    switch destination {
    case .file(let url): url.path(percentEncoded: false)
    case .handle: "the output"
    }
  }
}
