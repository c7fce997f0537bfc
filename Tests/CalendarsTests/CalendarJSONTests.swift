// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

@Suite struct CalendarJSONTests {
  private static let full = """
    {"closures":[{"date":"2026-07-07","department":"water","hours":"13:00-15:00","name":{"en":"Stocktaking"}},\
    {"date":"2026-07-08"}],"code":"city","halfDays":{"2026-12-31":{"hours":["09:00-12:00"],"name":{"en":"New Year's Eve",\
    "zh-Hans":"除夕"}}},"holidays":{"2026-10-01":{"en":"National Day","zh-Hans":"国庆节"}},"makeUpWorkdays":{"2026-10-10":\
    {"hoursOf":"friday","name":{"en":"National Day"}},"2026-10-11":{}},"name":{"en":"City","zh-Hans":"城市"},\
    "source":"notice","timeZone":"Asia/Shanghai","version":3,"weekly":{"friday":["09:00-12:00"],\
    "monday":["00:00-24:00"],"source":"example, to be confirmed"}}
    """

  @Test func readsAndWritesTheSame() throws {
    let calendar = try WorkCalendar(json: JSON(parsing: Self.full))
    #expect(calendar.json.text == Self.full)
    #expect(try WorkCalendar(json: calendar.json) == calendar)
    #expect(calendar.code == "city")
    #expect(calendar.version == 3)
    #expect(calendar.timeZone.name == "Asia/Shanghai")
    #expect(calendar.hours(on: try CalendarFixture.date("2026-10-10")).map(\.description) == ["09:00-12:00"])
    #expect(calendar.hours(on: try CalendarFixture.date("2026-10-11")) == [.wholeDay])
  }

