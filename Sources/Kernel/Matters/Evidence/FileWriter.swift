// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// Puts whole files on disk: under their name there is all of a file or nothing, whenever the program or the machine stops.
struct FileWriter: Sendable {
  /// What the system offers; tests give one whose disk is full.
  var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int = { Foundation.write($0, $1, $2) }
  var sync: @Sendable (Int32) -> Int32 = { fsync($0) }

  /// Writes a file, unless it is there already with this content.
  func write(_ bytes: [UInt8], to url: URL, under root: URL) throws(Problem) {
    let leaf = url.deletingLastPathComponent()
    if let known = try? Data(contentsOf: url), known.elementsEqual(bytes) {
      // It may have got its name a moment ago, not yet on disk.
      return try syncFolder(leaf)
    }
    try makeFolders(to: leaf, under: root)
    let temporary = leaf.appending(path: ".\(getpid())-\(UInt64.random(in: 0 ... .max)).new")
    do throws(Problem) {
      try writeAll(bytes, to: Self.path(temporary))
      guard rename(Self.path(temporary), Self.path(url)) == 0 else { throw Self.problem("written", errno) }
    } catch {
      unlink(Self.path(temporary))
      throw error
    }
    try syncFolder(leaf)
  }

  private func writeAll(_ bytes: [UInt8], to path: String) throws(Problem) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.problem("written", errno) }
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let count = write(descriptor, start, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          failure = count < 0 ? errno : ENOSPC
          return
        }
        rest = rest.dropFirst(count)
      }
    }
    if failure == 0, sync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    guard failure == 0 else { throw Self.problem("written", failure) }
  }

  /// Makes the folders that are missing, each on disk before anything is put in it.
  private func makeFolders(to leaf: URL, under root: URL) throws(Problem) {
    let outer = leaf.deletingLastPathComponent()
    for folder in [root, outer, leaf] {
      if mkdir(Self.path(folder), 0o700) == 0 {
        try syncFolder(folder.deletingLastPathComponent())
        continue
      }
      let reason = errno
      guard reason != EEXIST else { continue }
      guard reason == ENOENT, folder == root else { throw Self.problem("written", reason) }
      do {
        try FileManager.default.createDirectory(
          at: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch { throw Self.problem("written", "\(error.localizedDescription)") }
    }
  }

  private func syncFolder(_ folder: URL) throws(Problem) {
    let descriptor = open(Self.path(folder), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.problem("written", errno) }
    defer { close(descriptor) }
    guard sync(descriptor) == 0 else { throw Self.problem("written", errno) }
  }

  private static func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private static func problem(_ verb: String, _ code: Int32) -> Problem {
    guard ![ENOSPC, EDQUOT, EFBIG].contains(code) else {
      return Problem(
        .storageFull, "There is no space left to keep the file. Nothing was kept; free space and try again.",
        "存储空间不足，文件未保存，请清理后重试。",
        retryAfter: 30)
    }
    return problem(verb, String(cString: strerror(code)))
  }

  static func problem(_ verb: String, _ reason: String) -> Problem {
    Problem(.unavailable, "The folder of evidence cannot be \(verb): \(reason).", "证据目录无法访问：\(reason)。", retryAfter: 30)
  }
}
