// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import Matters
import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The steps of a report without script, what everybody may see of it, and following it.
@Suite struct PublicPageTests {
  /// One grey point, as PNG.
  static let picture: [UInt8] = Array(
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==") ?? Data())

  @Test func reportsInSteps() async throws {
    try await TestTown.pages { town in
      // No words, no next step.
      let empty = try await town.multipart("/report", [("go", "where"), ("text", " ")], file: nil)
      #expect(empty.status == 422 && empty.text.contains("Please say in a few words"))
      // The words point to a type; the photograph is kept.
      let what = try await town.multipart(
        "/report", [("go", "where"), ("text", "a deep pothole <b>")],
        file: ("photo", "a.png", "image/png", Self.picture))
      #expect(what.status == 200 && what.text.contains("Please choose below what it is: these kinds"))
      #expect(!what.text.contains("class=\"notice bad\""), "nothing is wrong yet")
      #expect(what.text.contains("you wrote: pothole") && what.text.contains("a deep pothole &lt;b&gt;"))
      let unknown = try await town.multipart("/report", [("go", "where"), ("text", "xyzzy")], file: nil)
      #expect(unknown.status == 200 && unknown.text.contains("your words alone do not say"))
      let draft = try #require(Self.value("draft", in: what.text))
      let shown = try await town.request(.GET, "/report/photo/\(draft)")
      #expect(shown.status == 200 && shown.bytes == Self.picture && shown.header("Content-Type") == "image/png")
      // The place: looked up by a name.
      let state = [("text", "a deep pothole <b>"), ("type", "pothole"), ("draft", draft)]
      let place = try await town.multipart("/report", state + [("go", "where")], file: nil)
      #expect(
        place.status == 200 && place.text.contains("Where is it?") && place.text.contains("aria-current=\"step\""))
      let found = try await town.multipart(
        "/report", state + [("go", "find"), ("placeName", "12 high street")], file: nil)
      #expect(found.status == 200 && found.text.contains("<strong>High Street</strong>") && found.text.contains("West"))
      let chosen = try #require(found.text.firstMatch(of: /name="chosen" value="(120\.[0-9.]+,30\.[0-9.]+)"/)).output.1
      let nothing = try await town.multipart("/report", state + [("go", "find"), ("placeName", "Atlantis")], file: nil)
      #expect(nothing.text.contains("No place of that name"))
      let sent = try await town.multipart("/report", state + [("go", "near"), ("chosen", String(chosen))], file: nil)
      #expect(sent.status == 303)
      let address = try #require(sent.header("Location"))
      #expect(address.contains("sent=true") && !address.contains("photo="))
      let done = try await town.page(address)
      #expect(done.text.contains("/evidence/") && done.text.contains("West › High Street"))
      #expect(try await town.request(.GET, "/report/photo/\(draft)").status == 404)

      // The same again: "is it this one?"
      let again = [("text", "pothole again"), ("type", "pothole"), ("chosen", String(chosen))]
      let near = try await town.multipart("/report", again + [("go", "near")], file: nil)
      #expect(near.status == 200 && near.text.contains("Is it this one?") && near.text.contains("/follow\""))
      #expect(!near.text.contains("a deep pothole"), "nobody at intake has looked at it")
      #expect(try await town.multipart("/report", again + [("go", "send")], file: nil).status == 303)
    }
  }

