// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

@Suite struct LimitTests {
  @Test(
    arguments: [
      (#"{"working":"PT8H"}"#, Limit.workingTime(milliseconds: 28_800_000)),
      (#"{"working":"PT36H"}"#, .workingTime(milliseconds: 129_600_000)),
      (#"{"elapsed":"P7D"}"#, .elapsed(milliseconds: 604_800_000)),
      (#"{"elapsed":"P1DT12H30M"}"#, .elapsed(milliseconds: 131_400_000)),
      (#"{"elapsed":"PT0.250S"}"#, .elapsed(milliseconds: 250)),
      (#"{"until":"closeOfDay","workingDays":5}"#, .workingDays(5, until: .closeOfDay)),
      (#"{"until":"sameTime","workingDays":1}"#, .workingDays(1, until: .sameTime)),
    ] as [(String, Limit)])
  func readsAndWritesTheSame(_ text: String, _ limit: Limit) throws {
    #expect(try Limit(json: JSON(parsing: text)) == limit)
    #expect(limit.json.text == text)
  }

  @Test(
    arguments: [
      (#"{"workingDays":3}"#, Limit.workingDays(3, until: .closeOfDay)),
      (#"{"elapsed":"P2W"}"#, .elapsed(milliseconds: 1_209_600_000)),
      (#"{"working":"PT90M"}"#, .workingTime(milliseconds: 5_400_000)),
      (#"{"working":"PT1H","source":"x"}"#, .workingTime(milliseconds: 3_600_000)),
    ] as [(String, Limit)])
  func readsOtherForms(_ text: String, _ limit: Limit) throws {
    #expect(try Limit(json: JSON(parsing: text), besides: ["source"]) == limit)
  }

  @Test(
    arguments: [
      (#"{}"#, "/limit", "one of"), (#"[]"#, "/limit", "an object"), (#""PT8H""#, "/limit", "an object"),
      (#"{"working":"PT8H","elapsed":"P7D"}"#, "/limit", "one of"),
      (#"{"working":"8h"}"#, "/limit/working", "PT8H"), (#"{"working":8}"#, "/limit/working", "a string"),
      (#"{"working":"P1D"}"#, "/limit/working", "workingDays"), (#"{"working":"PT0S"}"#, "/limit/working", "longer"),
      (#"{"elapsed":"P51000W"}"#, "/limit/elapsed", "50 years"), (#"{"elapsed":"P1Y"}"#, "/limit/elapsed", "ISO 8601"),
      (#"{"elapsed":""}"#, "/limit/elapsed", "empty"),
      (#"{"workingDays":0}"#, "/limit/workingDays", "from 1"), (#"{"workingDays":2.5}"#, "/limit/workingDays", "whole"),
      (#"{"workingDays":"5"}"#, "/limit/workingDays", "whole"),
      (#"{"workingDays":99999}"#, "/limit/workingDays", "18262"),
      (#"{"workingDays":5,"until":"noon"}"#, "/limit/until", "closeOfDay"),
      (#"{"working":"PT8H","until":"sameTime"}"#, "/limit/until", "workingDays alone"),
      (#"{"working":"PT8H","a/b":1}"#, "/limit/a~1b", "unknown key"),
      (#"{"working":"PT8H","source":"x"}"#, "/limit/source", "unknown key"),
    ] as [(String, String, String)])
  func refuses(_ text: String, _ pointer: String, _ words: String) throws {
    let json = try JSON(parsing: text)
    let problem = #expect(throws: Problem.self) { try Limit(json: json, at: "/limit") }
    #expect(problem?.code == .invalid)
    #expect(problem?.errors.first?.pointer == pointer)
    #expect(problem?.errors.first?.detail.contains(words) == true, "\(problem?.detail ?? "")")
    let chinese = problem?.errors.first?.detail(in: "zh-Hans") ?? ""
    #expect(chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese)")
  }

  @Test(
    arguments: [
      (Limit.workingTime(milliseconds: 28_800_000), "8 hours of working time", "工作时间8小时", "PT8H working"),
      (.workingTime(milliseconds: 3_660_000), "1 hour 1 minute of working time", "工作时间1小时1分钟", "PT1H1M working"),
      (.elapsed(milliseconds: 604_800_000), "7 days", "7天", "P7D elapsed"),
      (.elapsed(milliseconds: 86_401_500), "1 day 1.5 seconds", "1天1.5秒", "P1DT1.500S elapsed"),
      (
        .workingDays(1, until: .closeOfDay), "1 working day, until closing time", "1个工作日（至下班时）",
        "1 working days until closeOfDay"
      ),
      (.workingDays(5, until: .sameTime), "5 working days", "5个工作日", "5 working days until sameTime"),
    ] as [(Limit, String, String, String)])
  func speaksBothLanguages(_ limit: Limit, _ english: String, _ chinese: String, _ text: String) {
    #expect(limit.text.text(in: "en") == english)
    #expect(limit.text.text(in: "zh-Hans") == chinese)
    #expect(limit.description == text)
  }
}
