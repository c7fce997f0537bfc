// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// The files of a backup on their way into their folders: first beside them, then, all at once, under their names.
///
/// Used by one thread after another, never by two at once.
final class RestoredFolders: @unchecked Sendable {
  private let folders: [BackupFolder]
  private var open: FileHandle?
  private var published: [BackupFolder] = []

  init(_ folders: [BackupFolder]) { self.folders = folders }

  /// Forgets an earlier attempt.
  /// - Throws: `Problem` when a folder is not empty.
  func restart() throws {
    abandon()
    for folder in folders where !folder.isEmpty {
      let path = folder.url.path(percentEncoded: false)
      throw Problem(
        .conflict, "The folder \(path) is not empty. Restore into one that is empty or not there.",
        "文件夹 \(path) 不是空的。请恢复到空的或尚不存在的文件夹。")
    }
  }

  func begin(folder name: String, path: String, damaged: (String) -> Problem) throws {
    try close()
    guard let folder = folders.first(where: { $0.name == name }) else {
      throw Problem(
        .invalid, "The backup holds files of \"\(name)\"; say which folder they go to.", "备份中有“\(name)”的文件，请指明放入哪个文件夹。")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
      throw damaged("it holds a file with the path \(path)")
    }
    let url = Self.staging(folder).appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
    open = try FileHandle(forWritingTo: url)
  }

  func write(_ bytes: [UInt8], damaged: (String) -> Problem) throws {
    guard let open else { throw damaged("it holds data of no file") }
    do { try open.write(contentsOf: Data(bytes)) } catch {
      throw Problem(
        .storageFull, "A file of the backup cannot be written: \(error.localizedDescription)",
        "无法写入备份中的文件：\(error.localizedDescription)")
    }
  }

  /// Gives all files their names.
  func publish() throws {
    try close()
    for folder in folders where FileManager.default.fileExists(atPath: Self.staging(folder).path(percentEncoded: false))
    {
      try? FileManager.default.removeItem(at: folder.url)
      try FileManager.default.moveItem(at: Self.staging(folder), to: folder.url)
      published.append(folder)
    }
  }

  /// Removes all that was written.
  func abandon() {
    try? close()
    for folder in folders { try? FileManager.default.removeItem(at: Self.staging(folder)) }
    for folder in published { try? FileManager.default.removeItem(at: folder.url) }
    published = []
  }

  private func close() throws {
    guard let open else { return }
    try open.synchronize()
    try open.close()
    self.open = nil
  }

  private static func staging(_ folder: BackupFolder) -> URL {
    URL(filePath: folder.url.standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/") + ".restoring")
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
