// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Which requests are logged.
public enum AccessLog: String, CaseIterable, Sendable {
  case all
  /// Those with a status of 400 and above, and those that took a second.
  case problems
  case off
}

/// How a site behaves, beside its endpoints.
public struct SiteSettings: Sendable {
  /// Addresses and blocks of proxies whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Request-Id` are believed.
  public var trustedProxies: [String] = []
  /// Origins whose pages may call with tokens (CORS), as in `https://map.example.org`; `*` for all. Cookies are never
  /// allowed across origins.
  public var allowedOrigins: [String] = []
  /// For each address; `nil` for none.
  public var rateLimit: RateLimit?
  public var accessLog = AccessLog.all
  /// Where the OpenAPI document is served; `nil` for nowhere.
  public var documentPath: String? = "/openapi.json"
  /// How long browsers shall insist on encryption once they saw it; zero for not at all.
  public var strictTransport = Duration.seconds(31_536_000)
  /// The content security policy of pages. That of everything else allows nothing.
  public var pagePolicy = Self.policy(workers: "'self'")
  /// That of pages whose answers say `runsWorkersOfBlobs`.
  public var blobWorkerPolicy = Self.policy(workers: "'self' blob:")
  /// How often quiet streams of events show that they are open.
  public var heartbeat = Duration.seconds(15)
  /// How many bytes may wait for the reader of a stream of events.
  public var eventBuffer = 1 << 18
  /// How long a reader that was cut off may take for what is on the way already.
  public var cutGrace = Duration.seconds(5)

  public init() {}

  private static func policy(workers: String) -> String {
    "default-src 'self'; img-src 'self' data: blob:; worker-src \(workers); object-src 'none'; base-uri 'none'; "
      + "form-action 'self'; frame-ancestors 'none'"
  }
}
