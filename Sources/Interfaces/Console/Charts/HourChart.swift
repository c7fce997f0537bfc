// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What came in and what ended in each of the last 24 hours, as pairs of bars from a zero line.
struct HourChart: Sendable {
  struct Bar: Sendable {
    var label: String
    /// Per cent of the width; heights are pixels.
    var openedX: String
    var openedY: Int
    var openedHeight: Int
    var endedX: String
    var endedY: Int
    var endedHeight: Int
  }

  struct Tick: Sendable {
    var x: String
    var text: String
  }

  /// A warning that was raised.
  struct Mark: Sendable {
    var x: String
    var level: String
    var symbol: String
    var label: String
  }

  var bars: [Bar]
  var ticks: [Tick]
  var marks: [Mark]
  var mostText: String
  /// The table of the same, for those who do not see it.
  var summary: String

  init(
    opened: [Int], ended: [Int], marks: [(at: Instant, level: String, symbol: String, label: String)],
    _ moments: Moments, _ messages: Messages
  ) {
    let most = max(1, opened.max() ?? 0, ended.max() ?? 0)
    let step = 100 / Double(max(1, opened.count))
    let start = moments.now.milliseconds - Int64(opened.count) * 3_600_000
    func tall(_ count: Int) -> Int { count == 0 ? 0 : max(1, Int((Double(count) / Double(most) * 52).rounded())) }
    func clock(_ instant: Instant) -> String { String(moments.absolute(instant).suffix(5)) }
    bars = opened.indices.map { index in
      let x = Double(index) * step
      let (up, down) = (tall(opened[index]), tall(ended[index]))
      let from = Instant(milliseconds: start + Int64(index) * 3_600_000)
      return Bar(
        label: messages.text(
          "centre.hour",
          [
            "from": clock(from), "to": clock(Instant(milliseconds: from.milliseconds + 3_600_000)),
            "opened": "\(opened[index])", "ended": "\(ended[index])",
          ]), openedX: Sparkline.text(x + 0.3), openedY: 56 - up, openedHeight: up,
        endedX: Sparkline.text(x + 0.3 + step * 0.42), endedY: 56 - down,
        endedHeight: down)
    }
    ticks = opened.indices.filter { $0 % 3 == 0 }.map { index in
      Tick(
        x: Sparkline.text(Double(index) * step + 0.3),
        text: clock(Instant(milliseconds: start + Int64(index) * 3_600_000)))
    }
    self.marks = marks.filter { $0.at.milliseconds >= start }.map { mark in
      // The highest number stands at the left.
      let x = Double(mark.at.milliseconds - start) / Double(max(1, moments.now.milliseconds - start)) * 100
      return Mark(x: Sparkline.text(max(3, min(99, x))), level: mark.level, symbol: mark.symbol, label: mark.label)
    }
    mostText = "\(most)"
    summary = messages.text(
      "centre.hoursSummary",
      ["opened": "\(opened.reduce(0, +))", "ended": "\(ended.reduce(0, +))", "most": "\(most)"])
  }
}
