// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Vocabulary

/// A report that somebody will make.
struct Report: Sendable {
  var at: Instant
  var type: String
  var priority: MatterPriority
  var point: Point
  var community: Int
  /// It is about the same as one of those before it.
  var isRepeated: Bool
}

/// What is reported when and where: seasons, weekdays, rush hours, rain, hot spots.
struct ReportModel: Sendable {
  private let ground: DemoGround
  private let weather: Weather
  private let seed: UInt64
  /// Communities with markets, stations and the like.
  private let hotSpots: [Int]
  private let weights: [Double]

  init(_ ground: DemoGround) {
    self.ground = ground
    seed = ground.seed
    weather = Weather(seed: ground.seed)
    var random = RandomStream(seed: ground.seed, "hot spots")
    let communities = ground.division.communities
    hotSpots = (0..<max(4, communities.count / 8)).map { _ in random.integer(below: communities.count) }
    var weights = communities.map { $0.hasCells ? 3.0 : 1.0 }
    for spot in hotSpots { weights[spot] += 6 }
    self.weights = weights
  }

  /// How much is reported on a day compared with others.
  func weight(ofDay day: Int) -> Double {
    let noon = LocalMoment.instant(day: day, hour: 12)
    let local = LocalMoment(noon)
    let season = [0.88, 0.8, 0.98, 1.03, 1.06, 1.1, 1.15, 1.14, 1.06, 1.0, 0.95, 0.92][local.month - 1]
    let rain = [3.0, 9, 15, 21].map { weather.rain(at: LocalMoment.instant(day: day, hour: $0)) }.reduce(0, +) / 4
    let week = [1.12, 1.05, 1.02, 1.0, 1.03, 0.84, 0.72][local.weekday - 1]
    return season * week * (1 + 0.5 * rain) * (0.9 + 0.2 * Chance.unit(seed ^ 0xDA7, day))
  }

  /// The reports of a day between two moments, in the order of time.
  func reports(_ count: Int, onDay day: Int, from: Instant, to: Instant) -> [Report] {
    var random = RandomStream(seed: Chance.bits(seed ^ 0x4E9, day), "reports")
    let hours = (0..<24).map {
      Self.hourly[$0] * (LocalMoment(LocalMoment.instant(day: day, hour: 12)).isWeekend ? Self.weekend[$0] : 1)
    }
    var reports: [Report] = []
    for _ in 0..<count {
      let hour = Double(random.index(of: hours)) + random.unit()
      let at = LocalMoment.instant(day: day, hour: hour)
      let report = report(at: at, &random)
      if at >= from, at < to { reports.append(report) }
    }
    return reports.sorted { ($0.at, $0.type, $0.community) < ($1.at, $1.type, $1.community) }
  }

  /// One report at a moment.
  func report(at: Instant, _ random: inout RandomStream) -> Report {
    let type = pickType(at, &random)
    let community = random.index(of: weights)
    let priority: MatterPriority =
      random.chance(ReportTypes.urgent[type] ?? 0.02) ? (random.chance(0.08) ? .supervised : .urgent) : .normal
    return Report(
      at: at, type: type, priority: priority, point: place(in: community, &random), community: community,
      isRepeated: random.chance(0.05))
  }

  private func pickType(_ at: Instant, _ random: inout RandomStream) -> String {
    // 97.5 % events, 2.5 % components, as the city of Tianmen counted them.
    if random.chance(0.025) {
      return ReportTypes.components[random.index(of: ReportTypes.components.map(\.weight))].type
    }
    let local = LocalMoment(at)
    let rain = weather.rain(at: at)
    let isCold = local.month <= 2 || local.month == 12
    let isNight = local.hour < 6 || local.hour >= 20
    let weights = ReportTypes.events.map { event -> Double in
      switch event.type {
      case "road-flooding": event.weight * (0.2 + 40 * rain)
      case "pipe-burst": event.weight * (isCold ? 3 : 1)
      case "waste-burning": event.weight * (local.month >= 10 || local.month <= 2 ? 2.5 : 0.7)
      case "public-noise", "construction-noise", "cooking-smoke": event.weight * (isNight ? 3 : 0.6)
      case "street-vending", "shop-overflow": event.weight * (rain > 0.2 ? 0.3 : 1) * (isNight ? 0.7 : 1.1)
      case "dust": event.weight * (rain > 0.1 ? 0 : 1)
      case "illegal-parking": event.weight * (0.6 + SensorModel.traffic(local))
      default: event.weight
      }
    }
    return ReportTypes.events[random.index(of: weights)].type
  }

