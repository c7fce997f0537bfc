// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Journaling
import Logging
import Vocabulary

/// A file that holds one Ed25519 private key: the 32 bytes in base 64, and a line end.
struct KeyFile {
  let path: String

  init(_ path: String) { self.path = path }

  /// Where the key waits that is about to take this one's place.
  private var next: KeyFile { KeyFile(path + ".next") }

  /// Reads the key, or makes one when there is no file. Of processes that make one at the same time all get the same.
  /// - Parameter inForce: the public key that the journal says signs it now.
  func key(inForce: [UInt8]?, logger: Logger) throws -> Curve25519.Signing.PrivateKey {
    if let key = try present(inForce: inForce, logger: logger) { return key }
    let made = Curve25519.Signing.PrivateKey()
    try write(made)
    guard let key = try read(logger) else { throw problem("it vanished after it was made") }
    if key.rawRepresentation == made.rawRepresentation {
      logger.notice(
        "made a key that signs the journal",
        metadata: ["file": "\(path)", "publicKey": "\(hexadecimal(Array(key.publicKey.rawRepresentation)))"])
    }
    return key
  }

  /// Reads the key; `nil` when there is no file. Ends a change of the key that was interrupted after the journal knew of it.
  func present(inForce: [UInt8]?, logger: Logger?) throws -> Curve25519.Signing.PrivateKey? {
    let key = try read(logger)
    if let key, Array(key.publicKey.rawRepresentation) == inForce { return key }
    guard let waiting = try next.read(nil), Array(waiting.publicKey.rawRepresentation) == inForce else { return key }
    try takeNext()
    return waiting
  }

  /// Makes the key that is to take this one's place; nothing changes before `takeNext`.
  func makeNext() throws -> Curve25519.Signing.PrivateKey {
    let key = Curve25519.Signing.PrivateKey()
    // One that waited for a change that never came.
    unlink(next.path)
    try next.write(key)
    return key
  }

  /// Puts the waiting key in the place of this one, which is gone then.
  func takeNext() throws {
    // Another process that ends the same change may have been faster.
    guard rename(next.path, path) == 0 || errno == ENOENT else { throw problem(String(cString: strerror(errno))) }
    settleFolder()
  }

  private func read(_ logger: Logger?) throws -> Curve25519.Signing.PrivateKey? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw problem(String(cString: strerror(errno))) }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & 0o077 != 0 {
      logger?.warning("others can read the key that signs the journal: chmod 600", metadata: ["file": "\(path)"])
    }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = Foundation.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw problem(String(cString: strerror(errno))) }
    let text = String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
    guard let raw = Data(base64Encoded: text), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw)
    else { throw problem("it holds no key: 32 bytes in base 64 are expected") }
    return key
  }

  /// Writes a file beside it and gives that its name, so that nobody reads half a key; leaves alone one that is there.
  private func write(_ key: Curve25519.Signing.PrivateKey) throws {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw problem(String(cString: strerror(errno))) }
    defer { unlink(temporary) }
    let text = Array((key.rawRepresentation.base64EncodedString() + "\n").utf8)
    let written = Foundation.write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
    let reason = errno
    close(descriptor)
    guard written else { throw problem(String(cString: strerror(reason))) }
    guard link(temporary, path) == 0 || errno == EEXIST else { throw problem(String(cString: strerror(errno))) }
    settleFolder()
  }

  /// Sees to it that a new name survives a loss of power.
  private func settleFolder() {
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    close(folder)
  }

  private func problem(_ reason: String) -> Problem {
    Problem(
      .unavailable, "the key that signs the journal, \(path), cannot be used: \(reason)",
      "无法使用为日志签名的密钥 \(path)：\(reason)")
  }
}
