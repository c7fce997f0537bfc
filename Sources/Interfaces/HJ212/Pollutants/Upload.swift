// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Vocabulary

/// What a command of data covers.
enum DataPeriod: Int, CaseIterable, Sendable {
  case real = 2011
  case status = 2021
  case day = 2031
  case running = 2041
  case minute = 2051
  case hour = 2061

  /// Its part of a series' code; real-time data have none.
  var part: String? { self == .real ? nil : "\(self)" }

  var name: LocalizedText {
    switch self {
    case .real: LocalizedText(["en": "real time", "zh-Hans": "实时"])
    case .status: LocalizedText(["en": "status", "zh-Hans": "状态"])
    case .day: LocalizedText(["en": "day", "zh-Hans": "日"])
    case .running: LocalizedText(["en": "running time", "zh-Hans": "运行时间"])
    case .minute: LocalizedText(["en": "minutes", "zh-Hans": "分钟"])
    case .hour: LocalizedText(["en": "hour", "zh-Hans": "小时"])
    }
  }
}

/// The values of one packet of data: `DataTime=…;a21026-Rtd=1.5,a21026-Flag=N;…` (HJ 212-2017 §6.6).
struct Upload: Equatable {
  struct Value: Equatable {
    /// As it came, or the newer code for an older one.
    var code: String
    /// `Rtd`, `Avg`, `Cou` …
    var statistic: String
    var number: Double
    /// With how many decimals the number was written, where zeros end it.
    var decimals: Int?
    /// One letter; `nil` where none was given.
    var flag: String?
  }

  var period: DataPeriod
  var at: Instant
  var values: [Value] = []
  var facts: [Fact] = []
  /// Pieces that could not be read.
  var faults: [String] = []

  /// Flags with which a number is no measurement: stopped, maintenance, defect, calibration, no communication. It is kept
  /// apart, so that no limit is compared with it. N (normal), S (set by hand) and T (beyond the range) are kept as they are.
  static let unfit: Set<String> = ["F", "M", "D", "C", "B"]

  /// - Parameter earlier: the time that an earlier packet of the same message gave.
  /// - Returns: `nil` where there is no time.
  init?(_ content: String, period: DataPeriod, earlier: Instant? = nil) {
    self.period = period
    var at = earlier
    var groups: [[(code: String, statistic: String, text: String)]] = []
    for group in content.split(separator: ";") {
      var pieces: [(String, String, String)] = []
      for piece in group.split(separator: ",") {
        guard let equals = piece.firstIndex(of: "=") else {
          faults.append("\(piece) is no name=value")
          continue
        }
        let name = piece[..<equals]
        let text = String(piece[piece.index(after: equals)...])
        if name == "DataTime" {
          at = ChinaTime.instant(text)
          continue
        }
        guard let dash = name.lastIndex(of: "-"), dash > name.startIndex else { continue }
        let code = String(name[..<dash])
        pieces.append((Pollutant.all[code]?.code ?? code, String(name[name.index(after: dash)...]), text))
      }
      groups.append(pieces)
    }
    guard let at else { return nil }
    self.at = at
    for pieces in groups { read(pieces) }
  }

  private mutating func read(_ pieces: [(code: String, statistic: String, text: String)]) {
    var flags: [String: String] = [:]
    for piece in pieces where piece.statistic == "Flag" { flags[piece.code] = piece.text }
    for (code, statistic, text) in pieces where !["Flag", "EFlag", "SampleTime"].contains(statistic) {
      guard Self.isName(code), Self.isName(statistic) else {
        faults.append("\(code.prefix(40))-\(statistic.prefix(40)) is no name of a value")
        continue
      }
      guard let number = Double(text), number.isFinite else {
        // Where there is no number because the instrument was not measuring, nothing is missing.
        if !(text.isEmpty && flags[code].map(Self.unfit.contains) ?? false) {
          faults.append("\(code)-\(statistic)=\(text.prefix(40)) is no number")
        }
        continue
      }
      values.append(
        Value(
          code: code, statistic: statistic, number: number, decimals: WrittenDecimals.count(in: text.utf8),
          flag: flags[code]))
    }
  }

  static func isName(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
      }
  }

  /// Readings of series `device:code[:period]:statistic`, `….:unfit` for numbers that are no measurements, and `…:flag`.
  func readings(of device: Device) -> [NewReading] {
    var readings: [NewReading] = []
    var flagged: Set<String> = []
    for value in values {
      let base = device.code + ":" + value.code + (period.part.map { ":" + $0 } ?? "")
      let isUnfit = value.flag.map(Self.unfit.contains) ?? false
      let series = base + ":" + value.statistic.lowercased() + (isUnfit ? ":unfit" : "")
      readings.append(NewReading(series: series, at: at, value: .number(value.number), decimals: value.decimals))
      if let flag = value.flag, flagged.insert(base).inserted {
        readings.append(NewReading(series: base + ":flag", at: at, value: .text(flag)))
      }
    }
    readings += facts.map { NewReading(series: device.code + ":" + $0.path, at: at, value: .text($0.text)) }
    return readings
  }

  /// The series of those readings, as they are made where they are unknown.
  func series(of device: Device) -> [NewSeries] {
    let facts = factSeries(of: device)
    return readings(of: device).dropLast(facts.count).map { reading in
      let parts = reading.series.dropFirst(device.code.utf8.count + 1).split(separator: ":").map(String.init)
      let pollutant = Pollutant.all[parts[0]]
      let statistic = parts.last == "unfit" ? parts[parts.count - 2] : parts[parts.count - 1]
      var unit: String?
      if reading.value.kind == .number {
        unit = statistic == "cou" ? pollutant?.sumUnit : device.units[parts[0]] ?? pollutant?.unit
      }
      let detail = parts.dropFirst().filter { $0 != period.part }.joined(separator: " ")
      func name(_ language: String) -> String {
        let what = pollutant?.name.text(in: language) ?? parts[0]
        return "\(device.name.text(in: language)) \(what) (\(period.name.text(in: language)) \(detail))"
      }
      return NewSeries(
        code: reading.series, name: LocalizedText(["en": name("en"), "zh-Hans": name("zh-Hans")]), unit: unit,
        kind: reading.value.kind, entity: device.entity)
    } + facts
  }
}
