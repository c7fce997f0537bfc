// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A place on the earth in WGS 84 degrees (RFC 7946 §3.1.1, §4).
public struct Position: Hashable, Sendable {
  /// Degrees east of Greenwich, −180 to 180.
  public var longitude: Double
  /// Degrees north of the equator, −90 to 90.
  public var latitude: Double
  /// Metres above the WGS 84 ellipsoid, where known.
  public var altitude: Double?

  public init(longitude: Double, latitude: Double, altitude: Double? = nil) {
    self.longitude = longitude
    self.latitude = latitude
    self.altitude = altitude
  }

  public init(_ longitude: Double, _ latitude: Double) { self.init(longitude: longitude, latitude: latitude) }

  /// Reads `[longitude, latitude]` or `[longitude, latitude, altitude]`; further numbers are ignored (RFC 7946 §3.1.1).
  ///
  /// - Parameter pointer: JSON Pointer to `json`, for messages.
  /// - Throws: `Problem` of code `invalid` naming the place in the input.
  public init(json: JSON, at pointer: String = "") throws(Problem) {
    guard let numbers = json.array else {
      throw .geometry(
        pointer, "must be a position [longitude, latitude], not of kind \(json.kind)",
        "应为坐标 [经度, 纬度]，而不是\(json.chineseKind)")
    }
    guard numbers.count >= 2 else {
      throw .geometry(pointer, "a position has at least longitude and latitude", "坐标至少要有经度和纬度")
    }
    guard let longitude = numbers[0].double, (-180.0...180.0).contains(longitude) else {
      throw .geometry(
        "\(pointer)/0", "a longitude is a number of degrees from -180 to 180, not \(numbers[0].text)",
        "经度应为 -180 至 180 之间的度数，而不是 \(numbers[0].text)")
    }
    guard let latitude = numbers[1].double, (-90.0...90.0).contains(latitude) else {
      throw .geometry(
        "\(pointer)/1", "a latitude is a number of degrees from -90 to 90, not \(numbers[1].text)",
        "纬度应为 -90 至 90 之间的度数，而不是 \(numbers[1].text)")
    }
    self.init(longitude: longitude, latitude: latitude)
    if numbers.count > 2 {
      guard let altitude = numbers[2].double, altitude.isFinite else {
        throw .geometry(
          "\(pointer)/2", "an altitude is a number of metres, not of kind \(numbers[2].kind)",
          "高程应为以米计的数，而不是\(numbers[2].chineseKind)")
      }
      self.altitude = altitude
    }
  }

  /// `[longitude, latitude]`, with the altitude where there is one.
  public var json: JSON {
    var numbers: [JSON] = [.number(longitude), .number(latitude)]
    if let altitude { numbers.append(.number(altitude)) }
    return .array(numbers)
  }
}

extension Problem {
  /// A fault in a geometry; an empty pointer is the geometry itself.
  static func geometry(_ pointer: String, _ english: String, _ chinese: String) -> Problem {
    .invalid(pointer, english, chinese)
  }
}
