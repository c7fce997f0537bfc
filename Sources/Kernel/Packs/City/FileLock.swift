// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that one open city at a time holds; the system lets it go when the process ends, however it ends.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// - Parameter what: what the lock stands for, for people.
  /// - Throws: `Problem` of code `conflict` when it is held, of code `unavailable` when the file cannot be made.
  init(_ path: String, of what: (english: String, chinese: String)) throws(Problem) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Problem(
        .unavailable, "\(what.english) cannot be used: \(path): \(String(cString: strerror(errno)))",
        "无法使用\(what.chinese)：\(path)：\(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.holder(descriptor)
      close(descriptor)
      guard reason == EWOULDBLOCK else {
        throw Problem(
          .unavailable, "\(what.english) cannot be locked: \(String(cString: strerror(reason)))",
          "无法锁定\(what.chinese)：\(String(cString: strerror(reason)))")
      }
      throw Problem(
        .conflict,
        "\(what.english) is in use by another citywide\(holder.map { " (process \($0))" } ?? ""): stop that one first, or use "
          + "another data folder. Several processes can share a city on PostgreSQL.",
        "\(what.chinese)正由另一个 citywide\(holder.map { "（进程 \($0)）" } ?? "")使用："
          + "请先停止它，或换用其他数据文件夹。使用 PostgreSQL 时，多个进程可共用一座城市。"
      )
    }
    let text = Array("\(getpid())\n".utf8)
    // Only to tell people who has it: the lock itself does not depend on it.
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return count > 0 ? Int(String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)) : nil
  }
}
