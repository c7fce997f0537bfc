// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import HTTP
import Lifeline
import Packs
import Telemetry
import Vocabulary

private struct SensorContent: Sendable {
  struct Range: Sendable {
    var rangeName: String
    var rangeAddress: String
    var isCurrent: Bool
  }

  struct Rule: Sendable {
    struct Level: Sendable {
      var mark: LevelMark
      var condition: String
      var ending: String?
    }

    var ruleName: String
    var levels: [Level]
  }

  struct WarningLine: Sendable {
    var mark: LevelMark
    var title: String
    var peak: String
    var raised: Moment
    var cleared: Moment?
    var matterAddress: String?
  }

  struct ReadingLine: Sendable {
    var at: Moment
    var value: String
    var flags: String
    var isDoubtful: Bool
  }

  var code: String
  var stateWord: String
  var stateClass: String
  var latest: String?
  var latestAt: Moment?
  var unit: String
  var asset: String?
  var assetAddress: String?
  var mapAddress: String?
  var ranges: [Range]
  var charts: [ChartContent]
  var spark: Sparkline?
  var rules: [Rule]
  var hasRules: Bool
  var warnings: [WarningLine]
  var hasWarnings: Bool
  var readings: [ReadingLine]
  var hasReadings: Bool
  var levelHelp: Help
  var notes: SensorNotesContent
  var address: String
}

/// A chart that a script draws from the readings that the API gives.
struct ChartContent: Sendable {
  /// Codes, names and unit of the series, as JSON.
  var series: String
  var hours: Int
  /// Until when, in milliseconds.
  var until: Int64
  /// Minutes by which the city's clocks are ahead of UTC.
  var offset: Int
  /// `[{level, limit, isAbove}]`
  var limits: String
  /// `[{at, level, symbol, name}]`
  var warnings: String
  /// `[{at, name}]`: what was done to the sensor.
  var notes: String
  var chartUnit: String
  /// For a heading: a dash where there is none.
  var unitText: String
  var chartLabel: String
}

