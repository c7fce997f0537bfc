// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A shared subscription: `$share/group/filter` (MQTT 5 §4.8.2). Each message goes to one of its clients.
struct Share: Hashable, Sendable {
  var group: String
  /// What topics must match.
  var filter: String

  static let prefix = "$share/"

  /// `nil` for a filter that is none.
  init?(_ filter: String) {
    guard filter.hasPrefix(Self.prefix) else { return nil }
    let rest = filter.dropFirst(Self.prefix.count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    group = String(rest[..<slash])
    self.filter = String(rest[rest.index(after: slash)...])
    guard !group.isEmpty, !group.contains("+"), !group.contains("#") else { return nil }
  }
}

/// Who gets what matches a subscription: one session by itself, or one among those of a group.
struct Subscriber: Hashable, Sendable {
  var session: Session.Key
  var share: Share?
}
