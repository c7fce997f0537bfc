// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The data segment of a frame: `QN=…;ST=…;CN=…;PW=…;MN=…;Flag=…;PNUM=…;PNO=…;CP=&&…&&` (HJ 212-2017 §6.3).
public struct Frame: Hashable, Sendable {
  /// When the exchange began, `yyyyMMddHHmmssSSS`; names it. Empty where the older edition leaves it out.
  public var number = ""
  /// System code (ST), two digits.
  public var system = ""
  /// Command (CN).
  public var command = 0
  /// Password (PW).
  public var password = ""
  /// The device (MN).
  public var device = ""
  /// Six bits of edition, one for a packet number, one for an answer.
  public var flag = 0
  /// Packets in all and the number of this one, from 1, where the message is split.
  public var packets: Int?
  public var packet: Int?
  /// What is between the `&&`.
  public var content = ""

  public init() {}

  public init(
    number: String, system: String = "91", command: Int, password: String, device: String, flag: Int = 4,
    content: String = ""
  ) {
    self.number = number
    self.system = system
    self.command = command
    self.password = password
    self.device = device
    self.flag = flag
    self.content = content
  }

  public var wantsAnswer: Bool { flag & 1 == 1 }
  public var isSplit: Bool { flag & 2 == 2 }

  /// What is wrong with a segment, and as much of it as could be read.
  struct Fault: Error, Hashable {
    var code: ReturnCode
    var reason: String
    var frame: Frame
  }

  /// Reads a data segment.
  ///
  /// - Throws: `Fault` with the code of the first field that is wrong.
  init(_ segment: some Collection<UInt8>) throws(Fault) {
    let text = String(decoding: segment, as: UTF8.self)
    var head = text[...]
    var hasContent = false
    if let start = text.range(of: "CP=&&") {
      head = text[..<start.lowerBound]
      let rest = text[start.upperBound...]
      if let end = rest.range(of: "&&", options: .backwards) {
        content = String(rest[..<end.lowerBound])
        hasContent = true
      }
    }
    var fields: [String: String] = [:]
    for pair in head.split(separator: ";") {
      guard let equals = pair.firstIndex(of: "=") else { continue }
      fields[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    number = fields["QN"] ?? ""
    system = fields["ST"] ?? ""
    password = fields["PW"] ?? ""
    device = fields["MN"] ?? ""
    packets = fields["PNUM"].flatMap { Int($0) }
    packet = fields["PNO"].flatMap { Int($0) }
    let flag = fields["Flag"].map { Int($0) ?? -1 } ?? 0
    self.flag = max(0, flag)
    let command = fields["CN"].flatMap { $0.utf8.count == 4 ? Int($0) : nil }
    self.command = command ?? 0
    func fault(_ code: ReturnCode, _ reason: String) -> Fault { Fault(code: code, reason: reason, frame: self) }
    guard (0...255).contains(flag) else { throw fault(.flag, "Flag is 0 to 255, not \(fields["Flag"] ?? "")") }
    guard number.isEmpty ? !wantsAnswer : ChinaTime.instant(number, digits: 17) != nil else {
      throw fault(.number, "QN is a time of 17 digits, not \"\(number)\"")
    }
    guard system.utf8.count == 2, Int(system) != nil else {
      throw fault(.system, "ST has two digits, not \"\(system)\"")
    }
    guard command != nil else { throw fault(.command, "CN has four digits, not \"\(fields["CN"] ?? "")\"") }
    guard !device.isEmpty else { throw fault(.device, "MN is missing") }
    if isSplit {
      guard let packets, let packet, packets > 0, (1...packets).contains(packet) else {
        throw fault(.flag, "Flag says that the message is split; PNUM and PNO do not fit")
      }
    }
    guard hasContent else { throw fault(.unknown, "CP=&&…&& is missing") }
  }

  /// The whole frame with its length and checksum.
  public var bytes: [UInt8] {
    var segment = number.isEmpty ? "" : "QN=\(number);"
    segment += "ST=\(system);CN=\(command);PW=\(password);MN=\(device);Flag=\(flag);"
    if let packets, let packet { segment += "PNUM=\(packets);PNO=\(packet);" }
    segment += "CP=&&\(content)&&"
    let bytes = Array(segment.utf8)
    let length = String(bytes.count)
    return Array("##".utf8) + Array((String(repeating: "0", count: max(0, 4 - length.count)) + length).utf8) + bytes
      + Array((Checksum.text(of: bytes) + "\r\n").utf8)
  }
}