extension Endpoint {
  static func sensorPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/sensors/{code}", operationId: "pageSensor", summary: "One sensor", access: .roles(Warnings.readers),
      parameters: [
        .path("code", .stringSchema(length: 1...256), "Code of the series."),
        .query("hours", .integerSchema(1...8784), "How many hours the chart shows."),
      ]
    ) { call in
      let code = call.path("code")
      guard let sensor = try await SensorView.find(code, pages.city) else {
        throw Problem(.notFound, "There is no sensor \(code).", "没有传感器 \(code)。")
      }
      return try await pages.sensor(sensor, hours: call.integer("hours") ?? 24, call)
    }
  }

  /// Writes down what was done to a sensor.
  static func sensorNoteForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/sensors/{code}/notes", operationId: "formSensorNote", summary: "Write a note on a sensor",
      access: .roles(SensorNotes.writers),
      parameters: [.path("code", .stringSchema(length: 1...256), "Code of the series.")],
      requestBody: .form(limit: 1 << 14)
    ) { call in
      let (code, city) = (call.path("code"), pages.city)
      guard let sensor = try await SensorView.find(code, city) else {
        throw Problem(.notFound, "There is no sensor \(code).", "没有传感器 \(code)。")
      }
      do {
        let (given, messages) = ((call.form["at"] ?? "").trimmed, pages.messages(call.head))
        let at = pages.moments(call).instant(local: given)
        guard given.isEmpty || at != nil else { throw Problem(.invalid, messages["timeWrong"]) }
        _ = try await SensorNotes(city).add(
          call.form["kind"].flatMap(SensorNote.Kind.init) ?? .remark, (call.form["text"] ?? "").trimmed, at: at,
          to: sensor.series.id, by: call.principal)
        return .seeOther("/sensors/\(LocalAddress.encoded(code))#notes")
      } catch let problem as Problem where problem.code == .invalid {
        return try await pages.sensor(sensor, hours: 24, call, problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func sensor(
    _ sensor: SensorView, hours: Int, _ call: Call, problem: Problem? = nil
  ) async throws -> Answer {
    let code = LocalAddress.encoded(sensor.series.code)
    let content = try await SensorContent(sensor, hours: hours, self, call)
    return page(
      "sensor", content, title: messages(call.head).text(sensor.series.name), for: call,
      address: problem == nil ? nil : "/sensors/\(code)", isWork: true, isWide: true,
      files: ["web/dygraph.css", "sensors.css", "web/dygraph.min.js", "scripts/sensor-chart.js"],
      twin: "/api/v1/series/\(code)", problem: problem)
  }
}

extension SensorContent {
  fileprivate init(_ sensor: SensorView, hours: Int, _ pages: Pages, _ call: Call) async throws {
    let (city, messages, moments) = (pages.city, pages.messages(call.head), pages.moments(call))
    let series = sensor.series
    var query = WarningQuery()
    query.series = series.code
    query.limit = 20
    let known = try await Warnings(database: city.database).list(query, for: call.principal).warnings
    let written = try await SensorNotes(city).list(of: series.id, tenant: city.tenant)
    let watching = city.rules.filter { $0.watches(series.code) }
    let last = try await city.telemetry.range(
      of: series.id, from: Instant(milliseconds: .min), to: Instant(milliseconds: .max), order: .newestFirst, limit: 20,
      tenant: city.tenant)
    let hourly = try await SensorView.hourly(of: series, city, now: moments.now).compactMap { $0 }
    let address = "/sensors/\(LocalAddress.encoded(series.code))"
    code = series.code
    stateWord = messages["sensorState.\(sensor.state?.rawValue ?? "unknown")"]
    stateClass = sensor.state?.rawValue ?? "unknown"
    latest = sensor.latest.map { NumberText.text($0.value, unit: series.unit) }
    latestAt = sensor.latest.map { moments.past($0.at) }
    unit = series.unit.map(NumberText.symbol) ?? "–"
    asset = sensor.asset.map { messages.text($0.name) }
    assetAddress = sensor.asset.map { "/sensors?entity=\(LocalAddress.encoded($0.id))" }
    mapAddress = city.pack.series(series.code)?.position.map { _ in
      "/centre?sensor=\(LocalAddress.encoded(series.code))"
    }
    ranges = [6, 24, 168, 720].map { count in
      Range(
        rangeName: messages["sensorRange.\(count)"], rangeAddress: "\(address)?hours=\(count)",
        isCurrent: count == hours)
    }
    charts = [
      ChartContent(
        [series], hours: hours, rules: watching, warnings: known, notes: written, label: messages.text(series.name),
        messages, moments)
    ]
    spark = Sparkline(
      hourly,
      label: messages.text(
        "centre.spark",
        [
          "name": messages.text(series.name), "first": hourly.first.map { NumberText.text($0) } ?? "–",
          "last": hourly.last.map { NumberText.text($0) } ?? "–",
        ]))
    rules = watching.map { rule in
      Rule(
        ruleName: messages.text(rule.name),
        levels: rule.levels.map { level in
          Rule.Level(mark: LevelMark(level.level, messages), condition: level.when.text, ending: level.until?.text)
        })
    }
    hasRules = !rules.isEmpty
    warnings = known.map { warning in
      WarningLine(
        mark: LevelMark(warning.peak, messages), title: messages.text(warning.name),
        peak: NumberText.text(warning.extreme, unit: series.unit), raised: moments.past(warning.raisedAt),
        cleared: warning.clearedAt.map(moments.past), matterAddress: warning.matter.map { "/matters/\($0)" })
    }
    hasWarnings = !warnings.isEmpty
    readings = last.map { reading in
      let flags = reading.quality.words(messages)
      return ReadingLine(
        at: moments.past(reading.at), value: NumberText.text(reading.value, unit: series.unit),
        flags: flags.isEmpty ? messages["quality.good"] : flags.joined(separator: messages["listSeparator"]),
        isDoubtful: !flags.isEmpty)
    }
    hasReadings = !readings.isEmpty
    levelHelp = Help("level", messages)
    self.address = address
    notes = try await SensorNotesContent(written, pages, call)
  }
}

extension ChartContent {
  init(
    _ series: [Series], hours: Int, rules: [ThresholdRule], warnings: [Warning], notes: [SensorNote] = [],
    label: String,
    _ messages: Messages, _ moments: Moments
  ) {
    self.series =
      JSON.array(
        series.map { ["code": .string($0.code), "name": .string(messages.text($0.name))] as JSON }
      ).text
    self.hours = hours
    until = moments.now.milliseconds
    offset = moments.zone.offset(at: moments.now) / 60
    limits =
      JSON.array(
        rules.flatMap(\.levels).compactMap { level -> JSON? in
          guard let limit = level.when.limit else { return nil }
          return [
            "level": .string(level.level.rawValue), "limit": .number(limit),
            "isAbove": .bool(level.when.text.hasPrefix(">")),
          ]
        }
      ).text
    self.warnings =
      JSON.array(
        warnings.map { warning in
          [
            "at": .integer(warning.raisedAt.milliseconds), "level": .string(warning.peak.rawValue),
            "symbol": .string(LevelMark.symbol(warning.peak)), "name": .string(messages.text(warning.name)),
          ] as JSON
        }
      ).text
    self.notes =
      JSON.array(
        notes.map { note in
          ["at": .integer(note.at.milliseconds), "name": .string(messages["sensorNote.\(note.kind.rawValue)"])] as JSON
        }
      ).text
    chartUnit = series.first?.unit.map(NumberText.symbol) ?? ""
    unitText = chartUnit.isEmpty ? "–" : chartUnit
    chartLabel = label
  }
}

extension Quality {
  /// What was found wrong, in words.
  func words(_ messages: Messages) -> [String] {
    let all: [(Quality, String)] = [
      (.range, "range"), (.step, "step"), (.flatLine, "flatLine"), (.gap, "gap"), (.clockSkew, "clockSkew"),
      (.unit, "unit"), (.corrected, "corrected"),
    ]
    return all.filter { contains($0.0) }.map { messages["quality.\($0.1)"] }
  }
}
