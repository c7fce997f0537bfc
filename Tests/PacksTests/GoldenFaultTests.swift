// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Foundation
import Packs
import Spatial
import TestSupport
import Testing
import Vocabulary

/// A mistake in one file, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  var what: String
  var file: String
  /// What is replaced in the sound file; empty puts the new text in the place of the whole.
  var old = ""
  var new: String
  var said: [String]

  var testDescription: String { what }

  func faults() throws -> [String] {
    let sound = PackFolder.sound[file] ?? ""
    try #require(old.isEmpty || sound.contains(old), "the sound file has no such text")
    return try PackFolder([file: old.isEmpty ? new : sound.replacing(old, with: new, maxReplacements: 1)]).faults
  }
}

@Suite struct GoldenFaultTests {
  @Test func findsNothingWrongWithASoundPack() throws {
    let folder = try PackFolder()
    #expect(folder.faults == [])
    let pack = try folder.load()
    #expect(pack.code == "town" && pack.tenant == Tenant("town") && pack.name.text(in: "zh-Hans") == "小镇")
    #expect(pack.timeZone.name == "Asia/Shanghai" && pack.map.center == Position(120, 30) && pack.map.zoom == 12)
    #expect(pack.areas.areas.map(\.code) == ["01", "02", "0101"] && pack.areas.area("02")?.geometry == nil)
    #expect(pack.departments.map(\.code) == ["roads", "water"] && pack.department("water")?.area == "02")
    #expect(pack.series("pipe-1")?.column == "Pressure" && pack.series("pipe-1")?.position == Position(120.1, 30.1))
    #expect(pack.seriesByHeading == ["Pressure": "pipe-1", "pipe-1": "pipe-1"])
    #expect(
      pack.definitions.map(\.name) == [
        "calendar/office", "matter-type/pothole", "matter-type/leak", "decision/duties", "decision/times",
        "threshold-rule/leak-rule",
      ])
  }

  @Test(arguments: mistakes + structural) func names(_ mistake: Mistake) throws {
    let faults = try mistake.faults()
    #expect(faults == mistake.said)
  }

  /// A gap in a table is told beside what is wrong, not only once nothing is.
  @Test func remarksAreToldWithFaults() throws {
    let sound = try #require(PackFolder.sound["decisions/duties.yaml"])
    let folder = try PackFolder(["decisions/duties.yaml": sound.replacing("'\"02\"', '-', ", with: "'\"02\"', ")])
    let error = #expect(throws: PackFaults.self) { try folder.load() }
    #expect(error?.list.count == 1, "\(String(describing: error))")
    #expect(error?.remarks.contains { $0.detail.contains("No rule fits where") } == true, "\(error?.remarks ?? [])")
    #expect(error?.json["remarks"]?.array?.isEmpty == false)
  }

  /// A table that takes long for one matter is not worked out for each type and priority with limits of its own.
  @Test func goesThroughTheTypesWithinTheLimitsOfOneEvaluation() throws {
    let folder = try PackFolder([
      "decisions/duties.yaml": PackFolder.sound["decisions/duties.yaml"]?
        .replacing("'\"roads\"'", with: "'if count(for i in 1..2000 return i) > 0 then \"roads\" else null'")
    ])
    #expect(folder.faults == [])
    var limits = DecisionLimits()
    limits.feel.steps = 7000
    do {
      _ = try Pack.load(folder: folder.url, limits: limits)
      Issue.record("it passes the limit of steps")
    } catch {
      let said = error.list.map(\.description)
      #expect(said.count == 1 && said[0].hasPrefix("decisions/duties.yaml:1: the types of matter cannot be"), "\(said)")
    }
  }

  @Test func namesARuleOnTexts() throws {
    let folder = try PackFolder([
      "series/pipes.yaml": PackFolder.sound["series/pipes.yaml"]?.replacing("unit: bar", with: "kind: text"),
      "rules/leak.yaml": PackFolder.sound["rules/leak.yaml"]?.replacing("pipe-*", with: "pipe-1"),
    ])
    #expect(folder.faults == ["rules/leak.yaml:3: /series/0: series pipe-1 holds readings of kind text, not numbers"])
  }

  @Test func namesWhatIsMissingAsAWhole() throws {
    #expect(try PackFolder(["city.yaml": nil]).faults == ["city.yaml: there is no such file"])
    let nowhere = try #require(throws: PackFaults.self) { try Pack.load(folder: URL(filePath: "/nowhere/at/all")) }
    #expect(nowhere.text == "/nowhere/at/all: there is no such folder that can be read")
  }

  @Test func gathersAllOfThemByFileAndLine() throws {
    let folder = try PackFolder([
      "matters/all.yaml": PackFolder.sound["matters/all.yaml"]?.replacing("kind: event", with: "kind: evnt")
        .replacing("accept: automatic", with: "accept: allways"),
      "city.yaml": PackFolder.sound["city.yaml"]?.replacing("zoom: 12", with: "zoom: 99"),
      "rules/leak.yaml": PackFolder.sound["rules/leak.yaml"]?.replacing("matterType: leak", with: "matterType: lake"),
    ])
    let faults = try #require(throws: PackFaults.self) { try folder.load() }
    #expect(
      faults.list.map { "\($0.file):\($0.line ?? 0)" } == [
        "city.yaml:7", "matters/all.yaml:3", "matters/all.yaml:13", "rules/leak.yaml:6",
      ])
    #expect(faults.text.split(separator: "\n").count == 4)
    #expect(
      faults.json["faults"]?.array?[0] == [
        "file": "city.yaml", "line": 7, "pointer": "/map/zoom", "detail": "a zoom level is 0 to 22",
      ])
    #expect(faults.problem.code == .invalid && faults.problem.errors.count == 4)
    #expect(faults.problem.detail.hasSuffix("(and 3 more)"))
  }

  static let mistakes: [Mistake] = [
    Mistake(
      what: "an unknown key", file: "matters/all.yaml", old: "  route: duties", new: "  rout: duties",
      said: [
        "matters/all.yaml:1: /0/route: dispatch: automatic needs a route",
        "matters/all.yaml:7: /0/rout: unknown key; known are code, version, name, kind, classification, limits, route, "
          + "accept, dispatch, evidence, reopenDays, public, keywords, source",
      ]),
    Mistake(
      what: "a missing translation", file: "departments.yaml", old: ", zh-Hans: 水务处", new: "",
      said: ["departments.yaml:4: /1/name/zh-Hans: it is missing"]),
    Mistake(
      what: "a missing source", file: "decisions/duties.yaml", old: "source: example, to be confirmed\n", new: "",
      said: ["decisions/duties.yaml:1: /source: it is missing"]),
    Mistake(
      what: "hours without a source", file: "calendar/office.yaml", old: "  source: house rules", new: "",
      said: ["calendar/office.yaml:4: /weekly/source: it is missing: the document that says these hours"]),
    Mistake(
      what: "a limit of no known clock", file: "decisions/times.yaml", old: "{name: handle}", new: "{name: handel}",
      said: [
        "decisions/times.yaml:5: /outputs: a decision on time limits has an output for a clock: accept, dispatch, handle, "
          + "verify, total",
        "decisions/times.yaml:5: /outputs: nobody reads the output handel; time limits have accept, dispatch, handle, "
          + "verify, total, calendar",
      ]),
    Mistake(
      what: "a limit that cannot be read", file: "decisions/times.yaml", old: "PT8H working", new: "8 hours",
      said: [
        "decisions/times.yaml:9: column 2: \"8 hours, warn at 50%\": a limit is a text such as \"PT4H working\", \"5 working "
          + "days\" or \"P7D\", with \", warn at 75%\" and \", calendar always\" behind it where they are needed"
      ]),
    Mistake(
      what: "priorities without limits", file: "decisions/times.yaml", old: "['-',", new: "['\"normal\"',",
      said: [
        "matters/all.yaml:4: /0/limits: time limits in times: matters of priority urgent, supervised have no time limits in "
          + "times: give it a rule for pothole without areas, or a default; where a clock has no limit, null says so"
      ]),
    Mistake(
      what: "a limit that is worked out and none", file: "decisions/times.yaml",
      old: "'\"PT8H working, warn at 50%\"'", new: "'if priority = \"urgent\" then \"soon\" else \"PT8H working\"'",
      said: [
        "matters/all.yaml:4: /0/limits: time limits in times: priority urgent, clock handle: \"soon\": a limit is a text such "
          + "as \"PT4H working\", \"5 working days\" or \"P7D\", with \", warn at 75%\" and \", calendar always\" behind it "
          + "where they are needed"
      ]),
    Mistake(
      what: "a question that nobody can answer", file: "decisions/times.yaml", old: "{expression: priority}",
      new: "{expression: weather}",
      said: [
        "decisions/times.yaml:1: the decision asks for weather; on time limits it may ask for type, kind, priority, channel, "
          + "district, street, community, cell, classification"
      ]),
    Mistake(
      what: "limits as they were", file: "matters/all.yaml", old: "limits: times",
      new: "limits: {normal: {handle: {working: PT8H, calendar: office}}}",
      said: [
        "matters/all.yaml:4: /0/limits: time limits are a decision now: limits: <code of a decision in decisions/>, with an "
          + "output for each clock and one for the calendar, as in [\"PT4H working, warn at 75%\", \"5 working days\", "
          + "\"china\"]"
      ]),
    Mistake(
      what: "time limits that are not there", file: "matters/all.yaml", old: "limits: times", new: "limits: time",
      said: ["matters/all.yaml:4: /0/limits: there is no decision time; there are duties, times"]),
    Mistake(
      what: "a version", file: "decisions/duties.yaml", old: "code: duties", new: "code: duties\nversion: 2",
      said: ["decisions/duties.yaml:2: /version: the city counts the versions itself: leave it out"]),
    Mistake(
      what: "a calendar that is not there", file: "decisions/times.yaml", old: "\"office\"", new: "\"ofice\"",
      said: ["decisions/times.yaml:9: column 3: there is no calendar ofice; there are office"]),
    Mistake(
      what: "a route that is not there", file: "matters/all.yaml", old: "route: duties", new: "route: dutys",
      said: ["matters/all.yaml:7: /0/route: there is no decision dutys; there are duties, times"]),
    Mistake(
      what: "a department that is not there", file: "decisions/duties.yaml", old: "\"roads\"", new: "\"rods\"",
      said: ["decisions/duties.yaml:11: column 4: there is no department rods; there are roads, water"]),
    Mistake(
      what: "a type that is not there", file: "decisions/duties.yaml", old: "\"pothole\"",
      new: "\"pothole\", \"potholes\"",
      said: ["decisions/duties.yaml:11: column 1: there is no matter type potholes; there are leak, pothole"]),
    Mistake(
      what: "a type of another table", file: "decisions/duties.yaml", old: "\"pothole\"", new: "\"pothole\", \"leak\"",
      said: ["decisions/duties.yaml:11: matters of type leak are not sent by this table: their route is none"]),
    Mistake(
      what: "an area that is not there", file: "decisions/duties.yaml", old: "\"02\"", new: "\"03\"",
      said: ["decisions/duties.yaml:12: column 2: there is no area 03; there are 01, 0101, 02"]),
    Mistake(
      what: "a priority that is not there", file: "decisions/duties.yaml", old: "'\"02\"', '-'",
      new: "'\"02\"', '\"high\"'",
      said: ["decisions/duties.yaml:12: \"high\" is no priority: they are normal, urgent, supervised"]),
    Mistake(
      what: "a cell that is no FEEL", file: "decisions/duties.yaml", old: "'\"02\"', '-'", new: "'\"02', '-'",
      said: [
        "decisions/duties.yaml:12: decision \"duties\", rule 2, input 2, column 2: The string has no end; close it with \"."
      ]),
    Mistake(
      what: "a question that a route may not ask", file: "decisions/duties.yaml", old: "{expression: priority}",
      new: "{expression: weather}",
      said: [
        "decisions/duties.yaml:1: the decision asks for weather; on a route it may ask for type, kind, priority, channel, "
          + "district, street, community, cell"
      ]),
    Mistake(
      what: "too few cells", file: "decisions/duties.yaml", old: "'\"02\"', '-', ", new: "'\"02\"', ",
      said: [
        "decisions/duties.yaml:12: sheet, rule 2, column 4: The rule has 3 cells; there are 3 inputs and 1 outputs. "
          + "What else is told leaves it out."
      ]),
    Mistake(
      what: "a rule that is never reached", file: "decisions/duties.yaml", old: "['-', '\"02\"'",
      new: "['\"pothole\"', '\"02\"'",
      said: [
        "decisions/duties.yaml:12: decision \"duties\", rule 2, column 1: The rule never counts: rules before it (1) fit "
          + "wherever it fits."
      ]),
    Mistake(
      what: "rules that together leave nothing", file: "decisions/duties.yaml", old: "  - ['\"pothole\"'",
      new: """
          - ['-', '-', '"normal"', '"water"']
          - ['-', '-', 'not("normal")', '"water"']
          - ['"pothole"'
        """,
      said: [
        "decisions/duties.yaml:13: decision \"duties\", rule 3, column 1: The rule never counts: rules before it (1, 2) fit "
          + "wherever it fits.",
        "decisions/duties.yaml:14: decision \"duties\", rule 4, column 1: The rule never counts: rules before it (1, 2, 3) "
          + "fit wherever it fits.",
      ]),
    Mistake(
      what: "a dispatch that may find nobody", file: "decisions/duties.yaml", old: "['\"pothole\"', '-', '-'",
      new: "['\"pothole\"', '-', '\"normal\"'",
      said: [
        "matters/all.yaml:8: /0/dispatch: matters of priority urgent, supervised may find no department in duties: give "
          + "it a rule for pothole without areas, or a default"
      ]),
    Mistake(
      what: "a warning that opens nothing", file: "rules/leak.yaml", old: "matterType: leak", new: "matterType: lake",
      said: ["rules/leak.yaml:6: /matterType: there is no matter type lake; there are leak, pothole"]),
    Mistake(
      what: "a rule that watches nothing", file: "rules/leak.yaml", old: "[pipe-*]", new: "[tube-*, pipe-2]",
      said: [
        "rules/leak.yaml:3: /series/0: no series has a code that begins with tube-",
        "rules/leak.yaml:3: /series/1: there is no series pipe-2; there are pipe-1",
      ]),
    Mistake(
      what: "a condition that breaks off", file: "rules/leak.yaml", old: "\"< 2\"", new: "\"value <\"",
      said: [
        "rules/leak.yaml:5: /levels/0/when: line 1, column 8: Here stands the end; expected is an expression."
      ]),
    Mistake(
      what: "a condition on what is not known", file: "rules/leak.yaml", old: "\"< 2\"", new: "\"flow < 2\"",
      said: [
        "rules/leak.yaml:5: /levels/0/when: line 1, column 1: there is no name flow here; a condition knows value, previous, "
          + "elapsed, rate and series, and ? is the value"
      ]),
    Mistake(
      what: "levels in the wrong order", file: "rules/leak.yaml", old: "- {level: yellow, when: \"< 2\", for: PT10S}",
      new: "- {level: red, when: \"< 2\"}\n  - {level: yellow, when: \"< 1\"}",
      said: [
        "rules/leak.yaml:6: /levels/1/when: level yellow can never come: where \"< 1\" holds, \"< 2\" of red does too"
      ]),
    Mistake(
      what: "a threshold without a source", file: "rules/leak.yaml", old: "source: example, to be confirmed", new: "",
      said: ["rules/leak.yaml:1: /source: it is missing"]),
    Mistake(
      what: "limits as they were", file: "rules/leak.yaml",
      old: "levels:\n  - {level: yellow, when: \"< 2\", for: PT10S}",
      new: "below:\n  - {level: yellow, limit: 2}",
      said: [
        "rules/leak.yaml:4: /below: limits are conditions now: levels: [{level: red, when: \"< 0.5\", until: \">= 0.48\", "
          + "for: PT1M}]"
      ]),
    Mistake(
      what: "a rule with the code of a decision", file: "rules/leak.yaml", old: "code: leak-rule", new: "code: duties",
      said: [
        "rules/leak.yaml:1: /code: a decision has the code duties too, in decisions/duties.yaml:1: the journal tells the "
          + "uses of both by code"
      ]),
    Mistake(
      what: "a code given twice", file: "matters/all.yaml", old: "- code: leak", new: "- code: pothole",
      said: [
        "matters/all.yaml:10: /1/code: matter type pothole is there already, in matters/all.yaml:1: codes are unique",
        "rules/leak.yaml:6: /matterType: there is no matter type leak; there are pothole",
      ]),
    Mistake(
      what: "a code with a space", file: "departments.yaml", old: "code: roads", new: "code: the roads",
      said: [
        "decisions/duties.yaml:11: column 4: there is no department roads; there are the roads, water",
        "departments.yaml:1: /0/code: \"the roads\": a code has 1 to 64 letters, digits, points, hyphens and underscores",
      ]),
    Mistake(
      what: "a code that is a number", file: "departments.yaml", old: "area: \"02\"", new: "area: 2",
      said: ["departments.yaml:5: /1/area: a string is expected, not integer: write \"2\" in quotes"]),
    Mistake(
      what: "a code that begins with 0", file: "departments.yaml", old: "area: \"02\"", new: "area: 02",
      said: [
        "departments.yaml:5: /1/area: 02 without quotes loses its 0 to some readers of YAML: a code is written \"02\""
      ]),
    Mistake(
      what: "no without quotes", file: "matters/all.yaml", old: "  dispatch: automatic", new: "  public: no",
      said: [
        "matters/all.yaml:8: /0/public: no without quotes is true or false to some readers of YAML: write true or "
          + "false, or \"no\"",
        "matters/all.yaml:8: /0/public: true or false is expected, not string",
      ]),
    Mistake(
      what: "a column of two series", file: "series/pipes.yaml",
      new: """
        - {code: pipe-1, name: {en: One, zh-Hans: 一}, column: Pressure}
        - {code: pipe-2, name: {en: Two, zh-Hans: 二}, column: Pressure}
        """,
      said: [
        "series/pipes.yaml:2: /1/column: the column \"Pressure\" belongs to another series already, in series/pipes.yaml:1"
      ]),
    Mistake(
      what: "positions of nothing and of two places", file: "series/pipes.yaml",
      new: """
        - {code: pipe-1, name: {en: One, zh-Hans: 一}, position: [120, 30], entity: "urn:pipe"}
        - {code: pipe-2, name: {en: Two, zh-Hans: 二}, position: [120, 31], entity: "urn:pipe"}
        - {code: pipe-3, name: {en: Three, zh-Hans: 三}, position: [120, 31]}
        """,
      said: [
        "series/pipes.yaml:2: /1/position: urn:pipe has another position in series/pipes.yaml:1",
        "series/pipes.yaml:3: /2/position: a position is that of the entity of which the series tells: name it too",
      ]),
    Mistake(
      what: "a series that cannot be stored", file: "series/pipes.yaml",
      new: """
        code: pipe 1
        name: {en: One, zh-Hans: 一}
        kind: float
        unit: 巴
        position: [200, 30]
        entity: pipe
        """,
      said: [
        "rules/leak.yaml:3: /series/0: no series has a code that begins with pipe-",
        "series/pipes.yaml:1: /code: a series code has 1 to 256 bytes, none of them a space or a control character",
        "series/pipes.yaml:3: /kind: \"float\" is no kind of readings: they are number, text, boolean, json",
        "series/pipes.yaml:4: /unit: \"巴\" is no UCUM code, such as Cel, kPa or L/min: codes are "
          + "printable ASCII without spaces",
        "series/pipes.yaml:5: /position/0: a longitude is a number of degrees from -180 to 180, not 200",
        "series/pipes.yaml:6: /entity: \"pipe\" is no URI of at most 1024 bytes, such as urn:ngsi-ld:Bridge:7",
      ]),
  ]
}
