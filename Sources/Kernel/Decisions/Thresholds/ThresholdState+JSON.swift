// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension ThresholdState {
  public var json: JSON {
    var members: [String: JSON] = [:]
    members["level"] = level.map { .string($0.rawValue) }
    members["lastAt"] = lastAt.map { .integer($0.milliseconds) }
    members["lastValue"] = lastValue.map { .number($0) }
    members["backSince"] = Self.json(backSince)
    members["raisedAt"] = raisedAt.map { .integer($0.milliseconds) }
    members["extreme"] = extreme.map { .number($0) }
    members["exceedances"] = .integer(exceedances)
    members["passedSince"] = Self.json(passedSince)
    if failures > 0 { members["failures"] = .integer(failures) }
    return .object(members)
  }

  private static func json(_ times: LevelTimes) -> JSON {
    var members: [String: JSON] = [:]
    for level in WarningLevel.allCases { members[level.rawValue] = times[level].map { .integer($0.milliseconds) } }
    return .object(members)
  }

  private static func times(_ json: JSON?) -> LevelTimes {
    var times = LevelTimes()
    for level in WarningLevel.allCases {
      times[level] = json?[level.rawValue]?.integer.map(Instant.init(milliseconds:))
    }
    return times
  }

  public init(json: JSON) {
    level = json["level"]?.string.flatMap(WarningLevel.init(rawValue:))
    lastAt = json["lastAt"]?.integer.map(Instant.init(milliseconds:))
    lastValue = json["lastValue"]?.double
    backSince = Self.times(json["backSince"])
    raisedAt = json["raisedAt"]?.integer.map(Instant.init(milliseconds:))
    extreme = json["extreme"]?.double
    exceedances = json["exceedances"]?.integer ?? 0
    passedSince = Self.times(json["passedSince"])
    failures = json["failures"]?.integer ?? 0
  }
}