  /// Another language or other colours in the middle of a report, without script: nothing that was said is lost.
  @Test func keepsWhatWasSaidInAnotherLanguage() async throws {
    try await TestTown.pages { town in
      func button(_ step: String, _ query: String) -> String {
        "form=\"report-form\" formaction=\"/report?\(query)\" formnovalidate name=\"go\" value=\"\(step)\""
      }
      let first = try await town.page("/report")
      #expect(first.text.contains(button("what", "lang=zh-Hans")) && first.text.contains(button("what", "theme=dark")))
      #expect(!first.text.contains("href=\"/report?lang"))
      #expect(
        try await town.page("/reports").text.contains("<a href=\"/reports?lang=zh-Hans\""), "where nothing is lost")
      let chinese = try await town.multipart(
        "/report?lang=zh-Hans", [("go", "what"), ("text", "a deep hole"), ("type", "pothole")],
        file: ("photo", "a.png", "image/png", Self.picture))
      #expect(chinese.status == 200 && chinese.cookie("citywide_lang") == "zh-Hans")
      #expect(chinese.text.contains("是什么问题？") && chinese.text.contains("a deep hole</textarea>"))
      #expect(chinese.text.contains("value=\"pothole\" checked") || chinese.text.contains("value=\"pothole\" selected"))
      let draft = try #require(Self.value("draft", in: chinese.text))
      let state = [("text", "a deep hole"), ("type", "pothole"), ("draft", draft)]
      let place = try await town.multipart(
        "/report?lang=en", state + [("go", "where"), ("placeName", "high"), ("address", "before 5")], file: nil)
      #expect(place.status == 200 && place.text.contains(button("where", "lang=zh-Hans")))
      for kept in ["value=\"before 5\"", "value=\"high\"", "<strong>High Street</strong>", "value=\"\(draft)\""] {
        #expect(place.text.contains(kept), "\(kept)")
      }
    }
  }

  @Test func refusesPicturesWithWordsThatHelp() async throws {
    try await TestTown.pages { town in
      let heic: [UInt8] = [0, 0, 0, 24] + Array("ftypheic\0\0\0\0mif1heic".utf8)
      var bomb = Self.picture
      // A header that says 60,000 by 60,000 points, with its checksum.
      bomb.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
      bomb.replaceSubrange(29..<33, with: Self.checksum(bomb[12..<29]))
      for (bytes, type, words) in [
        (heic, "image/heic", "Most Compatible"), (Array("MZ".utf8), "image/png", "none of what is accepted"),
        (Array(Self.picture.prefix(40)), "image/png", "damaged at byte"), (bomb, "image/png", "Make it smaller"),
      ] {
        let answer = try await town.multipart(
          "/report", [("go", "where"), ("text", "kept words"), ("type", "pothole")], file: ("photo", "a", type, bytes))
        #expect(answer.status >= 400 && answer.status < 500 && answer.text.contains(words), "\(answer.text)")
        #expect(answer.text.contains("kept words"))
        let chinese = try await town.multipart(
          "/report?lang=zh-Hans", [("go", "where"), ("text", "x"), ("type", "pothole")],
          file: ("photo", "a", type, bytes))
        #expect(!chinese.text.contains(words) && chinese.text.contains("lang=\"zh-Hans\""))
      }
    }
  }

  @Test(arguments: Engine.allCases) func everybodySeesWhatIntakeHasSeen(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let sent = try await town.multipart(
        "/report",
        [
          ("type", "pothole"), ("text", "My name is Ann Lee, call 13812345678, deep hole"), ("longitude", "120.2"),
          ("latitude", "30.5"), ("name", "Zhao"),
        ], file: ("photo", "a.png", "image/png", Self.picture))
      let address = try #require(sent.header("Location"))
      let path = String(address.prefix { $0 != "?" })
      let before = try await town.page(path)
      #expect(!before.text.contains("deep hole") && !before.text.contains("/evidence/"))
      let list = try await town.page("/reports?place=high+street&state=all")
      #expect(list.text.contains(String(path.dropFirst(9))) == false, "its middle is far from the report")

      let intake = try await town.person("Ina", [Grant(.intake)])
      let home = try await town.page("/", cookie: intake.cookie)
      let matter = try #require(home.text.firstMatch(of: /href="(\/matters\/[0-9A-Z]+)"/).map { String($0.output.1) })
      let hidden = TestTown.hidden(
        try await town.page(matter, cookie: intake.cookie).text, form: "\(matter)/accept")
      #expect(try await town.form("\(matter)/accept", hidden, cookie: intake.cookie).status == 303)

      let after = try await town.page(path)
      #expect(after.text.contains("deep hole") && after.text.contains("•••") && after.text.contains("/evidence/"))
      for secret in ["Ann", "Lee", "138", "Zhao"] { #expect(!after.text.contains(secret)) }
      #expect(after.text.contains("<svg class=\"deadline"), "the deadline is drawn")
      let all = try await town.page("/reports")
      #expect(all.text.contains("deep hole") && !all.text.contains("Ann") && all.text.contains("High Street"))
      let api = try await town.request(.GET, "/api/v1/public/reports?near=120.2001,30.5&open=true")
      #expect(
        api.json["items"]?.array?.count == 1 && api.json["items"]?.array?[0]["words"]?.string?.contains("•••") == true)
      #expect(try await town.request(.GET, "/api/v1/public/reports?near=120.3,30.5").json["items"] == [])
    }
  }

  /// What the script needs that keeps the page in step: its parts, and the code only where it is right.
  @Test func keepsTheProgressInStep() async throws {
    try await TestTown.pages { town in
      let sent = try await town.multipart("/report", [("type", "pothole"), ("text", "deep")], file: nil)
      let address = try #require(sent.header("Location"))
      let path = String(address.prefix { $0 != "?" })
      let code = try #require(address.firstMatch(of: /code=([^&]+)/)).output.1
      let own = try await town.page(address)
      let list = "data-part-list=\"progress\" data-address=\"\(path)\""
      #expect(own.text.contains("\(list) data-code=\"\(code)\">"))
      for part in ["now", "own", "steps", "follow"] { #expect(own.text.contains("data-part=\"\(part)\""), "\(part)") }
      #expect(own.text.contains("/progress.js\""))
      for other in [path, "\(path)?code=0000-0000"] {
        let page = try await town.page(other)
        #expect(page.text.contains("\(list)>") && !page.text.contains("data-code"), "\(other)")
      }
    }
  }

  @Test(arguments: Engine.allCases) func followsANeighboursReport(engine: Engine) async throws {
    try await TestTown.pages(engine) { town in
      let sent = try await town.multipart("/report", [("type", "pothole"), ("text", "one")], file: nil)
      let path = try #require(sent.header("Location")).prefix { $0 != "?" }
      let followed = try await town.form("\(path)/follow", [])
      #expect(followed.status == 303)
      let list = try #require(followed.header("Location"))
      let secret = try #require(followed.cookie("citywide_follow"))
      #expect(list == "/follow/\(secret)")
      let page = try await town.page(list)
      #expect(page.status == 200 && page.text.contains(String(path.dropFirst(9))) && page.text.contains("Pothole"))
      // The next one comes on the same list.
      let other = try await town.multipart("/report", [("type", "pothole"), ("text", "two")], file: nil)
      let second = try #require(other.header("Location")).prefix { $0 != "?" }
      let more = try await town.form("\(second)/follow", [], headers: ["Cookie": "citywide_follow=\(secret)"])
      #expect(more.header("Location") == list)
      let json = try await town.request(.GET, "/api/v1/public/follows/\(secret)/feed.json?lang=zh-Hans")
      #expect(json.status == 200 && json.json["items"]?.array?.count == 2)
      #expect(json.json["items"]?.array?[0]["title"]?.string?.contains("坑洞") == true)
      let atom = try await town.request(.GET, "/api/v1/public/follows/\(secret)/feed.atom")
      #expect(atom.status == 200 && atom.text.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""))
      #expect(atom.header("Content-Type") == "application/atom+xml; charset=utf-8")
      // A wrong secret is no list; a made-up one begins a new list rather than take one over.
      #expect(try await town.page("/follow/0000-0000-0000-0000").status == 404)
      let forged = try await town.form("\(path)/follow", [], headers: ["Cookie": "citywide_follow=mine"])
      #expect(forged.header("Location") != "/follow/mine")
      // With the last one the list is gone.
      #expect(try await town.form("\(list)/stop", [("number", String(path.dropFirst(9)))]).header("Location") == list)
      #expect(try await town.form("\(list)/stop", [("number", String(second.dropFirst(9)))]).header("Location") == "/")
      #expect(try await town.page(list).status == 404)
      #expect(try await town.form("/reports/20200101-000001/follow", []).status == 404)
    }
  }

  private static func value(_ field: String, in html: String) -> String? {
    html.firstMatch(of: try! Regex("name=\"\(field)\" value=\"([^\"]*)\"")).flatMap { $0.output[1].substring }
      .map(String.init)
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> (24 - 8 * UInt32($0))) }
  }
}
