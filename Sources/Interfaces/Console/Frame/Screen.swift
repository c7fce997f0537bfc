// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Mustache

/// What a template sees: the frame as `page`, the messages as `t`, and the content's members.
struct Screen: MustacheParent {
  private let frame: [String: Any]
  private let messages: Messages
  private let members: [String: Any]

  init(frame: Frame, messages: Messages, content: Any) {
    self.frame = Self.members(of: frame)
    self.messages = messages
    members = Self.members(of: content)
  }

  func child(named name: String) -> Any? {
    switch name {
    case "page": frame
    case "t": messages
    default: members[name]
    }
  }

  /// Reflected once: the library would reflect the whole of a value for each member that it looks for, also for those that are
  /// found further out.
  private static func members(of value: Any) -> [String: Any] {
    var members: [String: Any] = [:]
    for (label, value) in Mirror(reflecting: value).children {
      if let label, let value = shown(value) { members[label] = value }
    }
    return members
  }

  /// Structures as their members, at any depth; what describes itself stays as it is. `nil` for nothing.
  private static func shown(_ value: Any) -> Any? {
    switch value {
    case is any MustacheParent, is String, is Bool: return value
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { shown($0.value) }
    case .collection:
      guard let first = mirror.children.first?.value, isOpened(first), let list = value as? [Any] else { return value }
      return list.map { members(of: $0) }
    case .struct where isOpened(value): return members(of: value)
    default: return value
    }
  }

  private static func isOpened(_ value: Any) -> Bool {
    switch value {
    case is any MustacheParent, is any CustomStringConvertible, is any MustacheCustomRenderable: false
    default: Mirror(reflecting: value).displayStyle == .struct
    }
  }
}
