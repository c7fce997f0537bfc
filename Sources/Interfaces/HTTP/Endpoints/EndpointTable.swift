// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The endpoints in the form in which requests meet them.
struct EndpointTable: Sendable {
  let endpoints: [CompiledEndpoint]
  let library: SchemaLibrary
  private let tree: RouteTree

  /// - Throws: `TableError` for two endpoints that take the same requests or have the same `operationId`, captures that
  ///   are not declared, and schemas that are not understood.
  init(_ endpoints: [Endpoint], schemas: [String: JSON], metrics: SiteMetrics) throws(TableError) {
    library = try SchemaLibrary(components: schemas)
    var compiled: [CompiledEndpoint] = []
    var tree = RouteTree()
    var names: Set<String> = []
    for endpoint in endpoints {
      guard names.insert(endpoint.operationId).inserted else {
        throw TableError("the operationId \(endpoint.operationId) is given twice")
      }
      let one = try CompiledEndpoint(endpoint, library: library, metrics: metrics)
      guard tree.insert(one) else {
        throw TableError("\(endpoint.operationId): another endpoint takes \(endpoint.method.name) \(endpoint.path)")
      }
      compiled.append(one)
    }
    self.endpoints = compiled
    self.tree = tree
  }

  enum Match {
    case found(CompiledEndpoint, captures: [String])
    case wrongMethod(allowed: [Method])
    case nothing
  }

  /// Finds who answers. HEAD goes to GET (RFC 9110 §9.3.2).
  func match(_ method: Method?, _ path: String) throws(Problem) -> Match {
    guard let (leaf, captures) = try tree.leaf(for: path) else { return .nothing }
    if let method, let found = leaf[method] ?? (method == .head ? leaf[.get] : nil) {
      return .found(found, captures: captures)
    }
    return .wrongMethod(allowed: leaf.methods)
  }
}

/// The endpoints of one path.
struct RouteLeaf: Sendable {
  private var byMethod: [CompiledEndpoint?] = Array(repeating: nil, count: Method.allCases.count)

  subscript(method: Method) -> CompiledEndpoint? {
    get { byMethod[method.rawValue] }
    set { byMethod[method.rawValue] = newValue }
  }

  var isEmpty: Bool { byMethod.allSatisfy { $0 == nil } }

  /// For `Allow`; HEAD wherever GET is.
  var methods: [Method] {
    Method.allCases.filter { self[$0] != nil || ($0 == .head && self[.get] != nil) }
  }
}
