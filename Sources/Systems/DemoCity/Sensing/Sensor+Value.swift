// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// What a sensor tells at a moment: the rhythm of day and week, weather, noise, and now and then a fault.
struct SensorModel: Sendable {
  let seed: UInt64
  let weather: Weather

  init(seed: UInt64) {
    self.seed = seed
    weather = Weather(seed: seed)
  }

  /// What can be wrong.
  private enum Fault {
    /// It says nothing.
    case silent
    /// It says the same all the time.
    case stuck
    /// What it measures is wrong indeed, the more the nearer 1 the strength is.
    case trouble(Double)
  }

  /// The reading; `nil` while the sensor is silent. The same for the same sensor and moment, whenever it is asked for.
  func value(of sensor: Sensor, at instant: Instant) -> Double? {
    var moment = instant
    var trouble = 0.0
    switch fault(of: sensor, at: instant) {
    case .silent: return nil
    case .stuck: moment = Instant(milliseconds: instant.milliseconds / Self.window * Self.window)
    case .trouble(let strength): trouble = strength
    case nil: break
    }
    let noise = Chance.unit(seed ^ 0x5EED, sensor.number, Int(moment.milliseconds / 1000)) * 2 - 1
    // Of this sensor alone, 0 to 1.
    let own = Chance.unit(seed, sensor.number, 7)
    let value = plain(sensor.kind, own: own, noise: noise, trouble: trouble, LocalMoment(moment), moment)
    let scale = Self.scale(sensor.kind)
    return (value * scale).rounded() / scale
  }

  private func plain(
    _ kind: Sensor.Kind, own: Double, noise: Double, trouble: Double, _ local: LocalMoment, _ moment: Instant
  ) -> Double {
    let day = sin((local.hour - 9) / 24 * 2 * .pi)
    switch kind {
    case .bridgeTilt: return 0.01 + 0.02 * own + 0.004 * day + 0.002 * noise + 0.4 * trouble
    case .bridgeStrain:
      return 60 + 60 * own + 18 * day + 40 * Self.traffic(local) + 6 * noise + 420 * trouble
    case .bridgeDeflection: return 4 + 6 * own + 7 * Self.traffic(local) + noise + 45 * trouble
    case .pipePressure:
      return 0.36 + 0.06 * own - 0.05 * Self.waterUse(local) + 0.006 * noise - 0.3 * trouble
    case .drainLevel:
      // Blocked drains are what makes rain a flood.
      return 0.15 + 0.2 * own + 0.06 * Self.waterUse(local) + 0.5 * weather.rain(at: moment) + 0.01 * noise
        + 1.4 * trouble
    case .airPM25:
      let winter = [1.6, 1.5, 1.3, 1.1, 0.9, 0.8, 0.7, 0.7, 0.8, 1, 1.3, 1.5][local.month - 1]
      let slow = Chance.unit(seed, local.day, 11) * 30
      let washed = 1 - 0.6 * weather.rain(at: moment)
      return max(3, (14 + 10 * own + slow + 8 * Self.traffic(local) + 3 * noise) * winter * washed + 160 * trouble)
    case .trafficFlow:
      return max(0, (300 + 2400 * own) * Self.traffic(local) * (1 + 0.08 * noise) * (1 - 0.9 * trouble))
    case .lampPower:
      let isNight = local.hour < 5.8 || local.hour >= 18.2
      return isNight ? (6 + 10 * own) * (1 + 0.02 * noise) * (1 + 0.9 * trouble) : 0.05 + 0.02 * abs(noise)
    }
  }

  private static func scale(_ kind: Sensor.Kind) -> Double {
    switch kind {
    case .bridgeTilt, .pipePressure: 10_000
    case .drainLevel: 1000
    case .bridgeDeflection, .lampPower: 100
    case .bridgeStrain, .airPM25: 10
    case .trafficFlow: 1
    }
  }

  /// How much of the most there can be is on the roads, 0 to 1.
  static func traffic(_ local: LocalMoment) -> Double {
    func peak(_ hour: Double, _ width: Double) -> Double {
      let distance = (local.hour - hour) / width
      return 1 / (1 + distance * distance * distance * distance)
    }
    let through = 0.06 + 0.5 * peak(13.5, 6.5)
    return local.isWeekend
      ? min(1, through + 0.25 * peak(11, 2.5) + 0.3 * peak(16.5, 3))
      : min(1, through + 0.5 * peak(7.8, 1.4) + 0.55 * peak(17.8, 1.7))
  }

  /// How much water is used, 0 to 1.
  private static func waterUse(_ local: LocalMoment) -> Double {
    let morning = abs(local.hour - (local.isWeekend ? 8.5 : 7)) / 2.2
    let evening = abs(local.hour - 19.5) / 3
    return min(1, (local.hour < 5 ? 0.08 : 0.35) + 0.6 / (1 + morning * morning) + 0.55 / (1 + evening * evening))
  }

  private static let window: Int64 = 6 * 3_600_000

  /// Of so many windows of a sensor one has a fault: in a city of 2,000 sensors one or two have trouble at any time.
  private static let windowsPerFault = 400.0

  /// Faults lie in a window of six hours, anywhere in it, and last for half an hour to four hours.
  private func fault(of sensor: Sensor, at instant: Instant) -> Fault? {
    let window = instant.milliseconds / Self.window
    let draw = Chance.unit(seed ^ 0xFA17, sensor.number, Int(window))
    guard draw < 1 / Self.windowsPerFault else { return nil }
    let key = Chance.unit(seed ^ 0xFA18, sensor.number, Int(window))
    let length = (0.5 + 3.5 * Chance.unit(seed ^ 0xFA19, sensor.number, Int(window))) * 3_600_000
    let start = (Double(Self.window) - length) * Chance.unit(seed ^ 0xFA1A, sensor.number, Int(window))
    let into = Double(instant.milliseconds - window * Self.window) - start
    guard into >= 0, into < length else { return nil }
    switch draw * Self.windowsPerFault {
    case ..<0.2: return .silent
    case ..<0.35: return .stuck
    // It grows for a while and stays.
    default: return .trouble((0.35 + 0.65 * key) * min(1, into / (length * 0.4)))
    }
  }
}
