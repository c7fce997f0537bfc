// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineProtocol

/// Line protocol with times in milliseconds: each line has to be known by its series, too.
enum Lines {
  static func contenders(_ bytes: [UInt8]) -> [Contender] {
    [
      own(bytes, "own, as at the door", predictsHeads: true),
      own(bytes, "own, each head by its hash", predictsHeads: false),
      split(bytes),
      components(bytes),
    ]
  }

  private static func own(_ bytes: [UInt8], _ name: String, predictsHeads: Bool) -> Contender {
    var reader = LineReader(predictsHeads: predictsHeads)
    return Contender("lines", name) { columns in
      let faults = reader.read(
        bytes, series: &columns.keys, instants: &columns.instants, values: &columns.values)
      guard faults == 0 else { throw ParsingFault("\(faults) lines of \(name)") }
    }
  }

  /// As one writes it with the standard library: pieces that are copied nowhere.
  private static func split(_ bytes: [UInt8]) -> Contender {
    var known: [String: Int] = [:]
    return Contender("lines", "String.split, Double(Substring)") { columns in
      let text = String(decoding: bytes, as: UTF8.self)
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: " ")
        guard parts.count == 3, let at = Int64(parts[2]) else { throw ParsingFault(String(line)) }
        for field in parts[1].split(separator: ",") {
          let pair = field.split(separator: "=", maxSplits: 1)
          guard pair.count == 2, let value = Double(pair[1]) else { throw ParsingFault(String(line)) }
          columns.append(key: number("\(parts[0]):\(pair[0])", &known), at: at, value: value)
        }
      }
    }
  }

  /// As one writes it with Foundation.
  private static func components(_ bytes: [UInt8]) -> Contender {
    var known: [String: Int] = [:]
    return Contender("lines", "Foundation, components(separatedBy:), Double(String)") { columns in
      let text = String(decoding: bytes, as: UTF8.self)
      for line in text.components(separatedBy: "\n") where !line.isEmpty {
        let parts = line.components(separatedBy: " ")
        guard parts.count == 3, let at = Int64(parts[2]) else { throw ParsingFault(line) }
        for field in parts[1].components(separatedBy: ",") {
          let pair = field.components(separatedBy: "=")
          guard pair.count == 2, let value = Double(pair[1]) else { throw ParsingFault(line) }
          columns.append(key: number("\(parts[0]):\(pair[0])", &known), at: at, value: value)
        }
      }
    }
  }

  /// The number of a series, in the order in which they were met.
  private static func number(_ series: String, _ known: inout [String: Int]) -> Int {
    if let number = known[series] { return number }
    let number = known.count
    known[series] = number
    return number
  }
}
