// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Spatial
public import Vocabulary

extension Evidence.Phase {
  /// The roles that may show this: what was done, the handler; that it is good, the verifier.
  public var roles: Set<Role> {
    switch self {
    case .report: MatterAction.attach.roles
    case .handle: [.handler]
    case .verify: [.verifier]
    }
  }
}

/// A file as somebody sends it in.
public struct NewEvidence: Sendable {
  public var bytes: [UInt8]
  /// What the sender says it is.
  public var declaredType: String?
  public var phase: Evidence.Phase

  public init(bytes: [UInt8], declaredType: String?, phase: Evidence.Phase) {
    self.bytes = bytes
    self.declaredType = declaredType
    self.phase = phase
  }
}

extension Matters {
  /// Keeps a file and attaches it to a matter. Waits for the disk.
  ///
  /// - Throws: as `perform` and `EvidenceStore.keep`; nothing is kept of whoever may not attach.
  public func attach(
    _ new: NewEvidence, to id: Identifier, keptIn store: EvidenceStore, expected: Int64? = nil, by principal: Principal,
    idempotency: IdempotencyKey? = nil
  ) async throws -> CommandResult {
    let matter = try await visible(id, to: principal, fresh: false)
    return try await attach(new, to: matter, store, expected: expected, by: principal, idempotency)
  }

  /// The same for somebody who has the code of a report.
  public func attach(
    _ new: NewEvidence, toReport number: String, code: String, keptIn store: EvidenceStore, tenant: Tenant
  ) async throws -> CommandResult {
    let (matter, reporter) = try await provenReport(number, code: code, tenant: tenant)
    try Self.checkPublic(new)
    return try await attach(new, to: matter, store, expected: nil, by: reporter, nil)
  }

  /// Pictures alone, and such as every browser shows.
  /// - Throws: `Problem` of code `unsupportedMedia`, with words that say what to do.
  public static func checkPublic(_ new: NewEvidence) throws(Problem) {
    switch MediaType(content: new.bytes) {
    case .heic:
      throw Problem(
        .unsupportedMedia,
        "This is a HEIC picture, which many devices cannot show. Take a screenshot of it, or send it as JPEG: on an iPhone "
          + "under Settings, Camera, Formats, Most Compatible.",
        "这是 HEIC 格式的图片，许多设备无法显示。请改用截图，或转为 JPEG：iPhone 可在“设置 › 相机 › 格式”中选择“兼容性最佳”。")
    case .mp4, .pdf:
      throw Problem(
        .unsupportedMedia, "Reports take pictures: JPEG, PNG, WebP or GIF.", "上报仅支持图片：JPEG、PNG、WebP 或 GIF。")
    case nil:
      // Those who work on matters may add more kinds of files.
      throw Problem(
        .unsupportedMedia, "The file is none of what is accepted in reports: JPEG, PNG, WebP or GIF pictures.",
        "不支持该文件；上报可用 JPEG、PNG、WebP 或 GIF 图片。")
    case .jpeg, .png, .webp, .gif: return
    }
  }

  /// Farther than this, in metres, is more than bad reception and a zoom lens explain.
  public static let farPhoto = 500.0

  /// Tells those who work on it that a picture says it was taken elsewhere. It may be a false place, or a picture sent later from
  /// home: nothing is refused for it, and a note that cannot be kept is no reason to lose the picture.
  /// - Returns: the matter with the note; `nil` where there is nothing to note.
  private func noteDistance(of new: NewEvidence, from matter: Matter, tenant: Tenant) async -> CommandResult? {
    guard let taken = PhotoPlace.of(new.bytes), let position = matter.position else { return nil }
    let metres = taken.distance(to: position)
    guard metres > Self.farPhoto else { return nil }
    return try? await perform(.note(Self.distanceNote(metres), isPublic: false), on: matter.id, by: .system(tenant))
  }

  /// In both languages, of which a reader sees their own.
  static func distanceNote(_ metres: Double) -> String {
    let kilometres = Double(Int(metres / 100 + 0.5)) / 10
    return LocalizedText.pairedText(
      "The picture says it was taken \(kilometres) km from the place of the report.",
      "照片记录的拍摄位置与上报位置相距\(kilometres)公里。")
  }

  private func attach(
    _ new: NewEvidence, to matter: Matter, _ store: EvidenceStore, expected: Int64?, by principal: Principal,
    _ idempotency: IdempotencyKey?
  ) async throws -> CommandResult {
    let now = max(time.now(), matter.updatedAt)
    try decider(principal, at: now).check(.attach, on: matter)
    guard principal.may(in: new.phase.roles, with: matter.facts) else {
      let names = new.phase.roles.sorted().map(\.rawValue).joined(separator: ", ")
      throw Problem(
        .forbidden, "A file of phase \(new.phase.rawValue) is attached by the role \(names).",
        "“\(new.phase.name.text(in: "zh-Hans"))”阶段的附件由以下角色添加：\(Role.chineseNames(new.phase.roles))。",
        errors: [
          Problem.FieldError(pointer: "/phase", "your role attaches files of phase report", "您的角色只能添加“上报”阶段的附件")
        ])
    }
    let file = try store.keep(new.bytes, declaredType: new.declaredType)
    let evidence = Evidence(
      hash: file.hash, mediaType: file.mediaType.rawValue, size: file.size, phase: new.phase, by: principal.id, at: now,
      publicHash: file.publicHash)
    let result = try await perform(
      .attach(evidence), on: matter.id, expected: expected, by: principal, idempotency: idempotency)
    guard !result.isReplay else { return result }
    // Whoever goes on with the matter has the revision after the note, which else would look like somebody else's change.
    return await noteDistance(of: new, from: matter, tenant: principal.tenant) ?? result
  }
}
