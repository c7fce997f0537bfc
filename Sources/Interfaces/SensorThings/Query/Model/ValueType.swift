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
  var name: String {
    switch self {
    case .instant: "a time with date and zone"
    case .interval: "a time interval"
    case .time: "a time or time interval"
    case .date: "a date"
    case .timeOfDay: "a time of day"
    case .any, .result: "a value of any type"
    case .null: "null"
    default: "a \(rawValue)"
    }
  }

  /// The same in Chinese.
  var chineseName: String {
    switch self {
    case .boolean: "布尔值"
    case .number: "数字"
    case .string: "字符串"
    case .instant: "带日期和时区的时间"
    case .interval: "时段"
    case .time: "时间或时段"
    case .date: "日期"
    case .timeOfDay: "一天中的时刻"
    case .duration: "时长"
    case .geometry: "几何图形"
    case .any, .result: "任意类型的值"
    case .null: " null "
    }
  }
}
