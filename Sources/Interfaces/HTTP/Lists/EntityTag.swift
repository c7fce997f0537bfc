// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// An entity tag (RFC 9110 §8.8.3).
public struct EntityTag: Hashable, Sendable {
  /// What stands between the quotes.
  public var value: String
  public var isWeak: Bool

  public init(_ value: String, isWeak: Bool = false) {
    self.value = value
    self.isWeak = isWeak
  }

  /// The tag of a revision: `"7"`.
  public init(revision: Int64) { self.init(String(revision)) }

  /// The tag of these bytes: 64 bits of FNV-1a, for things that are told apart and not protected.
  public init(of bytes: some Sequence<UInt8>) { self.init(String(Checksum.of(bytes), radix: 16)) }

  /// As in the header: `"7"`, `W/"7"`.
  public var text: String { (isWeak ? "W/" : "") + "\"\(value)\"" }

  /// The tags of an `If-Match` or `If-None-Match`; what is none is left out. `nil` for `*`.
  static func list(_ header: String) -> [EntityTag]? {
    var tags: [EntityTag] = []
    var rest = Substring(header)
    if HeaderValue.trimmed(header) == "*" { return nil }
    while let open = rest.firstIndex(of: "\"") {
      let isWeak = rest[..<open].hasSuffix("W/")
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: "\"") else { break }
      tags.append(EntityTag(String(rest[..<close]), isWeak: isWeak))
      rest = rest[rest.index(after: close)...]
    }
    return tags
  }
}

extension Call {
  /// Carries out a change of the revision that `If-Match` names; of any, `nil`, without the header and for `*`. The change
  /// compares it in its transaction.
  ///
  /// Where the header names several, each is tried, the newest first, until one is current (RFC 9110 §13.1.1): a change that is
  /// refused with `revisionMismatch` has done nothing.
  /// - Throws: `Problem` of code `revisionMismatch` where the header names no revision, or none that is current.
  public func expecting<Result: Sendable>(_ change: (_ revision: Int64?) async throws -> Result) async throws -> Result
  {
    guard let header = head.header("If-Match"), let tags = EntityTag.list(header) else { return try await change(nil) }
    var revisions = Set(tags.compactMap { $0.isWeak ? nil : Int64($0.value) }).sorted()
    guard let oldest = revisions.first else {
      throw Problem(
        .revisionMismatch, "If-Match must be entity tags as the ETag of an earlier answer gave them, as in \"7\".",
        "If-Match 须为先前回答的 ETag，如 \"7\"。")
    }
    while let revision = revisions.popLast(), revision > oldest {
      do { return try await change(revision) } catch let problem as Problem where problem.code == .revisionMismatch {}
    }
    return try await change(oldest)
  }

  /// - Throws: `Problem` of code `revisionMismatch` where `If-Match` is there and names only other tags.
  public func require(_ current: EntityTag) throws(Problem) {
    guard let header = head.header("If-Match"), let tags = EntityTag.list(header) else { return }
    guard !current.isWeak, tags.contains(current) else {
      throw Problem(
        .revisionMismatch, "If-Match does not name the current entity tag \(current.text): read it again first.",
        "If-Match 不是当前的 ETag \(current.text)，请重新读取。")
    }
  }

  /// Whether `If-None-Match` names the current tag (weak comparison), so that `Answer.notModified` says enough.
  public func hasCurrent(_ current: EntityTag) -> Bool {
    guard let header = head.header("If-None-Match") else { return false }
    guard let tags = EntityTag.list(header) else { return true }
    return tags.contains { $0.value == current.value }
  }
}

/// FNV-1a of 64 bits: tells apart, protects nothing.
enum Checksum {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
