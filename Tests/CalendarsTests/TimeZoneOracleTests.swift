// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Compares with Python's `zoneinfo`, which reads the same files.
@Suite struct TimeZoneOracleTests {
  private static let zones = [
    "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu",
    "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Dublin",
    "Europe/Lisbon", "Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Kiritimati", "UTC",
  ]

  @Test func offsetsAgree() throws {
    let script = """
      import sys
      try:
          import zoneinfo
      except ImportError:
          sys.exit(9)
      import datetime, random
      if not zoneinfo.TZPATH or zoneinfo.TZPATH[0] != "/usr/share/zoneinfo":
          zoneinfo.reset_tzpath(to=["/usr/share/zoneinfo"])
      generator = random.Random(20261124)
      low, high = -2208988800, 7258118400
      epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
      for name in sys.argv[1:]:
          zone = zoneinfo.ZoneInfo(name)
          for _ in range(3000):
              second = generator.randrange(low, high)
              moment = (epoch + datetime.timedelta(seconds=second)).astimezone(zone)
              print(name, second, int(moment.utcoffset().total_seconds()))
      """
    guard let output = try Python.output(of: script, Self.zones) else {
      print("skipped: no Python here has zoneinfo (3.9 or newer)")
      return
    }
    var rules: [Substring: TimeZoneRules] = [:]
    var compared = 0
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      let zone = try rules[words[0]] ?? TimeZoneRules.named(String(words[0]))
      rules[words[0]] = zone
      let second = try #require(Int64(words[1]))
      if zone.offset(at: Instant(seconds: second)) != Int(words[2]) {
        Issue.record("\(line), not \(zone.offset(at: Instant(seconds: second)))")
      }
      compared += 1
    }
    #expect(compared == Self.zones.count * 3000)
  }

  /// Local times back to instants, against nothing but offsets.
  @Test(arguments: zones) func localTimesLeadBack(_ name: String) throws {
    let zone = try TimeZoneRules.named(name)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let instant = Instant(seconds: Int64.random(in: -2_208_988_800..<30_000_000_000, using: &generator))
      let local = zone.localTime(of: instant)
      let instants = zone.instants(of: local)
      if !instants.contains(instant) || !instants.allSatisfy({ zone.localTime(of: $0) == local }) {
        Issue.record("\(instant) shows \(local), which leads to \(instants)")
      }
    }
  }
}
