// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Intake
import Yams

/// A broker outside whose messages become readings.
public struct BridgeSettings: Sendable {
  /// Names it in the log.
  public var name: String
  public var host: String
  public var port: Int
  public var isEncrypted: Bool
  /// A PEM file with the authorities that are trusted; `nil` for the system's.
  public var authoritiesPath: String?
  /// The same in each run, so that the broker keeps what comes meanwhile.
  public var client: String
  public var userName: String?
  public var password: String?
  public var topics: TopicTable
  /// Makes series that are unknown.
  public var createsSeries = true
  /// How long after a broken connection the next is tried, at first and at most.
  var pauses = Duration.seconds(1)...Duration.seconds(60)
  /// Seconds.
  var keepAlive: UInt16 = 60

  /// Reads a list of brokers in YAML.
  ///
  /// - Throws: `SettingsFault` that names file and line.
  public static func list(contentsOf url: URL) throws -> [BridgeSettings] {
    let text = try SettingsFault.text(of: url)
    return try list(parsing: text, name: url.relativePath, folder: url.deletingLastPathComponent())
  }

  /// - Parameter folder: where the files that it names are looked for.
  static func list(parsing text: String, name: String, folder: URL) throws -> [BridgeSettings] {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch { throw SettingsFault(description: "\(name): \(error)") }
    guard let root else { return [] }
    guard let list = root.sequence else {
      throw SettingsFault(description: "\(name):1: a list of brokers is needed")
    }
    let bridges = try list.map { try BridgeSettings($0, file: name, folder: folder) }
    for (index, bridge) in bridges.enumerated()
    where bridges[..<index].contains(where: {
      ($0.host, $0.port, $0.client) == (bridge.host, bridge.port, bridge.client)
    }) {
      throw SettingsFault(description: "\(name): two connections to one broker need different values of client")
    }
    return bridges
  }

  private init(_ node: Node, file: String, folder: URL) throws {
    func fault(_ node: Node, _ detail: String) -> SettingsFault {
      SettingsFault(description: "\(file):\(node.mark?.line ?? 1): \(detail)")
    }
    func place(_ path: String) -> URL {
      path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appending(path: path)
    }
    func text(_ node: Node, _ key: String) throws -> String {
      guard let text = node.scalar?.string, !text.isEmpty else { throw fault(node, "\(key) is a text") }
      return text
    }
    guard let members = node.mapping else { throw fault(node, "a broker has address and topics") }
    self.init(name: "", host: "", port: 0, isEncrypted: false, client: "", topics: TopicTable())
    for (key, value) in members {
      switch key.string ?? "" {
      case "name": name = try text(value, "name")
      case "address":
        guard let url = URL(string: try text(value, "address")), url.scheme == "mqtt" || url.scheme == "mqtts",
          let host = url.host(), !host.isEmpty, url.user() == nil, url.path().isEmpty || url.path() == "/"
        else { throw fault(value, "an address is mqtt://host:port or, with TLS, mqtts://host:port") }
        (self.host, isEncrypted) = (host, url.scheme == "mqtts")
        port = url.port ?? (isEncrypted ? 8883 : 1883)
      case "client": client = try text(value, "client")
      case "user": userName = try text(value, "user")
      case "passwordFile":
        guard let password = try? String(contentsOf: place(try text(value, "passwordFile")), encoding: .utf8) else {
          throw fault(value, "the file of the password cannot be read")
        }
        self.password = password.trimmingCharacters(in: .newlines)
      case "authorities":
        authoritiesPath = place(try text(value, "authorities")).path(percentEncoded: false)
      case "knownSeries":
        guard let flag = value.bool else { throw fault(value, "knownSeries is true or false") }
        createsSeries = !flag
      case "topics": topics = try TopicTable(value, name: file)
      case let other:
        throw fault(
          key,
          "a broker has no \(other); it has name, address, client, user, passwordFile, authorities, knownSeries, topics"
        )
      }
    }
    guard !host.isEmpty else { throw fault(node, "address is missing") }
    guard !topics.mappings.isEmpty else { throw fault(node, "topics is missing or empty") }
    guard !client.isEmpty else { throw fault(node, "client is missing: the broker knows the session by it") }
    guard client.utf8.count <= 256 else { throw fault(node, "client has at most 256 bytes") }
    guard password == nil || userName != nil else { throw fault(node, "a password needs a user") }
    guard isEncrypted || authoritiesPath == nil else { throw fault(node, "authorities need an address with mqtts://") }
    if name.isEmpty { name = "\(host):\(port)" }
  }

  init(name: String, host: String, port: Int, isEncrypted: Bool = false, client: String, topics: TopicTable) {
    self.name = name
    self.host = host
    self.port = port
    self.isEncrypted = isEncrypted
    self.client = client
    self.topics = topics
  }
}
