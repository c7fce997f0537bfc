// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Foundation
import Storage
import TestSupport
import Testing

/// No text of an option makes reading or evaluating it trap or take long, and conditions mean the same in memory and in SQL.
///
/// `CITYWIDE_FUZZ` says how many inputs a long run takes.
struct FuzzTests {
  private static func count(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? usual
  }

  private static let roots: [EntityType] = [.observation, .thing, .datastream, .location]

  @Test func anyTextIsReadOrRefused() throws {
    let world = SmallWorld()
    let evaluator = Evaluator(now: MeaningTests.now)
    var read = 0
    for index in 0..<Self.count(3_000) {
      var fuzzer = FilterFuzzer(seed: 1 << 40 + UInt64(index))
      let root = Self.roots[index % 4]
      let text =
        index % 5 == 0
        ? fuzzer.tokens() : index % 2 == 0 ? fuzzer.broken(of: root.singular) : fuzzer.filter(of: root.singular)
      let start = ContinuousClock.now
      for option in index % 7 == 0 ? ["$filter", "$orderby", "$select", "$expand"] : ["$filter"] {
        do throws(QueryFault) {
          var parser = OptionParser(QueryScanner(text, option: option, limits: QueryLimits()))
          var options = QueryOptions()
          try parser.option(option, of: root, into: &options)
          guard let filter = options.filter else { continue }
          read += 1
          for item in world.of(root) {
            #expect(throws: Never.self) { try evaluator.matches(filter, item) }
          }
        } catch {
          let character = error.character ?? 1
          #expect((1...text.unicodeScalars.count + 1).contains(character), "\(error): \(text)")
          #expect(!error.reason.isEmpty)
        }
      }
      _ = try? ResourcePath(parsing: text)
      let duration = ContinuousClock.now - start
      #expect(duration < .seconds(2), "took \(duration): \(text)")
      if index > 0, index % 100_000 == 0 { print("\(index) texts, \(read) conditions read") }
    }
    #expect(read > 0)
  }

  @Test(arguments: Engine.allCases)
  func conditionsMeanTheSameInMemoryAndInSQL(_ engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: SmallWorld.migrations)
    try await database.write { try SmallWorld().store(in: $0) }
    let count = Self.count(400) / (Self.count(400) > 1_000 ? 20 : 1)
    var compared = 0
    for index in 0..<count {
      var fuzzer = FilterFuzzer(seed: 2 << 40 + UInt64(index))
      let root = Self.roots[index % 4]
      let text = fuzzer.filter(of: root.singular)
      do {
        let (memory, sql) = try await database.read {
          try MeaningTests.ids(text, of: root, world: SmallWorld(), in: $0)
        }
        if let sql {
          compared += 1
          #expect(memory == sql, "\(root) \(index): \(text)")
        }
      } catch let fault as QueryFault {
        // What the fuzzer writes has the right types, most of the time.
        #expect(!fault.reason.isEmpty)
      } catch { Issue.record("\(root) \(index): \(text): \(error)") }
    }
    #expect(compared > count / 2, "\(compared) of \(count)")
    await database.close()
  }
}
