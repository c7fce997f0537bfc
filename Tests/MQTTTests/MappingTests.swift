// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Telemetry
import Testing
import Vocabulary

@testable import MQTT

struct MappingTests {
  private let now = Instant("2026-11-24T08:00:00Z")!

  private func readings(_ table: String, _ topic: String, _ payload: String) throws -> [NewReading]? {
    try TopicTable(parsing: table, name: "topics.yaml").readings(
      of: Message(topic: topic, payload: ByteBuffer(string: payload)), now: now)
  }

  @Test(
    arguments: [
      (ReadingValue.number(4.2), 2, "4.20"), (.number(4.2), nil, "4.2"), (.number(3), 1, "3.0"),
      (.bool(true), nil, "true"),
      (.text("on"), nil, "\"on\""), (.document("{\"a\":1.50}"), nil, "{\"a\":1.50}"),
    ] as [(ReadingValue, Int?, String)])
  func tellsReadingsAsTheyWereWritten(value: ReadingValue, decimals: Int?, text: String) {
    let reading = NewReading(series: "s", at: now, value: value, decimals: decimals)
    #expect(
      String(decoding: MQTTServer.payload(of: reading), as: UTF8.self)
        == "{\"at\":\"2026-11-24T08:00:00.000Z\",\"value\":\(text)}")
  }

  @Test func takesReadingsByTheirCode() throws {
    let at = Instant("2026-11-24T07:00:00Z")!
    #expect(try readings("", "readings/pipe-1", "4.5") == [NewReading(series: "pipe-1", at: now, value: .number(4.5))])
    #expect(try readings("", "readings/a/b", "true") == [NewReading(series: "a/b", at: now, value: .bool(true))])
    #expect(
      try readings("", "readings/x%2By", #"{"value": "on", "at": "2026-11-24T07:00:00Z"}"#)
        == [NewReading(series: "x+y", at: at, value: .text("on"))])
    // As it was written.
    #expect(
      try readings("", "readings/pipe-1", "4.50")
        == [NewReading(series: "pipe-1", at: now, value: .number(4.5), decimals: 2)])
    #expect(
      try readings("", "readings/pipe-1", #"{"value": 2.00}"#)
        == [NewReading(series: "pipe-1", at: now, value: .number(2), decimals: 2)])
    #expect(try readings("", "other/pipe-1", "4.5") == nil)
    #expect(try readings("", "readings", "4.5") == nil)
  }

  @Test func mapsTopics() throws {
    let table = """
      - topic: sensors/+kind/+id/state
        series: "{id}:{kind}"
        value: /data/0/v
        time: /ts
        timeUnit: s
      - topic: tele/+device/#path
        series: "{device}.{field}"
        values: {t: /AM2301/Temperature, h: /AM2301/Humidity}
      - topic: bulk/+
        series: "bulk:{field}"
        values: {a: /a}
        each: /rows
        time: /at
      """
    #expect(
      try readings(table, "sensors/temp/s1/state", #"{"data": [{"v": 2.5}], "ts": 1795503600.25}"#)
        == [NewReading(series: "s1:temp", at: Instant(milliseconds: 1_795_503_600_250), value: .number(2.5))])
    #expect(try readings(table, "sensors/temp/s1", "1") == nil)
    #expect(
      try readings(table, "tele/d1/SENSOR/x", #"{"AM2301": {"Temperature": 20.5, "Humidity": 60}}"#)?.map(\.series)
        == ["d1.h", "d1.t"])
    #expect(try readings(table, "tele/d1/SENSOR", #"{"AM2301": {"Temperature": 20.5}}"#)?.count == 1)
    #expect(
      try readings(table, "bulk/x", #"{"rows": [{"a": 1, "at": 1000}, {"a": 2, "at": 2000}]}"#)?.map(\.at.milliseconds)
        == [1000, 2000])
    #expect(
      try readings(table, "bulk/x", #"{"rows": [{"a": 1.5, "at": 1000.0}, {"a": 2.0, "at": 2000}]}"#)?.map(\.decimals)
        == [nil, 1])
    #expect(
      try readings(table, "sensors/temp/s1/state", #"{"data": [{"v": 2.50}], "ts": 1795503600}"#)?.first?.decimals == 2)
  }

  @Test(arguments: [
    ("readings/a", "{", "no JSON"), ("readings/a", "", "no JSON"), ("readings/a", "[1]", "no number"),
    ("readings/a", "{}", "missing"), ("readings/a", #"{"value": {}}"#, "no number, text or boolean"),
    ("readings/a", #"{"value": 1, "at": "yesterday"}"#, "is not as in"),
    ("readings/a", #"{"value": 1, "at": []}"#, "no text and no number"),
    ("readings/a", #"{"value": 1, "at": 1e300}"#, "out of reach"), ("readings/a", "NaN", "no JSON"),
  ]) func namesWhatIsWrong(topic: String, payload: String, reason: String) {
    #expect { try readings("", topic, payload) } throws: { ($0 as? MappingFault)?.reason.contains(reason) == true }
  }

  @Test(arguments: [
    ("a: b", "topics.yaml:1: a table is a list"), ("- {series: x}", "topic is missing"),
    ("- {topic: a}", "series is missing"), ("- {topic: readings/a, series: x}", "begins neither"),
    ("- {topic: a/#/b, series: x}", "# is the last level"),
    ("- {topic: a+b, series: x}", "at the beginning of a level"),
    ("- {topic: a, series: \"{id}\"}", "the topic no +id"), ("- {topic: a, series: x, value: b}", "a JSON Pointer"),
    ("- {topic: a, series: x, values: {p: /p, q: /q}}", "need {field}"),
    ("- {topic: a, series: x, colour: red}", "has no colour"),
    ("- {topic: a, series: x, timeUnit: h}", "timeUnit is"),
  ]) func refusesTables(text: String, reason: String) {
    #expect { try TopicTable(parsing: text, name: "topics.yaml") } throws: { "\($0)".contains(reason) }
  }

  @Test func readsPointers() {
    let json: JSON = ["a/b": ["~": [1, 2]]]
    #expect(JSONPointer("/a~1b/~0/1")?.value(in: json) == 2)
    #expect(JSONPointer("")?.value(in: json) == json)
    #expect(JSONPointer("/a~1b/~0/2")?.value(in: json) == nil)
    #expect(JSONPointer("a") == nil)
  }
}
