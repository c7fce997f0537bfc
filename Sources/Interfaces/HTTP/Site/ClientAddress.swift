// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the address of a caller is to be found.
enum ClientSource: Sendable {
  case known(String)
  /// The other end of the connection, and the proxies whose word counts.
  case peer(SocketAddress?, TrustedProxies)

  func address(_ fields: HTTPFields) -> String {
    switch self {
    case .known(let address): address
    case .peer(let peer, let proxies):
      proxies.isEmpty
        ? peer?.ipAddress ?? "unknown"
        : proxies.client(behind: peer?.ipAddress ?? "unknown", forwardedFor: fields[values: Self.forwardedFor])
    }
  }

  static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
  static let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto")!
}

/// The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
struct TrustedProxies: Sendable {
  private let blocks: [AddressBlock]

  var isEmpty: Bool { blocks.isEmpty }

  /// - Parameter texts: addresses and blocks, as in `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
  init(_ texts: [String]) throws(TableError) {
    var blocks: [AddressBlock] = []
    for text in texts {
      guard let block = AddressBlock(text) else {
        throw TableError("the trusted proxy \(text) is no address or block such as 10.0.0.0/8")
      }
      blocks.append(block)
    }
    self.blocks = blocks
  }

  func contain(_ address: String) -> Bool {
    guard let bytes = AddressBlock.bytes(address) else { return false }
    return blocks.contains { $0.contains(bytes) }
  }

  /// Goes from the nearest hop outwards and stops at the first that is no trusted proxy: what is further out was
  /// written by somebody who is not believed.
  func client(behind peer: String, forwardedFor: [String]) -> String {
    guard contain(peer) else { return peer }
    var client = peer
    let hops = forwardedFor.flatMap { $0.split(separator: ",") }.map { HeaderValue.trimmed($0) }
    for hop in hops.reversed() {
      guard AddressBlock.bytes(hop) != nil else { return client }
      client = hop
      if !contain(hop) { return client }
    }
    return client
  }
}

/// Addresses that begin with the same bits. IPv4 is taken as the mapped part of IPv6 (RFC 4291 §2.5.5.2).
struct AddressBlock: Sendable {
  private let bytes: [UInt8]
  private let bits: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let bytes = Self.bytes(String(parts[0])) else { return nil }
    let isShort = !parts[0].contains(":")
    var bits = 128
    if parts.count == 2 {
      guard let given = Int(parts[1]), given >= 0, given <= (isShort ? 32 : 128) else { return nil }
      bits = isShort ? 96 + given : given
    }
    self.bytes = bytes
    self.bits = bits
  }

  func contains(_ address: [UInt8]) -> Bool {
    let whole = bits / 8
    guard address[..<whole] == bytes[..<whole] else { return false }
    guard bits % 8 > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
    return address[whole] & mask == bytes[whole] & mask
  }

  /// The 16 bytes of an address.
  static func bytes(_ text: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 { return Array(repeating: 0, count: 10) + [0xFF, 0xFF] + bytes[..<4] }
    return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
  }
}
