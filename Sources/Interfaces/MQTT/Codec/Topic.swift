// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Topic names and filters (§4.7).
enum Topic {
  /// Deeper ones are refused, so that matching stays cheap.
  static let maximumLevels = 32

  /// - Throws: `MQTTFault` for a name that is empty or has wildcards.
  static func checkName(_ name: String) throws(MQTTFault) {
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "+")), !name.utf8.contains(UInt8(ascii: "#")),
      levels(name).count <= maximumLevels
    else {
      throw MQTTFault(
        .topicNameInvalid, "a topic has 1 to \(maximumLevels) levels and no + or #, unlike \"\(name.prefix(40))\"")
    }
  }

  static func isFilter(_ filter: String) -> Bool {
    let levels = levels(filter)
    guard !filter.isEmpty, levels.count <= maximumLevels else { return false }
    for (index, level) in levels.enumerated() {
      if level.contains("#"), level != "#" || index != levels.count - 1 { return false }
      if level.contains("+"), level != "+" { return false }
    }
    return true
  }

  static func levels(_ topic: String) -> [Substring] { topic.split(separator: "/", omittingEmptySubsequences: false) }

  /// Wildcards do not match topics that begin with $ (§4.7.2).
  static func matches(_ filter: String, _ topic: String) -> Bool {
    if topic.hasPrefix("$"), filter.hasPrefix("+") || filter.hasPrefix("#") { return false }
    let wanted = levels(filter)
    let given = levels(topic)
    for (index, level) in wanted.enumerated() {
      if level == "#" { return true }
      guard index < given.count, level == "+" || level == given[index] else { return false }
    }
    return wanted.count == given.count
  }
}
