// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds the subscriptions that a topic matches, level by level.
struct TopicTree<Subscriber: Hashable> {
  private final class Node {
    var children: [Substring: Node] = [:]
    var subscribers: [Subscriber: Subscription] = [:]
    var isEmpty: Bool { children.isEmpty && subscribers.isEmpty }
  }

  private let root = Node()

  var isEmpty: Bool { root.isEmpty }

  /// `true` where it is new.
  @discardableResult
  mutating func insert(_ subscription: Subscription, of subscriber: Subscriber) -> Bool {
    var node = root
    for level in Topic.levels(subscription.filter) {
      if let next = node.children[level] {
        node = next
      } else {
        let next = Node()
        node.children[level] = next
        node = next
      }
    }
    return node.subscribers.updateValue(subscription, forKey: subscriber) == nil
  }

  @discardableResult
  mutating func remove(_ filter: String, of subscriber: Subscriber) -> Bool {
    remove(Topic.levels(filter)[...], subscriber, root)
  }

  private func remove(_ levels: ArraySlice<Substring>, _ subscriber: Subscriber, _ node: Node) -> Bool {
    guard let level = levels.first else { return node.subscribers.removeValue(forKey: subscriber) != nil }
    guard let next = node.children[level], remove(levels.dropFirst(), subscriber, next) else { return false }
    if next.isEmpty { node.children[level] = nil }
    return true
  }

  /// Who has subscribed to exactly this filter.
  func subscribers(to filter: String) -> [(Subscriber, Subscription)] {
    var node = root
    for level in Topic.levels(filter) {
      guard let next = node.children[level] else { return [] }
      node = next
    }
    return node.subscribers.map { ($0.key, $0.value) }
  }

  /// All subscriptions that match; several of one subscriber may.
  func matches(_ topic: String) -> [(Subscriber, Subscription)] {
    var found: [(Subscriber, Subscription)] = []
    collect(Topic.levels(topic)[...], root, isFirst: true, isHidden: topic.hasPrefix("$"), &found)
    return found
  }

  private func collect(
    _ levels: ArraySlice<Substring>, _ node: Node, isFirst: Bool, isHidden: Bool,
    _ found: inout [(Subscriber, Subscription)]
  ) {
    let allowsWildcards = !(isFirst && isHidden)
    if allowsWildcards, let rest = node.children["#"] { found += rest.subscribers.map { ($0.key, $0.value) } }
    guard let level = levels.first else {
      found += node.subscribers.map { ($0.key, $0.value) }
      return
    }
    if let next = node.children[level] {
      collect(levels.dropFirst(), next, isFirst: false, isHidden: isHidden, &found)
    }
    if allowsWildcards, let next = node.children["+"] {
      collect(levels.dropFirst(), next, isFirst: false, isHidden: isHidden, &found)
    }
  }
}
