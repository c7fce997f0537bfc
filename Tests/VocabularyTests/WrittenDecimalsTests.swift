// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@Suite struct WrittenDecimalsTests {
  @Test(
    arguments: [
      ("2.00", 2), ("-0.0", 1), ("20.50", 2), ("2.0500", 4), ("2", nil), ("20", nil), ("2.5", nil), ("2.05", nil),
      ("2.50e1", nil), ("1e10", nil), ("true", nil), ("null", nil), ("\"2.00\"", nil), ("\"10.0.0.10\"", nil),
    ] as [(String, Int?)])
  func counts(_ text: String, _ count: Int?) {
    #expect(WrittenDecimals(Array(text.utf8)).count == count)
  }

  @Test func knowsWhereANumberStands() throws {
    let text = #"""
      { "a\"b" : [ 1.50, 2.5, {"c": 3.000, "d": "4.0", "e": [] } ] , "f":{}, "g": 7.10
      , "h/中": -1.0e0, "i": [[5.0]] }
      """#
    _ = try JSON(parsing: text)
    let found = WrittenDecimals(Array(text.utf8))
    #expect(found.count == nil)
    #expect(found["a\"b"][0].count == 2 && found["a\"b"][1].count == nil)
    #expect(found["a\"b"][2]["c"].count == 3 && found["a\"b"][2]["d"].count == nil)
    #expect(found["g"].count == 2 && found["h/中"].count == nil && found["i"][0][0].count == 1)
    #expect(found["none"].count == nil && found["g"]["x"][4].count == nil)
    #expect(found.at("i").at("0").at("0").count == 1 && found.at("g").count == 2 && found.at("i").at("7").count == nil)
    // As a slice, which has no storage of its own.
    #expect(WrittenDecimals(AnyCollection(Array(text.utf8)))["g"].count == 2)
  }
}
