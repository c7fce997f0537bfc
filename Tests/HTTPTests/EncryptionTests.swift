// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import HTTP
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing
import TestSupport
import Vocabulary

/// TLS and HTTP/2, with a certificate made for the test. Skips where there is no openssl.
@Suite struct EncryptionTests {
  /// Runs openssl; `false` where it is not there or fails.
  private static func openssl(_ words: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private static func makeCertificate(_ folder: TemporaryFolder, name: String) -> ServerSettings.Encryption? {
    let certificate = folder.url.appending(path: "certificate.pem").path
    let key = folder.url.appending(path: "key.pem").path
    guard
      openssl([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
        "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
      ])
    else {
      print("skipped: openssl is not there or cannot make a certificate")
      return nil
    }
    return ServerSettings.Encryption(certificatePath: certificate, keyPath: key)
  }

  private static func client(trusting certificate: String, http1Only: Bool = false) -> HTTPClient {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .file(certificate)
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.httpVersion = http1Only ? .http1Only : .automatic
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  @Test(arguments: [false, true]) func servesEncrypted(http1Only: Bool) async throws {
    let folder = try TemporaryFolder()
    guard let encryption = Self.makeCertificate(folder, name: "localhost") else { return }
    try await TestServer.with(server: { $0.encryption = encryption }) { server in
      let client = Self.client(trusting: encryption.certificatePath, http1Only: http1Only)
      var request = HTTPClientRequest(url: "https://localhost:\(server.port)/api/whoami")
      request.headers.add(name: "Authorization", value: "Bearer reporter")
      let answer = try await client.execute(request, timeout: .seconds(20))
      #expect(answer.version == (http1Only ? .http1_1 : .http2))
      #expect(answer.status == .ok)
      #expect(answer.headers.first(name: "Strict-Transport-Security") == "max-age=31536000; includeSubDomains")
      let text = String(buffer: try await answer.body.collect(upTo: 1000))
      #expect(text.contains(#""secure":true"#) && text.contains("reporter") && text.contains("127.0.0.1"))
      // A body over the limit ends the request, not the connection of the others.
      var large = HTTPClientRequest(url: "https://localhost:\(server.port)/api/things")
      large.method = .POST
      large.headers.add(name: "Authorization", value: "Bearer handler")
      large.headers.add(name: "Content-Type", value: "application/json")
      large.body = .bytes(Array(repeating: 0x20, count: 300_000))
      let refused = try await client.execute(large, timeout: .seconds(20))
      #expect(refused.status == .payloadTooLarge)
      #expect(refused.headers.first(name: "Connection") == (http1Only ? "close" : nil))
      _ = try await refused.body.collect(upTo: 10000)
      let after = try await client.execute(request, timeout: .seconds(20))
      #expect(after.status == .ok)
      _ = try await after.body.collect(upTo: 1000)
      try await client.shutdown()
    }
  }

  @Test func streamsEventsOverHTTP2() async throws {
    let folder = try TemporaryFolder()
    guard let encryption = Self.makeCertificate(folder, name: "localhost") else { return }
    let endpoint = Endpoint(.get, "/api/events", operationId: "e", summary: "", tag: "", access: .public) { _ in
      .events { sink in
        for number in 1...3 { sink.send(ServerSentEvent(data: "\(number)")) }
      }
    }
    try await TestServer.with([endpoint], server: { $0.encryption = encryption }) { server in
      let client = Self.client(trusting: encryption.certificatePath)
      let request = HTTPClientRequest(url: "https://localhost:\(server.port)/api/events")
      let answer = try await client.execute(request, timeout: .seconds(20))
      #expect(answer.version == .http2)
      let text = String(buffer: try await answer.body.collect(upTo: 10000))
      #expect(text.hasSuffix("data: 1\n\ndata: 2\n\ndata: 3\n\n"))
      try await client.shutdown()
    }
  }

  @Test func takesUpANewCertificate() async throws {
    let folder = try TemporaryFolder()
    guard let encryption = Self.makeCertificate(folder, name: "first") else { return }
    let old = folder.url.appending(path: "old.pem").path
    try FileManager.default.copyItem(atPath: encryption.certificatePath, toPath: old)
    try await TestServer.with(server: { $0.encryption = encryption }) { server in
      func reaches(trusting certificate: String) async throws -> Bool {
        let client = Self.client(trusting: certificate)
        let request = HTTPClientRequest(url: "https://localhost:\(server.port)/api/whoami")
        let answer = try? await client.execute(request, timeout: .seconds(3))
        _ = try? await answer?.body.collect(upTo: 1000)
        try await client.shutdown()
        return answer?.status == .ok
      }
      #expect(try await reaches(trusting: old))
      _ = Self.makeCertificate(folder, name: "second")
      server.server.reloadCertificate()
      #expect(try await reaches(trusting: encryption.certificatePath))
      // Files that cannot be used change nothing.
      try Data("nonsense".utf8).write(to: URL(filePath: encryption.keyPath))
      server.server.reloadCertificate()
      #expect(server.log.lines.contains { $0.contains("the old one stays in use") })
      #expect(try await reaches(trusting: encryption.certificatePath))
    }
  }

  @Test func refusesAKeyThatDoesNotBelong() async throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    guard var encryption = Self.makeCertificate(folder, name: "a"), let wrong = Self.makeCertificate(other, name: "b")
    else { return }
    encryption.keyPath = wrong.keyPath
    await #expect(throws: (any Error).self) {
      try await TestServer.with(server: { $0.encryption = encryption }) { _ in }
    }
  }
}
