// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import HTTP
import Vocabulary

/// Where and how the city is served.
struct NetworkOptions: ParsableArguments {
  @Option(help: "The address to listen on; 0.0.0.0 for all.")
  var host: String = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for any that is free.")
  var port: Int = 8080

  @Option(help: "A PEM file with the certificate chain; with it and a key the city speaks HTTPS and HTTP/2.")
  var tlsCertificate: String = ""

  @Option(help: "A PEM file with the certificate's private key.")
  var tlsKey: String = ""

  @Option(
    help:
      "Addresses or blocks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by commas.")
  var trustedProxies: String = ""

  @Option(help: "Origins whose pages may call the interface with tokens (CORS), separated by commas; * for all.")
  var allowedOrigins: String = ""

  @Option(help: "Which requests are logged: all, problems or off.")
  var accessLog: AccessLog = .problems

  @Option(help: "Connections at the same time.")
  var maximumConnections: Int = 10_000

  @Option(help: "Seconds without a request after which a connection is closed.")
  var idleTimeout: Int = 60

  @Option(help: "Seconds that answers under way may take at shutdown.")
  var drainDeadline: Int = 20

  func validate() throws {
    guard tlsCertificate.isEmpty == tlsKey.isEmpty else {
      throw ValidationError("--tls-certificate and --tls-key belong together; one of them is missing.")
    }
    guard (0...65535).contains(port) else { throw ValidationError("A port is 0 to 65535, not \(port).") }
    guard maximumConnections > 0, idleTimeout > 0, drainDeadline >= 0 else {
      throw ValidationError("--maximum-connections, --idle-timeout and --drain-deadline are positive.")
    }
  }

  /// Whether nobody but this machine can reach the city.
  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  var serverSettings: ServerSettings {
    var settings = ServerSettings()
    settings.host = host
    settings.port = port
    settings.maximumConnections = maximumConnections
    settings.idleTimeout = .seconds(idleTimeout)
    settings.drainDeadline = .seconds(drainDeadline)
    if !tlsCertificate.isEmpty {
      settings.encryption = ServerSettings.Encryption(certificatePath: tlsCertificate, keyPath: tlsKey)
    }
    return settings
  }

  var siteSettings: SiteSettings {
    var settings = SiteSettings()
    settings.trustedProxies = words(trustedProxies)
    settings.allowedOrigins = words(allowedOrigins)
    settings.accessLog = accessLog
    return settings
  }

  private func words(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map { String($0) }.filter { !$0.isEmpty }
  }
}

extension AccessLog: ExpressibleByArgument {}
