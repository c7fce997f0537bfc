// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging
import NIOCore
import Synchronization
public import Vocabulary

/// All that is served under one address: takes requests, lets them in or not, has them answered, and tells about it.
public final class Site: Sendable {
  /// Shows a problem to people, by whom they are known to be; `nil` leaves it as `application/problem+json`.
  public typealias ProblemPage = @Sendable (Problem, RequestHead, Identity?) -> Answer?

  public let settings: SiteSettings
  public let metrics: Metrics
  /// The OpenAPI 3.1 document of the table.
  public let document: JSON
  let table: EndpointTable
  let authenticator: any Authenticator
  let logger: Logger
  let problemPage: ProblemPage?
  let siteMetrics: SiteMetrics
  let streams = EventStreams()
  let identifiers = RequestIdentifiers()
  let dateHeader: DateHeader
  let securityHeaders: SecurityHeaders
  let proxies: TrustedProxies
  let crossOrigin: CrossOrigin
  let limiter: RateLimiter?
  let heavyWork = HeavyWork(atOnce: max(1, System.coreCount - 1))
  private let draining = Atomic<Bool>(false)

  /// - Parameters:
  ///   - endpoints: what is served; the OpenAPI document is added at `settings.documentPath`.
  ///   - schemas: the named schemas to which those of the endpoints refer.
  ///   - problemPage: for pages, and for people who ask for something that is not there.
  /// - Throws: `TableError` where the endpoints contradict each other or themselves.
  public init(
    _ endpoints: [Endpoint], schemas: [String: JSON] = [:], about: DocumentInfo, authenticator: any Authenticator,
    settings: SiteSettings = SiteSettings(), metrics: Metrics = Metrics(), time: any TimeSource = SystemTime(),
    problemPage: ProblemPage? = nil, logger: Logger
  ) throws(TableError) {
    self.settings = settings
    self.metrics = metrics
    self.authenticator = authenticator
    self.problemPage = problemPage
    self.logger = logger
    siteMetrics = SiteMetrics(metrics)
    dateHeader = DateHeader(time)
    securityHeaders = SecurityHeaders(settings)
    proxies = try TrustedProxies(settings.trustedProxies)
    crossOrigin = CrossOrigin(settings.allowedOrigins)
    limiter = settings.rateLimit.map { RateLimiter($0) }
    let shelf = DocumentShelf()
    var endpoints = endpoints
    if let path = settings.documentPath { endpoints.append(.document(at: path, shelf)) }
    var schemas = schemas
    schemas["Problem"] = schemas["Problem"] ?? OpenAPI.problemSchema
    table = try EndpointTable(endpoints, schemas: schemas, metrics: siteMetrics)
    document = OpenAPI.document(of: table, about: about)
    shelf.put(document)
  }

  /// Whether the server is shutting down.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// From now on connections are closed after the answer that is under way, and streams of events end.
  func drain() {
    draining.store(true, ordering: .relaxed)
    streams.endAll()
  }
}
