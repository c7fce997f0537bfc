// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// An endpoint with its schemas compiled and its metrics at hand.
final class CompiledEndpoint: Sendable {
  let endpoint: Endpoint
  let segments: [RouteSegment]
  let parameters: [CompiledParameter]
  /// For each capture of the path, the index of its parameter.
  let captureIndices: [Int]
  let headerIndices: [Int]
  let contents: [CompiledContent]
  /// The values before anything was given.
  let defaults: [JSON?]
  let limiter: RateLimiter?
  let metrics: EndpointMetrics
  /// Whether the path of a request must not be logged.
  let hasSecretPath: Bool

  init(_ endpoint: Endpoint, library: SchemaLibrary, metrics: SiteMetrics) throws(TableError) {
    self.endpoint = endpoint
    let place = endpoint.operationId
    segments = try RouteSegment.parse(endpoint.path)
    var parameters: [CompiledParameter] = []
    for parameter in endpoint.parameters {
      guard !parameters.contains(where: { $0.name == parameter.name }) else {
        throw TableError("\(place): the parameter \(parameter.name) is given twice")
      }
      parameters.append(try CompiledParameter(parameter, library: library, endpoint: place))
    }
    self.parameters = parameters
    let captures = segments.compactMap(\.name)
    captureIndices = captures.compactMap { name in
      parameters.firstIndex { $0.name == name && $0.parameter.place == .path }
    }
    guard captureIndices.count == captures.count, captures.count == parameters.count(where: { $0.isInPath }) else {
      throw TableError("\(place): the captures of \(endpoint.path) and the path parameters are not the same")
    }
    if case .rest = segments.last, !endpoint.isPage, !endpoint.readsAddress {
      throw TableError("\(place): {name...} is for pages; OpenAPI cannot describe it")
    }
    guard endpoint.requestBody == nil || !(endpoint.method.isSafe || endpoint.method == .delete) else {
      throw TableError("\(place): \(endpoint.method.name) takes no body")
    }
    headerIndices = parameters.indices.filter { parameters[$0].parameter.place == .header }
    var contents: [CompiledContent] = []
    for content in endpoint.requestBody?.contents ?? [] {
      let schema = try library.compile(content.schema, at: "\(place) \(content.mediaType)")
      contents.append(CompiledContent(content: content, schema: schema))
    }
    self.contents = contents
    defaults = parameters.map(\.default)
    limiter = endpoint.rateLimit.map { RateLimiter($0) }
    self.metrics = metrics.endpoint(endpoint)
    hasSecretPath = parameters.contains { $0.isInPath && $0.parameter.isSecret }
  }
}

/// One media type of a body.
struct CompiledContent: Sendable {
  let content: BodySpecification.Content
  let schema: Schema

  /// Whether it takes in that media type, which is lower case and has no parameters.
  func accepts(_ mediaType: some StringProtocol) -> Bool {
    if content.mediaType == mediaType || content.mediaType == "*/*" { return true }
    guard content.mediaType.hasSuffix("/*") else { return false }
    return mediaType.hasPrefix(content.mediaType.dropLast())
  }
}
