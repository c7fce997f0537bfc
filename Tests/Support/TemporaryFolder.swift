// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Synchronization

/// An empty folder that vanishes with its last reference, at the latest when the test process ends, however it ends.
public final class TemporaryFolder: Sendable {
  public let url: URL
  public var path: String { url.path(percentEncoded: false) }

  public init() throws {
    url = try TestRoot.shared().appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, with the folders in which it lies.
  @discardableResult
  public func write(_ text: String, to path: String) throws -> URL {
    let file = url.appending(path: path).standardizedFileURL
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }
}

/// The one folder of this process under which tests leave files and PostgreSQL clusters.
///
/// A small shell holds the read end of a pipe whose write end is ours. When this process ends, by whatever signal, the
/// shell reads the end of file, stops the clusters and removes the folder.
enum TestRoot {
  private static let made = Mutex<Result<(URL, Process), any Error>?>(nil)

  static func shared() throws -> URL {
    try made.withLock { made in
      let result = made ?? Result { try make() }
      made = result
      return try result.get().0
    }
  }

  private static func make() throws -> (URL, Process) {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "citywide-tests-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString.prefix(8))")
    // PostgreSQL may run as another user than we do, and must be able to enter.
    try FileManager.default.createDirectory(
      at: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let pipe = Pipe()
    let writeEnd = pipe.fileHandleForWriting.fileDescriptor
    _ = fcntl(writeEnd, F_SETFD, FD_CLOEXEC)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", watchdog, "citywide-tests", root.path(percentEncoded: false)]
    shell.standardInput = pipe
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    return (root, shell)
  }

  private static let watchdog = """
    trap '' HUP INT TERM
    read -r _
    for file in "$1"/*/data/postmaster.pid; do
      [ -f "$file" ] || continue
      pid=$(head -n 1 "$file")
      kill -QUIT "$pid"
      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -f "$file" ] || break
        sleep 0.1
      done
      [ ! -f "$file" ] || kill -KILL "$pid"
    done
    rm -rf "$1"
    """
}
