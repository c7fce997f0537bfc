// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// TLS, and the first start of a city, from outside.
struct EncryptedServerTests {
  private struct Files {
    let folder: URL
    var certificate: String { folder.appending(path: "chain.pem").path }
    var key: String { folder.appending(path: "key.pem").path }

    /// Makes a key and a certificate for that name.
    func make(_ name: String) async throws {
      try await Command.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj",
        "/CN=\(name)", "-keyout", key, "-out", certificate,
      ])
    }
  }

  @Test func servesHTTP2AndTakesUpARenewedCertificate() async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") else {
      print("skipped: there is no openssl")
      return
    }
    let city = try BuiltCity()
    let files = Files(folder: city.folder.url)
    try await files.make("first")
    let port = RunningServer.freePort()
    let server = try RunningServer.launch(
      ["serve"] + city.options + ["--tls-certificate", files.certificate, "--tls-key", files.key], port: port,
      folder: city.data)
    let hello = try await Self.hello(port, until: "first", within: .seconds(60))
    #expect(hello.contains("ALPN protocol: h2"), "\(hello)")
    #expect(try await Self.hello(port, until: "first", protocols: "http/1.1").contains("ALPN protocol: http/1.1"))
    // The one-time link of the first start, with the name of the scheme that is spoken.
    let deadline = ContinuousClock.now + .seconds(10)
    while !server.output.contains("https://127.0.0.1:\(port)/set-up?code="), ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(server.output.contains("https://127.0.0.1:\(port)/set-up?code="), "\(server.output)")

    try await files.make("second")
    kill(server.processIdentifier, SIGHUP)
    _ = try await Self.hello(port, until: "second")
    // What cannot be used is named, and the old one stays.
    try Data("no key".utf8).write(to: URL(filePath: files.key))
    kill(server.processIdentifier, SIGHUP)
    while !server.output.contains("cannot take up the new certificate"), ContinuousClock.now < deadline + .seconds(10) {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(server.output.contains("cannot take up the new certificate"), "\(server.output)")
    _ = try await Self.hello(port, until: "second")
    #expect(await server.stop() == 0)
  }

  /// What a TLS client learns once the certificate is of that name.
  private static func hello(
    _ port: Int, until name: String, protocols: String = "h2", within patience: Duration = .seconds(10)
  ) async throws -> String {
    let deadline = ContinuousClock.now + patience
    var said = ""
    repeat {
      said = try await Command.output(
        of: ["openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-alpn", protocols]
      ).said
      if said.contains("CN = \(name)") || said.contains("CN=\(name)") { return said }
      try await Task.sleep(for: .milliseconds(100))
    } while ContinuousClock.now < deadline
    throw RunningServer.Failure(description: "no certificate of \(name): \(said.suffix(2000))")
  }
}
