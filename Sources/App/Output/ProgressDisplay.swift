// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Synchronization
import Vocabulary

/// Shows how far long work is: a bar that is drawn over on a terminal, a line now and then in a log.
final class ProgressDisplay: Sendable {
  private struct State {
    var lastShown = Instant(milliseconds: 0)
    var width = 0
  }
  private let title: String
  private let isTerminal: Bool
  private let logger: Logger
  private let start = SystemTime().now()
  private let state = Mutex(State())

  init(_ title: String, logger: Logger) {
    self.title = title
    self.logger = logger
    isTerminal = isatty(2) == 1
  }

  /// - Parameter total: `nil` when it is not known.
  func show(_ done: Int64, of total: Int64?, _ unit: String) {
    let now = SystemTime().now()
    let interval: Int64 = isTerminal ? 100 : 5000
    let due = state.withLock { state in
      guard now.milliseconds - state.lastShown.milliseconds >= interval else { return false }
      state.lastShown = now
      return true
    }
    if due { draw(done, total, unit, now) }
  }

  func finish(_ message: String) {
    if isTerminal {
      let width = state.withLock { $0.width }
      print("\r" + message + String(repeating: " ", count: max(0, width - message.count)))
    } else {
      logger.info("\(message)", metadata: ["work": "\(title)"])
    }
  }

  private func draw(_ done: Int64, _ total: Int64?, _ unit: String, _ now: Instant) {
    let seconds = max(0.001, Double(now.milliseconds - start.milliseconds) / 1000)
    let rate = Int64(Double(done) / seconds)
    guard isTerminal else {
      var metadata: Logger.Metadata = ["work": "\(title)", "done": "\(done)", "per_second": "\(rate)"]
      if let total { metadata["total"] = "\(total)" }
      logger.info("\(title): \(done) \(unit)", metadata: metadata)
      return
    }
    var line = "\(title) "
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      let filled = Int(share * 30)
      line += "[" + String(repeating: "#", count: filled) + String(repeating: "·", count: 30 - filled)
      line += "] \(Int(share * 100)) % "
    }
    line += "\(done) \(unit), \(rate)/s"
    let width = state.withLock { state in
      defer { state.width = line.count }
      return state.width
    }
    line += String(repeating: " ", count: max(0, width - line.count))
    FileHandle.standardError.write(Data(("\r" + line).utf8))
  }
}
