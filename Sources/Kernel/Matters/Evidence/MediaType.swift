// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The kinds of file that may be evidence, known by their content.
public enum MediaType: String, CaseIterable, Sendable {
  case jpeg = "image/jpeg"
  case png = "image/png"
  case webp = "image/webp"
  case gif = "image/gif"
  case heic = "image/heic"
  case mp4 = "video/mp4"
  case pdf = "application/pdf"

  /// What the first bytes say it is; `nil` for everything else, whatever its name.
  public init?(content bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(64))
    func has(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
    if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if has("RIFF"), has("WEBP", at: 8) {
      self = .webp
    } else if has("GIF87a") || has("GIF89a") {
      self = .gif
    } else if has("%PDF-") {
      self = .pdf
    } else if has("ftyp", at: 4), let type = Self.byBrands(start) {
      self = type
    } else {
      return nil
    }
  }

  /// From the box `ftyp` (ISO/IEC 14496-12 §4.3): its major brand, else the first compatible one that is known.
  private static func byBrands(_ start: [UInt8]) -> MediaType? {
    let size = start[..<4].reduce(0) { $0 << 8 | Int($1) }
    let major = start.dropFirst(8).prefix(4)
    let compatible = stride(from: 16, to: min(size, start.count) - 3, by: 4).map { start[$0..<$0 + 4] }
    for brand in [major] + compatible {
      switch String(decoding: brand, as: UTF8.self) {
      case "heic", "heix", "heim", "heis", "hevc", "hevx": return .heic
      case "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash", "3gp4",
        "3gp5":
        return .mp4
      default: continue
      }
    }
    return nil
  }

  /// From what a client declares, such as `image/jpg; charset=binary`; `nil` for a type that is not accepted.
  init?(declared: String) {
    let name = declared.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    switch name {
    case "image/jpg", "image/pjpeg": self = .jpeg
    case "image/x-png", "image/apng": self = .png
    case "image/heif": self = .heic
    case "application/x-pdf": self = .pdf
    default: self.init(rawValue: name)
    }
  }

  /// Short names for people: `JPEG, PNG …`.
  static let acceptedNames = "JPEG, PNG, WebP, GIF and HEIC pictures, MP4 videos and PDF documents"
}
