// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Vocabulary

/// The folder in which a city keeps what is not in its database, and the database too where that is SQLite.
final class DataFolder: Sendable {
  let url: URL
  private let locks = Mutex<[FileLock]>([])

  /// Makes the folder when it does not exist, for this user alone.
  /// - Throws: `Problem` of code `unavailable`.
  init(_ url: URL) throws(Problem) {
    self.url = url
    try Self.make(url)
  }

  /// Where evidence files are kept.
  var evidence: URL { url.appending(path: "evidence", directoryHint: .isDirectory) }

  /// Takes the folder, and the database file where it lies elsewhere, for this process alone.
  /// - Throws: `Problem` of code `conflict` when another process has it.
  func lock(database path: String) throws(Problem) {
    try take(url.appending(path: "citywide.lock"), of: ("the data folder \(Self.path(url))", "数据文件夹 \(Self.path(url))"))
    let database = URL(filePath: path)
    let folder = database.deletingLastPathComponent().standardizedFileURL.resolvingSymlinksInPath()
    guard folder.path() != url.standardizedFileURL.resolvingSymlinksInPath().path() else { return }
    try take(URL(filePath: path + ".lock"), of: ("the database \(path)", "数据库 \(path)"))
  }

  func unlock() { locks.withLock { $0 = [] } }

  private func take(_ file: URL, of what: (english: String, chinese: String)) throws(Problem) {
    let lock = try FileLock(Self.path(file), of: what)
    locks.withLock { $0.append(lock) }
  }

  /// The file of the key that signs the journal, readable by this user alone.
  /// - Throws: `Problem` when its folder cannot be made.
  func journalKeyFile() throws(Problem) -> KeyFile {
    let folder = url.appending(path: "keys", directoryHint: .isDirectory)
    try Self.make(folder)
    return KeyFile(Self.path(folder.appending(path: "journal.ed25519")))
  }

  /// Keeps others from changing keys as long as it is held.
  /// - Throws: `Problem` of code `conflict` when another process holds it.
  func lockKeys() throws(Problem) -> FileLock {
    try FileLock(
      Self.path(url.appending(path: "keys.lock")), of: ("the keys of \(Self.path(url))", "\(Self.path(url)) 的密钥"))
  }

  private static func make(_ url: URL) throws(Problem) {
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Problem(
        .unavailable, "the folder \(path(url)) cannot be made: \(error.localizedDescription)",
        "无法创建文件夹 \(path(url))：\(error.localizedDescription)")
    }
  }

  static func path(_ url: URL) -> String { url.path(percentEncoded: false) }
}
