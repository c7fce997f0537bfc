// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How often work ends after its due date, so that departments, parts of the city, months and people differ as they do in a city:
/// who compares them sees something.
struct Punctuality: Sendable {
  /// The part of its matters that the best and the worst department is late with.
  private static let shares = 0.012...0.18
  /// The heat and storms of summer, the weeks around the Spring Festival and the end of the year hold work up.
  private static let months = [1.0, 1.35, 0.8, 0.75, 0.85, 1.1, 1.35, 1.25, 0.9, 0.8, 0.95, 1.2]

  private let seed: UInt64
  private let shareOf: [String: Double]

  /// The departments are put in an order that the seed decides and spread evenly: drawn one by one, all might be alike.
  init(seed: UInt64, departments: [String]) {
    self.seed = seed
    let drawn = departments.map { (Chance.unit(seed, Chance.number(of: $0), 11), $0) }.sorted { $0 < $1 }
    let width = Self.shares.upperBound - Self.shares.lowerBound
    let last = Double(max(1, drawn.count - 1))
    shareOf = Dictionary(
      drawn.enumerated().map { ($1.1, Self.shares.lowerBound + width * Double($0) / last) }
    ) { first, _ in first }
  }

  /// How likely a matter will be late, 0 to 0.4.
  ///
  /// - Parameters:
  ///   - areas: codes of the district and street in which the matter is.
  ///   - month: 1 to 12, when it came in.
  ///   - pace: of whoever handles it, 0.6 to 1.5.
  func lateShare(department: String, areas: [String], month: Int, pace: Double) -> Double {
    let place = areas.reduce(0.5) { $0 + Chance.unit(seed, Chance.number(of: $1), 12) / Double(areas.count) }
    let share = shareOf[department] ?? Self.shares.lowerBound
    return min(0.4, share * place * Self.months[month - 1] * (0.5 + 0.5 * pace))
  }
}
