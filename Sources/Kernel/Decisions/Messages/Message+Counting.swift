// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension [Message] {
  /// Each message once, in the order in which they came first, with how often it was said where that was more than
  /// once: a loop says the same of each of its turns.
  public var counted: [Message] {
    guard count > 1 else { return self }
    var times: [Message: Int] = [:]
    var distinct: [Message] = []
    for message in self {
      if times[message] == nil { distinct.append(message) }
      times[message, default: 0] += 1
    }
    return distinct.map { message in
      let count = times[message] ?? 1
      return count == 1
        ? message : Message("\(message.english) (\(count) times)", "\(message.chinese)（\(count) 次）")
    }
  }
}
