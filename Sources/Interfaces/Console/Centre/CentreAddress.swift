// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// What the operation centre shows, as its address says it.
struct CentreAddress: Sendable, Hashable {
  /// Which rows are beside the map.
  enum Rows: String, CaseIterable, Sendable {
    /// What is open, by due date.
    case queue
    case late
    /// Due within four hours.
    case soon
    /// What came in last.
    case new
    /// The warnings that are on.
    case warnings
  }

  /// Code of the area that is looked at; `nil` for the whole city.
  var area: String?
  var rows = Rows.queue
  var matter: Identifier?
  /// Code of a series.
  var sensor: String?
  var box: BoundingBox?
  var isWall = false

  init() {}

  init(_ call: Call) {
    area = call.string("area")
    rows = call.string("show").flatMap(Rows.init) ?? .queue
    matter = call.string("matter").flatMap { Identifier($0) }
    sensor = call.string("sensor")
    box = call.string("box").flatMap(Self.box)
    isWall = Theme.of(call.head) == .wall
  }

  static let parameters: [Parameter] = [
    .query("area", .stringSchema(length: 0...100), "Code of the area that is looked at."),
    .query("show", .stringSchema(length: 0...20), "Which rows are beside the map."),
    .query("matter", .stringSchema(length: 0...40), "The matter that is looked at."),
    .query("sensor", .stringSchema(length: 0...256), "Code of the series that is looked at."),
    .query("box", .stringSchema(length: 0...100), "A box whose matters are looked at: west,south,east,north."),
  ]

  private static func box(_ text: String) -> BoundingBox? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] <= numbers[2], numbers[1] <= numbers[3],
      (-180...180).contains(numbers[0]), (-180...180).contains(numbers[2]), (-90...90).contains(numbers[1]),
      (-90...90).contains(numbers[3])
    else { return nil }
    return BoundingBox(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3])
  }

  /// The same, changed.
  func with(_ change: (inout CentreAddress) -> Void) -> CentreAddress {
    var other = self
    change(&other)
    return other
  }

  /// The rows without what was opened of them.
  var closed: CentreAddress {
    with { address in
      address.matter = nil
      address.sensor = nil
      address.box = nil
    }
  }

  var text: String {
    var parts: [String] = []
    if let area { parts.append("area=\(LocalAddress.encoded(area))") }
    if rows != .queue { parts.append("show=\(rows.rawValue)") }
    if let box { parts.append("box=\(box.west),\(box.south),\(box.east),\(box.north)") }
    if let matter { parts.append("matter=\(matter)") }
    if let sensor { parts.append("sensor=\(LocalAddress.encoded(sensor))") }
    if isWall { parts.append("theme=wall") }
    return parts.isEmpty ? "/centre" : "/centre?" + parts.joined(separator: "&")
  }
}
