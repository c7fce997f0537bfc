// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Where and how a site is served.
public struct ServerSettings: Sendable {
  /// A certificate chain and its key as PEM files; watched, and taken up anew when they change.
  public struct Encryption: Hashable, Sendable {
    public var certificatePath: String
    public var keyPath: String
    /// How often the files are looked at.
    public var watchInterval = Duration.seconds(60)

    public init(certificatePath: String, keyPath: String) {
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  public var host = "127.0.0.1"
  /// 0 for any that is free; see `HTTPServer.port`.
  public var port = 8080
  /// TLS 1.2 and 1.3 with HTTP/2 and HTTP/1.1; `nil` for plain HTTP/1.1.
  public var encryption: Encryption?
  /// Connections that may wait to be accepted.
  public var backlog = 1024
  /// Connections at the same time; more wait in the backlog.
  public var maximumConnections = 10_000
  /// After how long without a request, or without progress of one, a connection is closed.
  public var idleTimeout = Duration.seconds(60)
  /// In bytes, of one header with its name (HTTP/1.1).
  public var maximumHeaderSize = 16 << 10
  /// In bytes, of all headers of a request (HTTP/1.1).
  public var maximumHeadersSize = 64 << 10
  /// How many headers a request may have (HTTP/1.1).
  public var maximumHeaderCount = 200
  /// How long answers under way may take when the server shuts down.
  public var drainDeadline = Duration.seconds(20)

  public init() {}
}
