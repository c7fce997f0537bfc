// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// One segment of a path as declared.
enum RouteSegment: Hashable, Sendable {
  case literal(String)
  /// Text before, the capture, text after.
  case capture(prefix: String, name: String, suffix: String)
  /// All that follows.
  case rest(name: String)

  /// - Throws: `TableError` where braces are not paired.
  static func parse(_ path: String) throws(TableError) -> [RouteSegment] {
    guard path.first == "/" else { throw TableError("the path \(path) does not begin with /") }
    var segments: [RouteSegment] = []
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if case .rest = segments.last { throw TableError("\(path): nothing may follow {name...}") }
      guard let open = part.firstIndex(of: "{") else {
        guard !part.contains("}") else { throw TableError("\(path): } without {") }
        segments.append(.literal(String(part)))
        continue
      }
      guard let close = part.firstIndex(of: "}"), open < close, part[close...].dropFirst().firstIndex(of: "{") == nil
      else { throw TableError("\(path): a segment has at most one {name}") }
      let name = part[part.index(after: open)..<close]
      let prefix = String(part[..<open])
      let suffix = String(part[part.index(after: close)...])
      if name.hasSuffix("..."), prefix.isEmpty, suffix.isEmpty {
        segments.append(.rest(name: String(name.dropLast(3))))
      } else {
        segments.append(.capture(prefix: prefix, name: String(name), suffix: suffix))
      }
    }
    return segments
  }

  var name: String? {
    switch self {
    case .literal: nil
    case .capture(_, let name, _), .rest(let name): name
    }
  }
}

/// Finds the leaf for a path: literal text before captures, captures with more text around them before those with
/// less, the rest last.
struct RouteTree: Sendable {
  private struct Branch: Sendable {
    var prefix: String
    var suffix: String
    var node: Int
  }

  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var captures: [Branch] = []
    var rest: Int?
    var leaf = RouteLeaf()
  }

  private var nodes = [Node()]
  /// Paths without captures, whole: most requests need no walk.
  private var whole: [String: Int] = [:]

  /// `false` when there is one for the same method and path.
  mutating func insert(_ endpoint: CompiledEndpoint) -> Bool {
    var index = 0
    for segment in endpoint.segments { index = child(of: index, for: segment) }
    guard nodes[index].leaf[endpoint.endpoint.method] == nil else { return false }
    nodes[index].leaf[endpoint.endpoint.method] = endpoint
    if endpoint.segments.allSatisfy({ $0.name == nil }) { whole[endpoint.endpoint.path] = index }
    return true
  }

  private mutating func child(of index: Int, for segment: RouteSegment) -> Int {
    switch segment {
    case .literal(let text):
      if let found = nodes[index].literals[text] { return found }
      nodes.append(Node())
      nodes[index].literals[text] = nodes.count - 1
    case .capture(let prefix, _, let suffix):
      if let found = nodes[index].captures.first(where: { $0.prefix == prefix && $0.suffix == suffix }) {
        return found.node
      }
      nodes.append(Node())
      nodes[index].captures.append(Branch(prefix: prefix, suffix: suffix, node: nodes.count - 1))
      nodes[index].captures.sort { $0.prefix.count + $0.suffix.count > $1.prefix.count + $1.suffix.count }
    case .rest:
      if let found = nodes[index].rest { return found }
      nodes.append(Node())
      nodes[index].rest = nodes.count - 1
    }
    return nodes.count - 1
  }

  /// - Throws: `Problem` of code `badRequest` where percent-encoding is broken.
  func leaf(for path: String) throws(Problem) -> (RouteLeaf, captures: [String])? {
    if let index = whole[path] { return (nodes[index].leaf, []) }
    var segments: [String] = []
    for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      segments.append(try PercentCoding.decoded(part, in: "path"))
    }
    var captures: [String] = []
    guard let index = walk(0, segments[...], &captures) else { return nil }
    return (nodes[index].leaf, captures)
  }

  private func walk(_ index: Int, _ segments: ArraySlice<String>, _ captures: inout [String]) -> Int? {
    guard let segment = segments.first else { return nodes[index].leaf.isEmpty ? nil : index }
    let following = segments.dropFirst()
    if let next = nodes[index].literals[segment], let found = walk(next, following, &captures) { return found }
    let count = captures.count
    for branch in nodes[index].captures {
      let around = branch.prefix.utf8.count + branch.suffix.utf8.count
      guard segment.utf8.count > around, segment.hasPrefix(branch.prefix), segment.hasSuffix(branch.suffix) else {
        continue
      }
      captures.append(String(segment.dropFirst(branch.prefix.count).dropLast(branch.suffix.count)))
      if let found = walk(branch.node, following, &captures) { return found }
      captures.removeSubrange(count...)
    }
    guard let rest = nodes[index].rest else { return nil }
    captures.append(segments.joined(separator: "/"))
    return rest
  }
}
