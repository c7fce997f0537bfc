// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTP
import Matters
import Packs
import Vocabulary

/// Photographs of reports that are not sent yet: each a file that only whoever has its secret can name, and that is gone after a
/// while.
///
/// They are kept so that a report can be made in steps without script, and is not lost with its picture where something in it was
/// wrong. Any number of processes may share the folder.
struct PhotoDrafts: Sendable {
  let folder: URL
  /// How long an unsent photograph is kept.
  let lifetime: Duration
  /// Most bytes of all of them together.
  let space: Int

  /// - Returns: the secret with which the photograph is found again.
  /// - Throws: `Problem` of code `storageFull` where too many wait to be sent.
  func keep(_ bytes: [UInt8]) throws(Problem) -> String {
    let code = TrackingCode()
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      guard try sweep() + bytes.count <= space else {
        throw Problem(
          .storageFull,
          "Too many photographs wait to be sent at this moment. Send the report without one, or try again soon.",
          "当前待提交的照片过多，请先不带照片提交，或稍后重试。", retryAfter: 60)
      }
      try Data(bytes).write(to: place(of: code.hash), options: .atomic)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        .unavailable, "The photograph cannot be kept at this moment; send the report without it.",
        "暂时无法保存照片，请先不带照片提交。", retryAfter: 30)
    }
    return code.text
  }

  /// The photograph; `nil` where the secret is none, or its time is over.
  func photo(_ secret: String) -> [UInt8]? {
    guard let place = place(ofSecret: secret), age(of: place).map({ $0 <= lifetime }) == true,
      let data = try? Data(contentsOf: place)
    else { return nil }
    return Array(data)
  }

  func remove(_ secret: String) {
    guard let place = place(ofSecret: secret) else { return }
    try? FileManager.default.removeItem(at: place)
  }

  /// Deletes what is too old; returns the bytes that are left.
  private func sweep() throws -> Int {
    var left = 0
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      if age(of: file).map({ $0 > lifetime }) == true {
        try? FileManager.default.removeItem(at: file)
      } else {
        left +=
          (try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))[.size] as? Int) ?? 0
      }
    }
    return left
  }

  private func age(of file: URL) -> Duration? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))
    guard let date = attributes?[.modificationDate] as? Date else { return nil }
    return .seconds(-date.timeIntervalSinceNow)
  }

  private func place(ofSecret secret: String) -> URL? { TrackingCode.hash(typed: secret).map(place(of:)) }

  /// Hashes are hexadecimal digits: no name leads out of the folder.
  private func place(of hash: String) -> URL { folder.appending(path: hash) }
}

extension PhotoDrafts {
  init(_ city: City, _ settings: ConsoleSettings) {
    self.init(
      folder: city.settings.dataFolder.appending(path: "drafts"), lifetime: settings.draftLifetime,
      space: settings.draftSpace)
  }
}

extension Endpoint {
  /// The photograph of a report that is not sent yet, for whoever sends it.
  static func draftPhoto(_ drafts: PhotoDrafts, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .get, "/report/photo/{secret}", operationId: "pageDraftPhoto", summary: "A photograph that is not sent yet",
      access: .public, parameters: [.path("secret", .stringSchema(length: 1...64), isSecret: true, "Its secret.")],
      rateLimit: settings.publicLookUps
    ) { call in
      guard let bytes = drafts.photo(call.path("secret")), let type = MediaType(content: bytes) else {
        throw Problem(.notFound, "There is no such photograph, or its time is over.", "没有此照片，或已过期。")
      }
      return .bytes(bytes, mediaType: type.rawValue).with("Cache-Control", "private, no-store")
    }
  }
}
