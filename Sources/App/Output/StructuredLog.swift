// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging
import Vocabulary

/// How log lines look.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  /// One JSON object a line.
  case json
  /// For people: time, level, message, key=value.
  case text
}

/// Writes log lines to standard error, one write a line.
struct StructuredLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info
  let label: String
  let format: LogFormat

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = event.metadata.map { metadata.merging($0) { _, new in new } } ?? metadata
    let now = SystemTime().now()
    var line: [UInt8]
    switch format {
    case .json:
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("at", now)
      writer.member("level", event.level.rawValue)
      writer.member("message", "\(event.message)")
      for (key, value) in all.sorted(by: { $0.key < $1.key }) {
        writer.key(named: key)
        writer.string("\(value)")
      }
      writer.endObject()
      line = writer.bytes
    case .text:
      var text = "\(now) \(event.level.rawValue.uppercased()) \(event.message)"
      for (key, value) in all.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(JSON.string("\(value)").text)" }
      line = Array(text.utf8)
    }
    line.append(0x0A)
    line.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = write(2, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }
}
