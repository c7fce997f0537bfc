// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// A parser with its input.
struct Contender {
  /// What is parsed: `lines`, `observations` or `readings`.
  let group: String
  let name: String
  /// Reads the whole input once.
  let parse: (inout Columns) throws -> Void

  init(_ group: String, _ name: String, parse: @escaping (inout Columns) throws -> Void) {
    self.group = group
    self.name = name
    self.parse = parse
  }

  /// Reads the input over and over until that took so many CPU seconds, and prints a line of JSON: what an item took.
  func measure(seconds: Double) throws {
    var columns = Columns()
    // For the caches of the machine, and for parsers that remember.
    try parse(&columns)
    var passes = 0
    var used = 0.0
    let begun = Self.processTime()
    repeat {
      columns.removeAll()
      try parse(&columns)
      passes += 1
      used = Self.processTime() - begun
    } while used < seconds
    let each = used * 1e9 / Double(passes * columns.count)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("group", group)
    writer.member("name", name)
    writer.member("items", columns.count)
    writer.member("passes", passes)
    writer.member("ns", each)
    writer.member("total", columns.total)
    writer.key("sums")
    writer.beginArray()
    for sum in columns.sums { writer.string("\(sum)") }
    writer.endArray()
    writer.endObject()
    print(writer.text)
  }

  private static func processTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// An input that a parser does not understand as it should.
struct ParsingFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
