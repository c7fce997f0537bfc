// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Says what is wrong with readings before any is kept.
struct ReadingCheck {
  private let settings: TelemetrySettings
  private let now: Instant
  private let newest: Int64
  private(set) var faults: [(index: Int, member: String, detail: LocalizedText)] = []
  private var errorCount = 0
  private let named: Int

  /// The year 1, the first that a text of an instant can name.
  private static let oldest: Int64 = -62_135_596_800_000

  /// - Parameter named: errors that are named; a batch of a million wrong readings needs no million messages.
  init(_ settings: TelemetrySettings, now: Instant, named: Int = 20) {
    self.named = named
    self.settings = settings
    self.now = now
    newest = (now + settings.maxClockSkew).milliseconds
  }

  /// Checks readings whose series are known.
  mutating func check(_ columns: ReadingColumns, _ entry: (Int32) -> SeriesEntry, code: (Int) -> String) {
    let mayBePlain = columns.kinds.isEmpty
    let (newest, oldest) = (newest, Self.oldest)
    for index in 0..<columns.count {
      let instant = columns.instants[index]
      if instant > newest || instant < oldest { refuse(instant, index) }
      let kind = entry(columns.slots[index]).kind
      if mayBePlain, kind == .number {
        // All exponent bits are set in what is not finite.
        if columns.values[index] & 0x7FF0_0000_0000_0000 == 0x7FF0_0000_0000_0000 { check(columns.value(index), index) }
      } else {
        let value = columns.value(index)
        check(value, index)
        check(value.kind, of: code(index), holding: kind, index)
      }
    }
  }

  mutating func check(_ reading: NewReading, _ index: Int) {
    let instant = reading.at.milliseconds
    if instant > newest || instant < Self.oldest { refuse(instant, index) }
    check(reading.value, index)
  }

  mutating func check(_ kind: Series.Kind, of code: String, holding held: Series.Kind, _ index: Int) {
    guard kind != held else { return }
    refuse(
      index, "value", "series \(code) holds readings of kind \(held.rawValue), not \(kind.rawValue)",
      "序列 \(code) 的读数类型为 \(held.rawValue)，而不是 \(kind.rawValue)")
  }

  private mutating func refuse(_ instant: Int64, _ index: Int) {
    let at = Instant(milliseconds: instant)
    if instant > newest {
      refuse(
        index, "at",
        "\(at) lies in the future: it is \(now) here, and clocks may differ by "
          + "\(settings.maxClockSkew.wholeMilliseconds / 1000) s",
        "\(at) 在将来：此处时间为 \(now)，时钟相差不得超过 \(settings.maxClockSkew.wholeMilliseconds / 1000) 秒")
    } else {
      refuse(index, "at", "\(instant) ms lies before the year 1", "\(instant) 毫秒早于公元 1 年")
    }
  }

  private mutating func check(_ value: ReadingValue, _ index: Int) {
    switch value {
    case .number(let value) where !value.isFinite:
      refuse(index, "value", "a number must be finite, not \(value)", "数须为有限值，而不是 \(value)")
    case .number, .bool: break
    case .text(let text): check(text: text, index)
    case .document(let text):
      check(text: text, index)
      if (try? JSON(parsing: text)) == nil { refuse(index, "value", "the text is no JSON value", "文本不是 JSON 值") }
    }
  }

  private mutating func check(text: String, _ index: Int) {
    if text.utf8.count > settings.maxTextLength {
      refuse(
        index, "value", "the text has \(text.utf8.count) bytes, \(settings.maxTextLength) are allowed",
        "文本有 \(text.utf8.count) 字节，最多允许 \(settings.maxTextLength) 字节")
    } else if text.utf8.contains(0) {
      refuse(index, "value", "the text holds the character U+0000, which cannot be kept", "文本含有无法保存的字符 U+0000")
    }
  }

  mutating func refuse(_ index: Int, _ member: String, _ english: String, _ chinese: String) {
    errorCount += 1
    if faults.count < named { faults.append((index, member, LocalizedText(english, chinese))) }
  }

  /// The same of one reading on its own, whose members have no index before them.
  func finishOne() throws(Problem) {
    guard let fault = faults.first else { return }
    throw .invalid("/\(fault.member)", fault.detail.text(in: "en"), fault.detail.text(in: "zh-Hans"))
  }

  /// - Throws: `Problem` of code `invalid` that names what was wrong.
  func finish() throws(Problem) {
    let errors = faults.map { Problem.FieldError(pointer: "/\($0.index)/\($0.member)", $0.detail) }
    guard let error = errors.first else { return }
    let more = errorCount > 1 ? ("; \(errorCount - 1) more", "（另有 \(errorCount - 1) 处）") : ("", "")
    throw Problem(
      .invalid, "No reading was kept, because \(error.pointer): \(error.detail)\(more.0)",
      "未保存任何读数，原因：\(error.pointer)：\(error.detail(in: "zh-Hans"))\(more.1)", errors: errors)
  }
}