  /// One change of the good calendar each: what it becomes, and the pointer and words of the problem.
  @Test(
    arguments: [
      (#""code":"city""#, #""code":"""#, "/code", "empty"), (#""code":"city","#, "", "/code", "missing"),
      (#""version":3"#, #""version":0"#, "/version", "from 1"),
      (#""version":3"#, #""version":"3""#, "/version", "whole"),
      (#""version":3,"#, "", "/version", "missing"),
      (#""Asia/Shanghai""#, #""Asia/Nowhere""#, "/timeZone", "Asia/Nowhere"),
      (#""timeZone":"Asia/Shanghai","#, "", "/timeZone", "missing"),
      (#""source":"notice""#, #""colour":"red""#, "/colour", "unknown key"),
      (#""source":"notice""#, #""extends":"moon""#, "/extends", "moon"),
      (#""monday":["00:00-24:00"]"#, #""moonday":[]"#, "/weekly/moonday", "unknown key"),
      (#"["00:00-24:00"]"#, #"["00:00-24:01"]"#, "/weekly/monday/0", "24:00"),
      (#"["00:00-24:00"]"#, #"["22:00-06:00"]"#, "/weekly/monday/0", "24:00"),
      (#"["00:00-24:00"]"#, #"["9:00-12:00"]"#, "/weekly/monday/0", "09:00-12:00"),
      (#"["00:00-24:00"]"#, #"[540]"#, "/weekly/monday/0", "09:00-12:00"),
      (#"["00:00-24:00"]"#, #"["09:00-12:00","11:00-13:00"]"#, "/weekly/monday", "overlap"),
      (#"["00:00-24:00"]"#, #"["13:00-17:00","09:00-12:00"]"#, "/weekly/monday", "in order"),
      (#"["00:00-24:00"]"#, #""00:00-24:00""#, "/weekly/monday", "an array"),
      (#""2026-10-01":"#, #""2026-02-30":"#, "/holidays/2026-02-30", "no date"),
      (#""2026-10-01":"#, #""10/1":"#, "/holidays/10~11", "no date"),
      (#""2026-10-01":"#, #""1899-10-01":"#, "/holidays/1899-10-01", "1900"),
      (#"{"en":"National Day","zh-Hans":"国庆节"}"#, #""National Day""#, "/holidays/2026-10-01", "an object"),
      (#"{"en":"National Day","zh-Hans":"国庆节"}"#, "{}", "/holidays/2026-10-01", "at least one language"),
      (#"{"en":"National Day","zh-Hans":"国庆节"}"#, #"{"en":1}"#, "/holidays/2026-10-01/en", "a string"),
      (#""2026-10-11":{}"#, #""2026-10-01":{}"#, "/makeUpWorkdays/2026-10-01", "holiday too"),
      (#""hoursOf":"friday""#, #""hoursOf":"sunday""#, "/makeUpWorkdays/2026-10-10", "no hours"),
      (#""hoursOf":"friday""#, #""hoursOf":"Fri""#, "/makeUpWorkdays/2026-10-10/hoursOf", "no weekday"),
      (#""2026-12-31":"#, #""2026-10-01":"#, "/halfDays/2026-10-01", "holiday too"),
      (#"{"hours":["09:00-12:00"],"#, #"{"hours":[],"#, "/halfDays/2026-12-31", "has hours"),
      (#"{"hours":["09:00-12:00"],"#, "{", "/halfDays/2026-12-31/hours", "missing"),
      (#""hours":"13:00-15:00""#, #""hours":"13:00""#, "/closures/0/hours", "09:00-12:00"),
      (#""date":"2026-07-08""#, #""date":"8 July""#, "/closures/1/date", "no date"),
      (#"{"date":"2026-07-08"}"#, "{}", "/closures/1/date", "missing"),
      (#"{"date":"2026-07-08"}"#, #"{"date":"2026-07-08","day":1}"#, "/closures/1/day", "unknown key"),
      (#"{"date":"2026-07-08"}"#, #"{"date":"2300-07-08"}"#, "/closures/1", "2199"),
      (#"{"date":"2026-07-08"}"#, "3", "/closures/1", "an object"),
    ] as [(String, String, String, String)])
  func refuses(_ old: String, _ new: String, _ pointer: String, _ words: String) throws {
    #expect(Self.full.contains(old))
    let json = try JSON(parsing: Self.full.replacing(old, with: new))
    let problem = #expect(throws: Problem.self) { try WorkCalendar(json: json) }
    #expect(problem?.code == .invalid)
    #expect(problem?.errors.map(\.pointer).contains(pointer) == true, "\(problem?.errors ?? [])")
    #expect(problem?.errors.first { $0.pointer == pointer }?.detail.contains(words) == true, "\(problem?.detail ?? "")")
  }

  @Test func everythingWrongIsNamedAtOnce() throws {
    let json = try JSON(parsing: #"{"code":"","weekly":{"monday":["1"],"x":1},"holidays":{"y":{}}}"#)
    let problem = #expect(throws: Problem.self) { try WorkCalendar(json: json) }
    #expect(
      problem?.errors.map(\.pointer) == [
        "/code", "/version", "/timeZone", "/weekly/x", "/weekly/monday/0", "/holidays/y",
      ])
    #expect(problem?.detail == "/code: it is empty (and 5 more)")
    #expect(throws: Problem.self) { try WorkCalendar(json: .null) }
  }

  @Test func aCalendarExtendsASharedOne() throws {
    let base = try CalendarDefinition(json: JSON(parsing: Self.full))
    let text = """
      {"code":"district","version":1,"extends":"city","holidays":{"2026-10-11":{"en":"Fair"}},\
      "makeUpWorkdays":{"2026-10-01":{}},"closures":[{"date":"2026-09-01"}]}
      """
    let district = try CalendarDefinition(json: JSON(parsing: text)) { $0 == "city" ? base : nil }
    #expect(district.code == "district")
    #expect(district.version == 1)
    #expect(district.timeZone == base.timeZone)
    #expect(district.weekly == base.weekly)
    // A date named in the extending calendar loses what it was in the shared one.
    #expect(district.holidays.keys.map(\.description) == ["2026-10-11"])
    #expect(Set(district.makeUpWorkdays.keys.map(\.description)) == ["2026-10-01", "2026-10-10"])
    #expect(district.closures.map(\.date.description) == ["2026-09-01", "2026-07-07", "2026-07-08"])
    // What was extended is written out.
    #expect(try CalendarDefinition(json: district.json) == district)
    let weekly = #"{"code":"x","version":1,"extends":"city","weekly":{"monday":["09:00-10:00"]},"timeZone":"UTC"}"#
    let own = try CalendarDefinition(
      json: JSON(
        parsing: #"{"code":"x","version":1,"extends":"city","weekly":{"#
          + #""monday":["09:00-10:00"],"friday":["09:00-10:00"]},"timeZone":"UTC"}"#)
    ) { _ in base }
    #expect(own.weekly.count == 2)
    #expect(own.timeZone == .utc)
    // Friday's hours are gone, but a make-up workday of the shared calendar follows them.
    let problem = #expect(throws: Problem.self) {
      try CalendarDefinition(json: JSON(parsing: weekly)) { _ in base }
    }
    #expect(problem?.errors.map(\.pointer) == ["/makeUpWorkdays/2026-10-10"])
  }

  @Test func contradictionsInCodeAreFoundToo() {
    var definition = CalendarDefinition(
      code: "x", version: 0, timeZone: .utc, weekly: [.monday: [.init(from: 5, to: 5)]])
    definition.closures = [.init(date: CivilDate("2026-01-01")!, hours: HourSpan(from: -1, to: 3))]
    let problem = #expect(throws: Problem.self) { try WorkCalendar(definition) }
    #expect(problem?.errors.map(\.pointer) == ["/version", "/weekly/monday", "/closures/0"])
  }
}