  private func place(in community: Int, _ random: inout RandomStream) -> Point {
    let meshes = ground.division.communities[community].meshes
    let (column, row) = (meshes.columns.lowerBound, meshes.rows.lowerBound)
    let isHot = hotSpots.contains(community) && random.chance(0.6)
    for _ in 0..<6 {
      let (u, v) =
        isHot
        ? (0.5 + 0.1 * random.normal(), 0.5 + 0.1 * random.normal())
        : (random.number(in: 0.03...0.97), random.number(in: 0.03...0.97))
      let point = ground.grid.point(column: column, row: row, min(0.97, max(0.03, u)), min(0.97, max(0.03, v)))
      if !ground.grid.river.isNear(point, margin: 5) { return point }
    }
    return ground.grid.point(column: column, row: row, 0.5, 0.5)
  }

  /// Which part of the reports of a weekday is made in an hour.
  static func share(ofHour hour: Int) -> Double { hourly[hour] / hourly.reduce(0, +) }

  private static let hourly: [Double] = [
    0.6, 0.4, 0.3, 0.25, 0.3, 0.6, 1.5, 4.2, 7.4, 8.6, 8.2, 6.6, 4.4, 4.6, 6.8, 7.6, 7.2, 6.4, 5.2, 5.4, 4.8, 3.6, 2.2,
    1.1,
  ]
  private static let weekend: [Double] = [
    1.4, 1.4, 1.2, 1, 1, 0.8, 0.6, 0.55, 0.65, 0.8, 0.9, 1, 1.1, 1.1, 1, 1, 1, 1, 1.2, 1.4, 1.5, 1.5, 1.5, 1.5,
  ]
}

/// The types that people report, and how often.
enum ReportTypes {
  static let events: [(type: String, weight: Double)] = [
    ("illegal-parking", 14), ("exposed-rubbish", 13), ("shared-bicycles", 11), ("unclean-road", 8),
    ("street-vending", 8),
    ("shop-overflow", 7), ("illegal-flyers", 5), ("public-noise", 4), ("construction-noise", 3), ("cooking-smoke", 3),
    ("construction-waste", 3), ("dust", 2), ("muck-spill", 1.5), ("dog-fouling", 1.5), ("hanging-banners", 1.5),
    ("stray-animals", 1.2), ("water-rubbish", 1), ("damaged-lawn", 1), ("illegal-billboard", 1),
    ("illegal-building", 1),
    ("road-works", 0.7), ("waste-burning", 0.7), ("lift-fault", 0.7), ("road-flooding", 0.6), ("pipe-burst", 0.4),
    ("gas-smell", 0.25), ("road-collapse", 0.15),
  ]

  static let components: [(type: String, weight: Double)] = [
    ("manhole-cover", 20), ("street-light", 22), ("hydrant", 3), ("road-sign", 8), ("rubbish-bin", 12),
    ("street-tree", 9),
    ("rain-grate", 9), ("traffic-light", 6), ("guardrail", 8), ("bus-shelter", 3), ("public-toilet", 4),
    ("park-bench", 5),
    ("bridge-railing", 1),
  ]

  /// How likely a report is urgent; 2 % of the others are.
  static let urgent: [String: Double] = [
    "road-collapse": 0.7, "gas-smell": 0.9, "pipe-burst": 0.5, "manhole-cover": 0.4, "traffic-light": 0.35,
    "road-flooding": 0.3, "lift-fault": 0.4, "street-tree": 0.3, "muck-spill": 0.1,
  ]
}
