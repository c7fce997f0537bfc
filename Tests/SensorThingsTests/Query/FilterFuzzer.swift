// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import SensorThings
import TestSupport

/// Makes conditions over `SmallWorld`: within the grammar and its types, or broken.
struct FilterFuzzer {
  private var random: SeededGenerator
  private var left = 0
  private var root = "Observation"
  /// Variables of lambda expressions and what they stand for.
  private var variables: [(String, String)] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices.randomElement(using: &random)! }
  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// A condition on entities of the kind.
  mutating func filter(of root: String) -> String {
    self.root = root
    variables = []
    left = 2 + number(14)
    return condition()
  }

  /// The same with some characters changed.
  mutating func broken(of root: String) -> String {
    var scalars = Array(filter(of: root).unicodeScalars)
    for _ in 0...number(4) where !scalars.isEmpty {
      let place = number(scalars.count)
      switch number(4) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(contentsOf: pick(Self.pieces).unicodeScalars, at: place)
      case 2: scalars[place] = Unicode.Scalar(UInt8.random(in: 1...126, using: &random))
      default: scalars.removeSubrange(place..<min(scalars.count, place + number(8)))
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Words and signs in any order.
  mutating func tokens() -> String {
    (0..<(1 + number(25))).map { _ in pick(Self.pieces) }.joined(separator: chance(70) ? " " : "")
  }

  static let pieces = [
    "(", ")", "'", "''", ",", "/", "[", "]", "[0]", ":", ";", "$", "@iot.id", "-", "+", ".", "1", "0.5", "1e9", "-7",
    "2026-01-01",
    "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", "08:30", "duration'PT1H'",
    "geography'POINT (1 2)'",
    "geography'POLYGON ((0 0,1 0,1 1,0 0))'", "null", "true", "not", "and", "or", "eq", "ne", "lt", "le", "gt", "ge",
    "in", "add", "sub",
    "mul", "div", "mod", "any(", "all(d:", "d/", "Datastream/", "Datastreams/", "name", "result", "phenomenonTime",
    "properties/a",
    "st_within(", "geo.distance(", "substring(", "concat(", "now()", "year(", "\u{e9}", "\u{1F40E}", "%", "&", "=",
    "$top=1", "$filter=",
    "9999999999999999999999", "SRID=4326;", "EMPTY", "*",
  ]

  // MARK: Conditions

  private mutating func condition() -> String {
    left -= 1
    guard left > 0 else { return comparison() }
    switch number(12) {
    case 0, 1: return "\(grouped()) \(pick(["and", "or"])) \(grouped())"
    case 2: return "not \(grouped())"
    case 3: return "(\(condition()))"
    case 4:
      guard chance(50) else { return "\(text()) in ('a',\(literalText()),null)" }
      return "\(pick([dynamic(), literalText(), "3", "true"])) in \(array())"
    case 5: return "\(pick(["substringof", "startswith", "endswith"]))(\(text()),\(text()))"
    case 6: return quantified()
    case 7: return spatial() ?? comparison()
    case 8: return "\(pick(["before", "after", "meets", "overlaps", "starts", "finishes"]))(\(time()),\(time()))"
    case 9: return "(\(condition())) \(pick(["eq", "ne"])) \(pick(["true", "false", "null"]))"
    default: return comparison()
    }
  }

  private mutating func grouped() -> String { chance(60) ? "(\(condition()))" : comparison() }

  private mutating func comparison() -> String {
    let sign = pick(["eq", "ne", "lt", "le", "gt", "ge"])
    switch number(9) {
    case 0, 1: return "\(sum()) \(sign) \(sum())"
    case 2: return "\(text()) \(sign) \(text())"
    case 3: return "\(dynamic()) \(sign) \(pick([dynamic(), "2", "'a'", "null"]))"
    case 4: return "\(dynamic()) \(pick(["eq", "ne"])) \(pick(["true", "false", "null"]))"
    case 5, 6: return "\(time()) \(sign) \(time())"
    case 7: return "\(pick([time(), text(), path("id")])) \(pick(["eq", "ne"])) null"
    default: return dayPart(sign)
    }
  }

  private mutating func dayPart(_ sign: String) -> String {
    switch number(4) {
    case 0: "date(\(time())) \(sign) 2026-01-0\(1 + number(2))"
    case 1: "time(\(time())) \(sign) 0\(number(9)):30"
    case 2: "\(time()) sub \(time()) \(sign) duration'PT\(number(9))H'"
    default:
      "\(pick(["year", "month", "day", "hour", "minute", "second"]))(\(time())) \(sign) \(pick(["1", "2026", "6", "30"]))"
    }
  }

  private mutating func quantified() -> String {
    guard let (start, type) = variables.last ?? Optional(("", root)), left > 1 else { return comparison() }
    let sets = [
      "Thing": [("Datastreams", "Datastream"), ("Locations", "Location")],
      "Datastream": [("Observations", "Observation")],
      "Location": [("Things", "Thing")], "Observation": [("Datastream/Observations", "Observation")],
    ]
    let (set, target) = pick(sets[type] ?? [])
    if chance(10) { return "\(start)\(set)/any()" }
    let name = "v\(variables.count)"
    let before = variables
    variables.append((name + "/", target))
    defer { variables = before }
    return "\(start)\(set)/\(pick(["any", "all"]))(\(name):\(condition()))"
  }

  private mutating func spatial() -> String? {
    let shape = pick([
      "POINT (1 1)", "POINT (8 51)", "LINESTRING (0 4,4 0)", "POLYGON ((-1 -1,5 -1,5 5,-1 5,-1 -1))",
      "POLYGON ((2 2,6 2,6 6,2 6,2 2))",
    ])
    let place: String
    switch variables.last?.1 ?? root {
    case "Location": place = path("location")
    case "Thing": place = path("Locations/location")
    case "Datastream": place = path("Thing/Locations/location")
    default: place = path("Datastream/Thing/Locations/location")
    }
    switch number(4) {
    case 0:
      return
        "geo.distance(\(place),geography'\(shape)') \(pick(["lt", "le", "gt", "ge", "eq", "ne"])) \(pick(["0", "1", "4.5", "-1"]))"
    case 1: return "geo.length(\(place)) \(pick(["lt", "le", "gt", "ge", "eq", "ne"])) \(pick(["0", "5"]))"
    case 2: return "st_relate(\(place),geography'\(shape)','\(pick(["T********", "FF*FF****", "T*F**F***"]))')"
    default:
      let name = pick([
        "st_equals", "st_touches", "st_within", "st_overlaps", "st_crosses", "st_intersects", "st_contains",
        "st_disjoint",
      ])
      return chance(50) ? "\(name)(\(place),geography'\(shape)')" : "\(name)(geography'\(shape)',\(place))"
    }
  }

  // MARK: Values

  private mutating func path(_ property: String) -> String { (variables.last?.0 ?? "") + property }

  private mutating func dynamic() -> String {
    switch variables.last?.1 ?? root {
    case "Thing":
      path(
        pick([
          "properties/floors", "properties/tag", "properties/open", "properties/list[1][0]", "properties/n",
          "Datastreams/properties/limit", "id",
        ]))
    case "Datastream":
      path(
        pick(["properties/limit", "unitOfMeasurement/symbol", "Thing/properties/floors", "Thing/properties/open", "id"])
      )
    case "Location": path(pick(["id", "properties/x", "Things/properties/tag"]))
    default:
      path(
        pick([
          "parameters/n", "parameters/s", "Datastream/properties/limit", "Datastream/Thing/properties/floors", "id",
        ]))
    }
  }

  private mutating func array() -> String {
    switch variables.last?.1 ?? root {
    case "Thing": path(pick(["properties/tags", "properties/list", "properties/list[1]", "properties/n"]))
    case "Datastream": path(pick(["Thing/properties/tags", "properties/limit"]))
    case "Location": path("Things/properties/tags")
    default: path(pick(["Datastream/Thing/properties/tags", "Datastream/Thing/properties/list", "parameters/s"]))
    }
  }

  private mutating func text() -> String {
    left -= 1
    guard left > 0 else { return chance(50) ? literalText() : name() }
    return switch number(8) {
    case 0: "tolower(\(text()))"
    case 1: "concat(\(text()),\(text()))"
    case 2: "substring(\(text()),\(pick(["0", "1", "3"])))"
    case 3: "substring(\(text()),\(sum()),\(pick(["1", "2"])))"
    case 4: "trim(\(text()))"
    case 5: literalText()
    default: name()
    }
  }

  private mutating func name() -> String {
    switch variables.last?.1 ?? root {
    case "Thing": path(pick(["name", "description", "Locations/name", "properties/tag", "Datastreams/Sensor/name"]))
    case "Datastream": path(pick(["name", "description", "Sensor/name", "Thing/description"]))
    case "Location": path(pick(["name", "Things/name"]))
    default: path(pick(["parameters/s", "Datastream/name", "Datastream/Thing/name", "Datastream/Sensor/description"]))
    }
  }

  private mutating func literalText() -> String { pick(["'a'", "'Road'", "'r'", "''", "'it''s'", "'路'", "'S'"]) }

  private mutating func sum() -> String {
    left -= 1
    guard left > 0 else { return pick(["0", "1", "2.5", "-2", "3", amount()]) }
    return switch number(9) {
    case 0, 1: "\(sum()) \(pick(["add", "sub", "mul"])) \(sum())"
    case 2: "\(amount()) \(pick(["div", "mod"])) \(pick(["2", "0", "-4"]))"
    case 3: "\(pick(["round", "floor", "ceiling"]))(\(amount()))"
    case 4: "length(\(text()))"
    case 5: "indexof(\(text()),\(literalText()))"
    case 6: "(\(sum()))"
    default: amount()
    }
  }

  private mutating func amount() -> String {
    switch variables.last?.1 ?? root {
    case "Thing": path(pick(["id", "properties/floors", "properties/half", "Datastreams/properties/limit"]))
    case "Datastream": path(pick(["id", "properties/limit", "Thing/properties/half"]))
    case "Location": path("id")
    default: path(pick(["result", "result", "parameters/n", "id", "Datastream/properties/limit"]))
    }
  }

  private mutating func time() -> String {
    let constant = pick([
      "2026-01-01T02:00:00Z", "2026-01-01T04:00:00+01:00", "now()", "2026-01-01T02:00:00Z/2026-01-01T04:00:00Z",
      "2026-01-01T04:00:00Z/PT90M",
    ])
    switch variables.last?.1 ?? root {
    case "Datastream": return pick([constant, path("phenomenonTime")])
    case "Thing": return pick([constant, path("Datastreams/phenomenonTime")])
    case "Location": return constant
    default:
      let path = path(pick(["phenomenonTime", "resultTime", "validTime", "Datastream/phenomenonTime"]))
      return pick([constant, path, "\(path) \(pick(["add", "sub"])) duration'PT1H'"])
    }
  }
}
