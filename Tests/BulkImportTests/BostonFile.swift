// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A file of service requests, written for a test.
struct BostonFile {
  static let headings = """
    ,CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,CLOSURE_REASON,CASE_TITLE,SUBJECT,REASON,TYPE,\
    QUEUE,Department,SubmittedPhoto,ClosedPhoto,Location,fire_district,pwd_district,city_council_district,police_district,\
    neighborhood,neighborhood_services_district,ward,precinct,land_usage,LOCATION_STREET_NAME,LOCATION_ZIPCODE,\
    Property_Type,Property_ID,LATITUDE,LONGITUDE,Source,Geocoded_Location
    """

  private(set) var text = Self.headings + "\n"
  private var count = 0

  /// Adds a row; times are days of January 2015 and hours: `"05 07"` is the 5th at 7 in the morning.
  mutating func add(
    _ id: String, opened: String, target: String? = nil, closed: String? = nil, status: String = "",
    reason: String = "Case Closed Case Resolved", type: String = "Missing Sign", department: String = "BTDT",
    neighborhood: String = "Beacon Hill", property: String = "", at place: (Double, Double)? = nil
  ) {
    count += 1
    let position = place.map { "\($0.0),\($0.1)" } ?? "42.3594,-71.0587"
    let geocoded = place.map { "\"(\($0.0), \($0.1))\"" } ?? "\"(0, 0)\""
    let state = closed == nil ? "Open" : "Closed"
    text += "\(count),\(id),\(Self.time(opened)),\(Self.time(target)),\(Self.time(closed)),\(status),\(state),"
    text += closed == nil ? "," : "\"\(reason)\","
    text += "PRINTED,Transportation,Signs,\(type),BTDT_Sign Shop,\(department),,,1 Main St,,,,,"
    text += "\(neighborhood),,,,,,,,\(property),\(position),Constituent Call,\(geocoded)\n"
  }

  private static func time(_ text: String?) -> String {
    guard let text else { return "" }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let hour = Int(parts[1]) else { return text }
    let shown = hour % 12 == 0 ? 12 : hour % 12
    return "01/\(parts[0])/2015 \(shown < 10 ? "0" : "")\(shown):00:00 \(hour < 12 ? "AM" : "PM")"
  }
}
