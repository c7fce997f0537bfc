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
  var hashedName: String {
    let parts = name.split(separator: ".", maxSplits: 1)
    return "\(parts[0]).\(EntityTag(of: bytes).value).\(parts[1])"
  }

  var address: String { "/assets/\(hashedName)" }

  var mediaType: String {
    switch name.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  /// The files that pages load.
  static let served: [String: Asset] = {
    let files = all.values.filter { !$0.name.hasPrefix("templates/") }
    return Dictionary(uniqueKeysWithValues: files.map { ($0.hashedName, $0) })
  }()
}
