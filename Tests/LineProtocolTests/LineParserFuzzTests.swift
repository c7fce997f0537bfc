// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import LineProtocol

/// Random inputs, grammatical ones with damage: nothing crashes, every call moves on, and what was read is what was
/// meant.
struct LineParserFuzzTests {
  /// `CITYWIDE_FUZZ` asks for more.
  private static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 20_000

  private static let line = Array("m\\,n,t=a\\ b,u=1 v=-1.5e3,w=\"x\\\"y\\\\\",z=3i,k=t 1556813561098\nn v=2u".utf8)

  @Test(.timeLimit(.minutes(10))) func survivesAnything() {
    var generator = SeededGenerator(seed: 4)
    let alphabet = Array("mvt,= \\\"\n\r#0129.eE+-iuTfF\0\u{7F}é漢".utf8)
    var codes = SeriesCodes(.standard, capacity: 100)
    for _ in 0..<Self.inputs {
      var bytes = Bool.random(using: &generator) ? Self.line : []
      for _ in 0..<Int.random(in: 0...(bytes.isEmpty ? 60 : 4), using: &generator) {
        let byte =
          Int.random(in: 0..<8, using: &generator) == 0
          ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator)!
        let place = Int.random(in: 0...bytes.count, using: &generator)
        if Bool.random(using: &generator), place < bytes.count {
          bytes[place] = byte
        } else {
          bytes.insert(byte, at: place)
        }
      }
      codes.begin(database: "")
      bytes.withUnsafeBufferPointer { buffer in
        var parser = LineParser(buffer)
        var before = -1
        while true {
          do throws(LineFault) {
            guard try parser.next({ codes.expected($0, at: $1) }) else { break }
            var places: [SeriesCodes.FieldID] = []
            try codes.read(parser) { field, _, _ in places.append(field) }
            for place in places { precondition(!codes.code(place).isEmpty) }
          } catch { precondition(!error.reason.isEmpty) }
          precondition(parser.position > before, "stands still at \(before) of \(bytes)")
          before = parser.position
        }
        precondition(parser.position == buffer.count)
      }
    }
  }

  @Test func readsWhatWasWritten() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<Self.inputs / 10 {
      var line = Line(measurement: name(&generator))
      for _ in 0..<Int.random(in: 0...3, using: &generator) { line.tags[name(&generator)] = name(&generator) }
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        line.fields[name(&generator)] = value(&generator)
      }
      line.time =
        Bool.random(using: &generator)
        ? Int64.random(in: -9_000_000_000_000...9_000_000_000_000, using: &generator) : nil
      let text = write(line)
      #expect(parse(text) == [.success(line)], "\(text)")
    }
  }

  /// Ends in no backslash: none can be written before what ends a name.
  private func name(_ generator: inout SeededGenerator) -> String {
    let alphabet = Array("ab ,=\\\"é1")
    let length = Int.random(in: 0...5, using: &generator)
    return "n" + String((0..<length).map { _ in alphabet.randomElement(using: &generator)! }) + "z"
  }

  /// As `Line` shows it.
  private func value(_ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: "\(Bool.random(using: &generator))"
    case 1: "'" + name(&generator) + "\n'"
    case 2: "\(Double(Int64.random(in: -1_000_000...1_000_000, using: &generator)) / 1000)"
    default:
      "\(Double(sign: .plus, exponent: Int.random(in: -300...300, using: &generator), significand: Double.random(in: 1..<2, using: &generator)))"
    }
  }

  private func write(_ line: Line) -> String {
    func escaped(_ text: String) -> String {
      text.replacing(",", with: "\\,").replacing("=", with: "\\=").replacing(" ", with: "\\ ")
    }
    let tags = line.tags.map { ",\(escaped($0))=\(escaped($1))" }.joined()
    let fields = line.fields.map { key, value in
      let text =
        value.hasPrefix("'")
        ? "\"" + value.dropFirst().dropLast().replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" : value
      return "\(escaped(key))=\(text)"
    }
    return escaped(line.measurement) + tags + " " + fields.joined(separator: ",") + (line.time.map { " \($0)" } ?? "")
  }
}
