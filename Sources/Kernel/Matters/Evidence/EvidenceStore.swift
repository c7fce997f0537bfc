// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Foundation
import Journaling
public import Vocabulary

/// The folder of evidence: each file under the SHA-256 of its content, `ab/cd/abcd…`, so that it is kept once and never
/// changed.
///
/// Calls wait for the disk: away from the main flow of an asynchronous program. Any number of threads and processes may use
/// one folder at the same time.
public struct EvidenceStore: Sendable {
  public let folder: URL
  /// The largest file that is taken, in bytes.
  public let sizeLimit: Int
  /// The largest picture that is taken, in points.
  public let pointLimit: Int
  let writer: FileWriter

  /// - Parameters:
  ///   - folder: made with the first file.
  ///   - sizeLimit: in bytes; by default 20 MB.
  ///   - pointLimit: width times height; by default 100 million.
  public init(folder: URL, sizeLimit: Int = 20 << 20, pointLimit: Int = 100_000_000) {
    self.init(folder: folder, sizeLimit: sizeLimit, pointLimit: pointLimit, writer: FileWriter())
  }

  init(folder: URL, sizeLimit: Int, pointLimit: Int = 100_000_000, writer: FileWriter) {
    self.folder = folder
    self.sizeLimit = sizeLimit
    self.pointLimit = pointLimit
    self.writer = writer
  }

  /// Keeps a file, and of pictures a copy without metadata. Both are on disk when it returns; keeping a file again changes
  /// nothing.
  ///
  /// - Parameter declaredType: what the sender says it is; nothing, or `application/octet-stream`, says nothing.
  /// - Throws: `Problem`: `tooLarge`; `unsupportedMedia` for what is none of `MediaType`, or not what was declared; `invalid`
  ///   for a damaged picture, with the byte at which it is; `storageFull`; `unavailable` when the folder cannot be written.
  public func keep(_ bytes: [UInt8], declaredType: String?) throws(Problem) -> StoredFile {
    let (type, copy) = try checked(bytes, declaredType)
    let hash = try write(bytes)
    let publicHash: String? = if let copy { try write(copy) } else { nil }
    return StoredFile(hash: hash, mediaType: type, size: Int64(bytes.count), publicHash: publicHash)
  }

  /// Whether a file would be kept, with nothing written.
  /// - Returns: what it is, and the copy for the public where one is made.
  /// - Throws: as `keep`, but for what the disk may say.
  public func checked(
    _ bytes: [UInt8], _ declaredType: String?
  ) throws(Problem) -> (type: MediaType, copy: [UInt8]?) {
    guard bytes.count <= sizeLimit else {
      throw Problem(
        .tooLarge, "The file has \(bytes.count) bytes; at most \(sizeLimit) are taken.",
        "文件有\(bytes.count)字节，上限为\(sizeLimit)字节。",
        members: ["limit": .integer(Int64(sizeLimit))])
    }
    guard !bytes.isEmpty else { throw .invalid("/file", "the file is empty", "文件为空") }
    let type = try Self.type(of: bytes, declaredType)
    let copy = try PublicCopy.of(bytes, type)
    try checkSize(bytes, type)
    return (type, copy)
  }

  /// A picture says how large it is before anybody draws it.
  private func checkSize(_ bytes: [UInt8], _ type: MediaType) throws(Problem) {
    guard let size = PictureSize(bytes, type), size.points > pointLimit else { return }
    let millions = pointLimit / 1_000_000
    throw Problem(
      .tooLarge,
      "The picture is \(size.width) by \(size.height) points; at most \(millions) million are taken. Make it smaller.",
      "图片为 \(size.width)×\(size.height) 像素，上限为\(pointLimit / 10_000)万像素，请缩小后重试。",
      members: ["limit": .integer(Int64(pointLimit))])
  }

  private static func type(of bytes: [UInt8], _ declared: String?) throws(Problem) -> MediaType {
    guard let type = MediaType(content: bytes) else {
      throw Problem(
        .unsupportedMedia, "The file is none of what is accepted: \(MediaType.acceptedNames).",
        "不支持该文件；可用：JPEG、PNG、WebP、GIF、HEIC 图片，MP4 视频和 PDF 文档。",
        members: ["accepted": .array(MediaType.allCases.map { .string($0.rawValue) })])
    }
    guard let declared, !declared.isEmpty, !declared.lowercased().hasPrefix("application/octet-stream") else {
      return type
    }
    guard MediaType(declared: declared) == type else {
      throw Problem(
        .unsupportedMedia,
        "The file was declared as \"\(declared.prefix(80))\", but its content is \(type.rawValue). Declare what it is.",
        "文件声明为“\(declared.prefix(80))”，但内容是 \(type.rawValue)，请如实声明。")
    }
    return type
  }

  /// The content of a file.
  /// - Throws: `Problem` of code `notFound`, also for what is no hash.
  public func read(hash: String) throws(Problem) -> [UInt8] {
    let url = try url(hash)
    do { return [UInt8](try Data(contentsOf: url)) } catch {
      throw FileWriter.problem("read", "\(error.localizedDescription)")
    }
  }

  /// Where a file is, for sending it piece by piece.
  /// - Throws: `Problem` of code `notFound`, also for what is no hash.
  public func url(_ hash: String) throws(Problem) -> URL {
    guard let url = place(of: hash), FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      throw Problem(.notFound, "There is no evidence file \(hash.prefix(80)).", "没有证据文件 \(hash.prefix(80))。")
    }
    return url
  }

  /// The hashes of all files, in order.
  public func allFiles() throws(Problem) -> [String] {
    let manager = FileManager.default
    func names(_ url: URL, _ length: Int) throws -> [String] {
      try manager.contentsOfDirectory(atPath: url.path(percentEncoded: false))
        .filter { $0.utf8.count == length && Self.isHexadecimal($0) }.sorted()
    }
    guard manager.fileExists(atPath: folder.path(percentEncoded: false)) else { return [] }
    var hashes: [String] = []
    do {
      for first in try names(folder, 2) {
        let outer = folder.appending(path: first)
        for second in try names(outer, 2) {
          hashes += try names(outer.appending(path: second), 64).filter { $0.hasPrefix(first + second) }
        }
      }
    } catch { throw FileWriter.problem("listed", "\(error.localizedDescription)") }
    return hashes
  }

  /// Whether a file still has the content that its name says.
  /// - Throws: `Problem` of code `notFound`, also for what is no hash.
  public func verify(_ hash: String) throws(Problem) -> Bool {
    hexadecimal(Array(SHA256.hash(data: try read(hash: hash)))) == hash
  }

  private func write(_ bytes: [UInt8]) throws(Problem) -> String {
    let hash = hexadecimal(Array(SHA256.hash(data: bytes)))
    guard let url = place(of: hash) else { preconditionFailure("a hash has 64 hexadecimal digits") }
    try writer.write(bytes, to: url, under: folder)
    return hash
  }

  private func place(of hash: String) -> URL? {
    guard hash.utf8.count == 64, Self.isHexadecimal(hash) else { return nil }
    return folder.appending(path: "\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)")
  }

  /// Lower-case digits only: a hash has one name, and none that leads out of the folder.
  private static func isHexadecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
