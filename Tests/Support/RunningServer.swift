// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import Foundation
public import NIOCore
public import NIOHTTP1
import NIOFoundationCompat
import Synchronization
public import Vocabulary

/// The built program, started by a test and used only from outside.
public final class RunningServer: Sendable {
  /// An answer, read to its end.
  public struct Answer: Sendable {
    public let status: Int
    public let headers: HTTPHeaders
    public let bytes: [UInt8]
    public var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
    public var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  public struct Failure: Error, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
  }

  public let base: String
  public let log: URL
  private let process: Process
  private let exited = AsyncStream<Int32>.makeStream()

  /// The built program: beside the tests, or where `CITYWIDE_BINARY` says.
  public static var binary: URL {
    if let path = ProcessInfo.processInfo.environment["CITYWIDE_BINARY"] { return URL(fileURLWithPath: path) }
    return packageRoot.appending(path: ".build/debug/citywide")
  }

  /// The folder of `Package.swift`.
  public static var packageRoot: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// Starts `citywide serve`, or another command that serves, on a free port and waits until it is ready.
  public static func start(
    _ command: String = "serve", data: URL, pack: String = "Packs/demo", database: String? = nil,
    options: [String] = [],
    environment: [String: String] = [:], patience: Duration = .seconds(60)
  ) async throws -> RunningServer {
    let port = freePort()
    var words = [command, "--data", data.path, "--pack", packageRoot.appending(path: pack).path, "--port", "\(port)"]
    if let database { words += ["--database", database] }
    let server = try RunningServer(words + options, port: port, folder: data, environment: environment)
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      // Asked before the port is open, the client would wait by itself, longer each time.
      if accepts(port), let answer = try? await server.request(.GET, "/health"), answer.status == 200 { return server }
      guard server.process.isRunning else { break }
      try await Task.sleep(for: .milliseconds(15))
    }
    server.kill()
    let said = (try? String(contentsOf: server.log, encoding: .utf8)) ?? ""
    throw Failure(description: "the server did not become ready: \(said.suffix(3000))")
  }

  /// Starts the program on a port, without waiting for it: for servers that do not speak plain HTTP.
  /// - Parameter folder: of the city's data; the log lies beside it.
  public static func launch(_ words: [String], port: Int, folder: URL) throws -> RunningServer {
    try RunningServer(words + ["--port", "\(port)"], port: port, folder: folder, environment: [:])
  }

  private init(_ words: [String], port: Int, folder: URL, environment: [String: String]) throws {
    base = "http://127.0.0.1:\(port)"
    log = folder.deletingLastPathComponent().appending(path: "server-\(port).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    process = Process()
    process.executableURL = Self.binary
    process.arguments = words
    process.currentDirectoryURL = Self.packageRoot
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    let output = try FileHandle(forWritingTo: log)
    process.standardOutput = output
    process.standardError = output
    let continuation = exited.continuation
    process.terminationHandler = { ended in
      continuation.yield(ended.terminationStatus)
      continuation.finish()
    }
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  public var processIdentifier: Int32 { process.processIdentifier }

  /// Ends it as a power cut would.
  public func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Asks it to end and waits. Returns its exit status.
  @discardableResult
  public func stop() async -> Int32 {
    process.terminate()
    return await ended()
  }

  /// Waits for its end.
  @discardableResult
  public func ended() async -> Int32 {
    for await status in exited.stream { return status }
    return process.isRunning ? -1 : process.terminationStatus
  }

  /// What it has printed so far.
  public var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  public func request(
    _ method: HTTPMethod, _ path: String, token: String? = nil, body: JSON? = nil, bytes: [UInt8]? = nil,
    headers: [String: String] = [:], timeout: TimeAmount = .seconds(30)
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let body {
      if headers["Content-Type"] == nil { request.headers.add(name: "Content-Type", value: "application/json") }
      request.body = .bytes(body.bytes)
    } else if let bytes {
      request.body = .bytes(bytes)
    }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    let response = try await HTTPClient.shared.execute(request, timeout: timeout)
    let buffer = try await response.body.collect(upTo: 64 << 20)
    return Answer(status: Int(response.status.code), headers: response.headers, bytes: Array(buffer.readableBytesView))
  }

  /// The events of a stream, as they come.
  public func events(
    _ path: String, token: String, lastEventID: String? = nil
  ) -> AsyncThrowingStream<StreamedEvent, any Error> {
    let url = base + path
    return AsyncThrowingStream { continuation in
      let task = Task {
        do {
          var request = HTTPClientRequest(url: url)
          request.headers.add(name: "Authorization", value: "Bearer \(token)")
          request.headers.add(name: "Accept", value: "text/event-stream")
          if let lastEventID { request.headers.add(name: "Last-Event-ID", value: lastEventID) }
          let response = try await HTTPClient.shared.execute(request, timeout: .hours(1))
          guard response.status == .ok else { throw Failure(description: "events: \(response.status)") }
          var parser = EventStreamParser()
          for try await buffer in response.body {
            for event in parser.take(buffer.readableBytesView) { continuation.yield(event) }
          }
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// Runs `citywide` with these words to its end.
  public static func run(
    _ words: [String], environment: [String: String] = [:], folder: URL? = nil
  ) async throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = binary
    process.arguments = words
    process.currentDirectoryURL = folder ?? packageRoot
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    let files = try ["out", "err"].map { name in
      let url = FileManager.default.temporaryDirectory.appending(path: "citywide-\(UUID().uuidString).\(name)")
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
      return (url, try FileHandle(forWritingTo: url))
    }
    process.standardOutput = files[0].1
    process.standardError = files[1].1
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    let texts = files.map { (try? String(contentsOf: $0.0, encoding: .utf8)) ?? "" }
    for (url, _) in files { try? FileManager.default.removeItem(at: url) }
    return (status, texts[0], texts[1])
  }

  /// Whether somebody listens on a port.
  private static func accepts(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// A port that was free a moment ago.
  public static func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = bind(descriptor, generic, length)
        _ = getsockname(descriptor, generic, &length)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
