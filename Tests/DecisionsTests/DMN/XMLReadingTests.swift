// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing
import Vocabulary

@Suite("XML, bounded") struct XMLReadingTests {
  private func problem(_ text: String, limits: XMLLimits = XMLLimits()) -> Problem? {
    do {
      _ = try readXML(Array(text.utf8), limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func elementsHaveNamesTextAndLines() throws {
    let root = try readXML(
      Array("<a xmlns='u' xmlns:p='v'>\n <p:b x='1&amp;2'>t<![CDATA[<u>]]></p:b>\n <!-- c --><b/>\n</a>".utf8),
      limits: XMLLimits())
    #expect(root.name == "a" && root.namespace == "u" && root.line == 1)
    #expect(root.children.map(\.name) == ["b", "b"])
    #expect(root.children.map(\.namespace) == ["v", "u"])
    #expect(root.children.map(\.line) == [2, 3])
    #expect(root.children[0].text == "t<u>")
    #expect(root.children[0].attributes["x"] == "1&2")
    #expect(root.child("b")?.line == 3)
  }

  @Test func entitiesAndOutsideFilesAreRefused() {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE lolz [ <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"> ]>
      <lolz>&b;</lolz>
      """
    #expect(problem(bomb)?.detail.contains("Line 2: a document type") == true)
    #expect(problem("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")?.code == .invalid)
    // A parser that goes on after a mistake may find one in what looks like a comment.
    #expect(problem("<!-- <!DOCTYPE a> --><a/>")?.code == .invalid)
    #expect(problem("<?xml version='1.0'?<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")?.code == .invalid)
    #expect(problem("<a>&unknown;</a>")?.code == .invalid)
    #expect(problem("<a>\n<!ENTITY b 'c'></a>")?.detail.contains("Line 2") == true)
    let sixteen = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(throws: Problem.self) { try readXML([0xFF, 0xFE] + sixteen, limits: XMLLimits()) }
  }

  @Test func processingInstructionsWithoutDataAreRefused() {
    #expect(problem("<?xml version='1.0'?<![CDATA[>\n<a>\n<b><?x?></b></a>")?.code == .invalid)
    #expect(problem("<a>\(String(repeating: "<?", count: 500_000))</a>")?.code == .invalid)
    #expect(problem("<a>\n<?x?></a>")?.detail.contains("Line 2: a processing instruction without data") == true)
    #expect(problem("<?x?><a/>")?.code == .invalid)
    #expect(problem("<a/><?x")?.code == .invalid)
    #expect(problem("<a/><?")?.code == .invalid)
    #expect(problem("<?xml-stylesheet href='a'?><a><?x y?><!-- <?x ?> --><![CDATA[<?x ?> <b> <!x>]]></a>") == nil)
  }

  @Test func depthNumberAndSizeAreBounded() {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(problem(deep)?.detail.contains("nested deeper than 128") == true)
    let many = "<a>" + String(repeating: "<b/>", count: 101) + "</a>"
    #expect(problem(many, limits: XMLLimits(elements: 100))?.code == .tooLarge)
    #expect(problem("<a>\(String(repeating: "x", count: 101))</a>", limits: XMLLimits(text: 100))?.code == .tooLarge)
    #expect(problem("<a x='\(String(repeating: "x", count: 101))'/>", limits: XMLLimits(text: 100))?.code == .tooLarge)
    #expect(problem("<a>xxxxx</a>", limits: XMLLimits(bytes: 5))?.code == .tooLarge)
  }

  @Test func malformedDocumentsNameTheLine() {
    #expect(problem("<a>\n<b>\n</a>")?.detail.contains("Line 3") == true)
    #expect(problem("")?.code == .invalid)
    #expect(problem("<a/><a/>")?.code == .invalid)
    #expect(problem("<?xml version='1.0' encoding='ISO-8859-1'?><a/>")?.detail.contains("iso-8859-1") == true)
    #expect(throws: Problem.self) { try readXML([0x3C, 0x61, 0xFF, 0x3E], limits: XMLLimits()) }
  }

  @Test func bothEncodingsAreRead() throws {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>街道</a>"
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(try readXML([0xFF, 0xFE] + little, limits: XMLLimits()).text == "街道")
    #expect(try readXML([0xFE, 0xFF] + big, limits: XMLLimits()).text == "街道")
    #expect(try readXML([0xEF, 0xBB, 0xBF] + Array("<a>街道</a>".utf8), limits: XMLLimits()).text == "街道")
  }

  /// Whatever bytes come: a model or a problem, never a crash. `CITYWIDE_FUZZ` sets the number of inputs.
  @Test func anythingIsReadOrRefused() {
    var random = SeededGenerator(seed: 2026)
    let seed = DMNFixture.everyBox
    var read = 0
    for _ in 0..<FuzzSize.count(2_000) {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: Array("<\"&>/-!?[]".utf8).shuffled(using: &random).prefix(2), at: place)
        default:
          let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
          bytes.append(contentsOf: bytes[place..<end])
          bytes.removeSubrange(place..<end)
        }
      }
      if (try? DecisionModel(xml: bytes, file: "fuzz.dmn")) != nil { read += 1 }
    }
    #expect(read > 0)
  }
}
