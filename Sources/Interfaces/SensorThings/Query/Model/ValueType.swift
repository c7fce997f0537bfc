// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What kind of value an expression or a property has, as far as it is known before anything is read.
enum ValueType: String, Hashable, Sendable {
  case boolean
  case number
  case string
  /// A point in time, with its date and offset.
  case instant
  /// A period in time: `start/end` (TM_Period).
  case interval
  /// A point or a period in time, which of them each entity says (TM_Object).
  case time
  /// A day without a time.
  case date
  /// A time of day without a date.
  case timeOfDay
  case duration
  case geometry
  /// Any JSON value; each entity has its own.
  case any
  /// The result of an observation: as `any`, and a number is compared with a string by its text.
  case result
  case null

  /// Whether the kind of value is known only when it is read.
  var isDynamic: Bool { self == .any || self == .result }
  /// Whether it is a point or a period in time.
  var isTime: Bool { self == .instant || self == .interval || self == .time }

  /// For messages.
  var name: String { words.english }
  /// The same in Chinese.
  var chineseName: String { words.chinese }

  private var words: (english: String, chinese: String) {
    switch self {
    case .boolean: ("a boolean", "布尔值")
    case .number: ("a number", "数字")
    case .string: ("a string", "字符串")
    case .instant: ("a time with date and zone", "带日期和时区的时间")
    case .interval: ("a time interval", "时段")
    case .time: ("a time or time interval", "时间或时段")
    case .date: ("a date", "日期")
    case .timeOfDay: ("a time of day", "一天中的时刻")
    case .duration: ("a duration", "时长")
    case .geometry: ("a geometry", "几何图形")
    case .any, .result: ("a value of any type", "任意类型的值")
    case .null: ("null", " null ")
    }
  }
}
