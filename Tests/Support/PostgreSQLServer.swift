// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Synchronization

/// A PostgreSQL cluster of its own on a free loopback port, with no password. It vanishes when the test process ends.
public final class PostgreSQLServer: Sendable {
  /// The port on 127.0.0.1; the same after `stop` and `start`.
  public let port: Int
  private let folder: URL
  private let log: URL
  private let running = Mutex<(process: Process, end: AsyncStream<Void>)?>(nil)
  private let databases = Atomic(0)

  /// The cluster that all tests of this process share. Never stop it: make one with `init` for that.
  public static func shared() async throws -> PostgreSQLServer { try await sharedServer.value }

  private static let sharedServer = Task { try await PostgreSQLServer() }

  /// Makes and starts a cluster; takes about two seconds.
  public init() async throws {
    guard let programs = Self.programs else {
      throw Command.Failure(description: "PostgreSQL is not installed: neither in /usr/lib/postgresql nor in PATH")
    }
    folder = try TestRoot.shared().appending(path: "postgresql-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    log = folder.appending(path: "log")
    try Data().write(to: log)
    if let user = Self.user {
      for url in [folder, log] { _ = chown(Self.path(url), user.id, user.group) }
    }
    port = try Self.freePort()
    try await Command.run(
      Self.unprivileged + [
        programs + "/initdb", "-D", Self.path(folder.appending(path: "data")), "-U", "citywide", "--auth=trust",
        "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
      ], log: log)
    try await start()
  }

  /// Starts the server and waits until it answers.
  public func start() async throws {
    let (running, end) = AsyncStream.makeStream(of: Void.self)
    let process = try Command.start(
      Self.unprivileged + [
        (Self.programs ?? "") + "/postgres", "-D", Self.path(folder.appending(path: "data")), "-p", "\(port)",
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=800",
      ], log: log
    ) { _ in end.finish() }
    self.running.withLock { $0 = (process, running) }
    // The eighth line of the file tells the state, the first whose it is.
    let file = folder.appending(path: "data/postmaster.pid")
    while true {
      let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(
        separator: "\n", omittingEmptySubsequences: false)
      if lines.count > 7, lines[0] == "\(process.processIdentifier)", lines[7].hasPrefix("ready") { return }
      guard process.isRunning else {
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw Command.Failure(description: "PostgreSQL did not start: \(said.suffix(2000))")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Stops the server at once, as a crash would: connections break, nothing is flushed but the log.
  public func stop() async throws {
    guard let (process, end) = running.withLock({ $0.take() }) else { return }
    kill(process.processIdentifier, SIGQUIT)
    for await _ in end {}
  }

  /// Makes an empty database and returns its connection URI.
  public func makeDatabase() async throws -> String {
    let name = "test\(databases.add(1, ordering: .relaxed).newValue)"
    try await Command.run(
      [
        (Self.programs ?? "") + "/createdb", "-h", "127.0.0.1", "-p", "\(port)", "-U", "citywide", "-T", "template0",
        "--maintenance-db=postgres", name,
      ], log: folder.appending(path: "createdb-\(name).log"))
    return "postgres://citywide@127.0.0.1:\(port)/\(name)"
  }

  /// Makes an empty database whose files lie in a folder of its own, such as a small file system.
  public func makeDatabase(in folder: URL) async throws -> String {
    if let user = Self.user { _ = chown(Self.path(folder), user.id, user.group) }
    let name = "test\(databases.add(1, ordering: .relaxed).newValue)"
    let connection = ["-h", "127.0.0.1", "-p", "\(port)", "-U", "citywide"]
    let log = self.folder.appending(path: "createdb-\(name).log")
    try await Command.run(
      [(Self.programs ?? "") + "/psql"] + connection
        + ["-d", "postgres", "-c", "CREATE TABLESPACE \(name) LOCATION '\(Self.path(folder))'"], log: log)
    try await Command.run(
      [(Self.programs ?? "") + "/createdb"] + connection + ["-T", "template0", "-D", name, name], log: log)
    return "postgres://citywide@127.0.0.1:\(port)/\(name)"
  }

  /// The folder of `initdb` and its kin, the newest version first; `nil` when PostgreSQL is not installed.
  static let programs: String? = {
    let home = "/usr/lib/postgresql"
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []).compactMap(Int.init).sorted(
      by: >)
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return (versions.filter { $0 >= 15 }.map { "\(home)/\($0)/bin" } + path).first {
      FileManager.default.isExecutableFile(atPath: $0 + "/initdb")
    }
  }()

  /// PostgreSQL refuses to run as root: the user to run it as when we are.
  private static let user: (id: uid_t, group: gid_t)? = {
    guard geteuid() == 0, let entry = getpwnam("postgres") ?? getpwnam("nobody") else { return nil }
    return (entry.pointee.pw_uid, entry.pointee.pw_gid)
  }()

  private static var unprivileged: [String] {
    guard let user else { return [] }
    return ["setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups", "--"]
  }

  private static func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  /// A port that nothing listened on a moment ago.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
      }
    }
    guard bound else { throw Command.Failure(description: "no free port on 127.0.0.1: error \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
