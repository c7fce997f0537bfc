// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CAssets
import HTTP

/// A file embedded in the program.
struct Asset: Sendable {
  let name: String
  let bytes: [UInt8]

  /// All of them, by name.
  static let all: [String: Asset] = {
    var all: [String: Asset] = [:]
    for index in 0..<citywide_asset_count() {
      let asset = citywide_asset(index)
      let name = String(cString: asset.name)
      all[name] = Asset(name: name, bytes: Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count)))
    }
    return all
  }()

  /// Asking for a file that is not embedded is a programmer's error.
  static func named(_ name: String) -> Asset {
    guard let asset = all[name] else { preconditionFailure("there is no embedded file \(name)") }
    return asset
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The name with a hash of the content in it, so that browsers may keep it for ever: `console.1a2b3c.css`.
  ///
  /// Scripts import each other by their plain names, so they share a folder named by the hash of all of them:
  /// `scripts/1a2b3c/decision-editor.js`.
  var hashedName: String {
    if isScript { return "scripts/\(Self.scriptsHash)/\(name.dropFirst("scripts/".count))" }
    let parts = name.split(separator: ".", maxSplits: 1)
    return "\(parts[0]).\(EntityTag(of: bytes).value).\(parts[1])"
  }

  private var isScript: Bool { name.hasPrefix("scripts/") }

  private static let scriptsHash: String = {
    let scripts = all.values.filter(\.isScript).sorted { $0.name < $1.name }
    return EntityTag(of: scripts.flatMap(\.bytes)).value
  }()

  var address: String { "/assets/\(hashedName)" }

  var mediaType: String {
    switch name.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "js": "text/javascript; charset=utf-8"
    default: "application/octet-stream"
    }
  }

  /// The files that pages load.
  static let served: [String: Asset] = {
    let files = all.values.filter { !$0.name.hasPrefix("templates/") }
    return Dictionary(uniqueKeysWithValues: files.map { ($0.hashedName, $0) })
  }()
}
