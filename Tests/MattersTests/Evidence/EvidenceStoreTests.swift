// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import Matters
import Synchronization
import TestSupport
import Testing
import Vocabulary

@Suite struct EvidenceStoreTests {
  let folder: TemporaryFolder
  let store: EvidenceStore

  init() throws {
    folder = try TemporaryFolder()
    store = EvidenceStore(folder: folder.url.appending(path: "evidence"))
  }

  /// Every file under the folder, by its path in it.
  private func paths() throws -> [String] {
    guard FileManager.default.fileExists(atPath: store.folder.path(percentEncoded: false)) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: store.folder.path(percentEncoded: false))
      .filter { $0.count > 5 }.sorted()
  }

  @Test func aPictureIsKeptWithItsCopy() throws {
    let file = try store.keep(SampleFiles.jpeg, declaredType: "image/jpeg")
    #expect(file.mediaType == .jpeg && file.size == Int64(SampleFiles.jpeg.count))
    let copy = try #require(file.publicHash)
    #expect(try store.read(hash: file.hash) == SampleFiles.jpeg)
    #expect(try store.read(hash: copy) == PublicCopy.of(SampleFiles.jpeg, .jpeg))
    #expect(try !store.read(hash: copy).holds("Someone"))
    #expect(
      try paths() == [file.hash, copy].map { "\($0.prefix(2))/\($0.dropFirst(2).prefix(2))/\($0)" }.sorted())
    #expect(try store.url(file.hash).lastPathComponent == file.hash)
    #expect(try store.verify(file.hash) && store.verify(copy))
  }

  /// `printf '%%PDF-1.7' | sha256sum`
  @Test func theNameIsTheHashOfTheContent() throws {
    let file = try store.keep(Array("%PDF-1.7".utf8), declaredType: nil)
    #expect(file.hash == "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b")
  }

  @Test func whatHasNoMetadataIsItsOwnCopy() throws {
    let plain = SampleFiles.JPEG().bytes
    let file = try store.keep(plain, declaredType: nil)
    #expect(file.publicHash == file.hash)
    #expect(try store.allFiles() == [file.hash])
  }

  @Test(arguments: [(SampleFiles.pdf, MediaType.pdf), (SampleFiles.mp4, .mp4), (SampleFiles.heic, .heic)])
  func ofOthersThereIsNoCopy(bytes: [UInt8], type: MediaType) throws {
    let file = try store.keep(bytes, declaredType: type.rawValue)
    #expect(file.mediaType == type && file.publicHash == nil)
    #expect(try store.read(hash: file.hash) == bytes)
  }

  @Test func keepingAgainChangesNothing() throws {
    let first = try store.keep(SampleFiles.png, declaredType: nil)
    let before = try FileManager.default.attributesOfItem(atPath: store.url(first.hash).path(percentEncoded: false))
    #expect(try store.keep(SampleFiles.png, declaredType: "application/octet-stream") == first)
    let after = try FileManager.default.attributesOfItem(atPath: store.url(first.hash).path(percentEncoded: false))
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    #expect(try store.allFiles() == [first.hash, try #require(first.publicHash)].sorted())
    // Others cannot read it.
    #expect(after[.posixPermissions] as? Int == 0o600)
  }

  @Test func manyAtOnceKeepOneFile() async throws {
    try await withThrowingTaskGroup(of: StoredFile.self) { [store] group in
      for _ in 0..<24 { group.addTask { try store.keep(SampleFiles.gif, declaredType: nil) } }
      var files: Set<StoredFile> = []
      for try await file in group { files.insert(file) }
      #expect(files.count == 1)
    }
    #expect(try paths().count == 2)
  }

  @Test(arguments: [
    ("text/plain", "hello", "JPEG, PNG, WebP, GIF and HEIC pictures, MP4 videos and PDF documents"),
    ("image/jpeg", "<html>", "The file is none of what is accepted"),
    ("image/png", "%PDF-1.7", "declared as \"image/png\", but its content is application/pdf"),
    ("text/html; charset=utf-8", "%PDF-1.7", "declared as \"text/html; charset=utf-8\""),
  ])
  func otherFilesAreRefused(declared: String, content: String, message: String) throws {
    let problem = #expect(throws: Problem.self) { try store.keep(Array(content.utf8), declaredType: declared) }
    #expect(problem?.code == .unsupportedMedia)
    #expect(problem?.detail.contains(message) == true)
    #expect(try paths().isEmpty)
  }

  @Test func sizesAreLimited() throws {
    let small = EvidenceStore(folder: store.folder, sizeLimit: 100)
    let problem = #expect(throws: Problem.self) {
      try small.keep(SampleFiles.pdf + [UInt8](repeating: 0, count: 100), declaredType: nil)
    }
    #expect(problem?.code == .tooLarge && problem?.detail.contains("at most 100") == true)
    #expect(throws: Problem.self) { try store.keep([], declaredType: nil) }
    #expect(EvidenceStore(folder: store.folder).sizeLimit == 20 << 20)
    #expect(try paths().isEmpty)
  }

  @Test func damagedPicturesAreNotKept() throws {
    let problem = #expect(throws: Problem.self) {
      try store.keep(Array(SampleFiles.jpeg.dropLast(4)), declaredType: "image/jpeg")
    }
    #expect(problem?.code == .invalid && problem?.detail.contains("damaged at byte") == true)
    #expect(try paths().isEmpty)
  }

  /// A disk that is full after so many bytes, or when it is synchronised; then there is space again.
  @Test(arguments: [0, 1, 100, nil] as [Int?]) func aFullDiskLeavesNothing(space: Int?) throws {
    var writer = FileWriter()
    if let space {
      let left = Mutex(space)
      writer.write = { descriptor, bytes, count in
        left.withLock { left in
          guard left > 0 else {
            errno = ENOSPC
            return -1
          }
          let part = min(left, count, 7)
          left -= part
          return write(descriptor, bytes, part)
        }
      }
    } else {
      writer.sync = { _ in
        errno = EDQUOT
        return -1
      }
    }
    // The folders are there, so that only the file itself needs space.
    let kept = try store.keep(SampleFiles.pdf, declaredType: nil)
    let full = EvidenceStore(folder: store.folder, sizeLimit: 1 << 20, writer: writer)
    let other = SampleFiles.pdf + Array("second".utf8) + [UInt8](repeating: 0, count: 200)
    let problem = #expect(throws: Problem.self) { try full.keep(other, declaredType: nil) }
    #expect(problem?.code == .storageFull && problem?.retryAfter == 30)
    #expect(try store.allFiles() == [kept.hash])
    #expect(try paths().filter { $0.hasSuffix(".new") }.isEmpty)
    let second = try store.keep(other, declaredType: nil)
    #expect(try store.read(hash: second.hash) == other)
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() throws {
    let file = folder.url.appending(path: "file")
    try Data("x".utf8).write(to: file)
    let problem = #expect(throws: Problem.self) {
      try EvidenceStore(folder: file.appending(path: "evidence")).keep(SampleFiles.pdf, declaredType: nil)
    }
    #expect(problem?.code == .unavailable)
  }

  @Test(arguments: [
    "", "..", "../../etc/passwd", String(repeating: "a", count: 63), String(repeating: "A", count: 64),
    String(repeating: "a", count: 65), String(repeating: "g", count: 64), "../" + String(repeating: "a", count: 61),
    String(repeating: "a", count: 64),
  ])
  func whatIsThereNotIsNotFound(hash: String) {
    for body in [{ _ = try store.read(hash: hash) }, { _ = try store.url(hash) }, { _ = try store.verify(hash) }]
      as [() throws -> Void]
    {
      #expect((#expect(throws: Problem.self) { try body() })?.code == .notFound)
    }
  }

  @Test func changedFilesAreFound() throws {
    let file = try store.keep(SampleFiles.pdf, declaredType: nil)
    try Data(SampleFiles.pdf.dropLast() + [0]).write(to: store.url(file.hash))
    #expect(try !store.verify(file.hash))
    // Kept again, it is whole again.
    _ = try store.keep(SampleFiles.pdf, declaredType: nil)
    #expect(try store.verify(file.hash))
  }

  @Test func allFilesAreTheOnesKept() throws {
    #expect(try store.allFiles() == [])
    let hashes = try (0..<300).map { index in
      try store.keep(SampleFiles.pdf + Array("\(index)".utf8), declaredType: nil).hash
    }
    try Data("x".utf8).write(to: store.folder.appending(path: "notes.txt"))
    try Data("x".utf8).write(to: store.url(hashes[0]).deletingLastPathComponent().appending(path: ".1-2.new"))
    #expect(try store.allFiles() == hashes.sorted())
  }
}
