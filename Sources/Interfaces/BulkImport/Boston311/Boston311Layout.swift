// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Calendars
import Matters
import Vocabulary

/// The columns of Boston's files, and how their values are found in a pack.
///
/// A matter type's code is the slug of `TYPE`, a district's that of `neighborhood`, a department's is `Department` as it is.
/// Times are local. One that the clocks showed twice is the earlier of the two; one that they skipped is an hour later.
struct Boston311Layout: Sendable {
  private let zone: TimeZoneRules
  private let catalogue: Catalogue
  private let caseID, opened, target, closed, status, caseStatus, reason, title, type, queue, department, photo: Int
  private let location, neighborhood, property, latitude, longitude, source, geocoded: Int

  /// - Throws: `CSVFault` naming the first column that is missing.
  init(_ reader: CSVReader, zone: TimeZoneRules, catalogue: Catalogue) throws(CSVFault) {
    self.zone = zone
    self.catalogue = catalogue
    caseID = try reader.column("CASE_ENQUIRY_ID")
    opened = try reader.column("OPEN_DT")
    target = try reader.column("TARGET_DT")
    closed = try reader.column("CLOSED_DT")
    status = try reader.column("OnTime_Status")
    caseStatus = try reader.column("CASE_STATUS")
    reason = try reader.column("CLOSURE_REASON")
    title = try reader.column("CASE_TITLE")
    type = try reader.column("TYPE")
    queue = try reader.column("QUEUE")
    department = try reader.column("Department")
    photo = try reader.column("SubmittedPhoto")
    location = try reader.column("Location")
    neighborhood = try reader.column("neighborhood")
    property = try reader.column("Property_ID")
    latitude = try reader.column("LATITUDE")
    longitude = try reader.column("LONGITUDE")
    source = try reader.column("Source")
    geocoded = try reader.column("Geocoded_Location")
  }

  func row(_ record: CSVRecord, in reader: CSVReader) throws(CSVFault) -> Boston311Row {
    let id = try required(record, caseID, reader)
    guard id.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw reader.fault(record, caseID, "\"\(id.prefix(40))\" is no case number; one is made of digits")
    }
    let typeName = try required(record, type, reader)
    let opened = try time(record, opened, reader)
    guard let opened else { throw reader.fault(record, self.opened, "it is missing; a case was opened at some time") }
    let title = try reader.text(record, title)
    let property = try reader.text(record, property)
    let address = try reader.text(record, location)
    let closed = try time(record, self.closed, reader)
    let reason = try reader.text(record, self.reason)
    return Boston311Row(
      caseID: id, type: try typeCode(typeName, record, reader), typeName: typeName,
      department: try departmentCode(record, reader), district: try districtCode(record, reader), opened: opened,
      target: try time(record, target, reader), closed: closed,
      status: try onTimeStatus(record, reader), isOpen: try reader.text(record, caseStatus) == "Open",
      closureReason: reason, title: title == typeName ? "" : title,
      position: try position(record, reader), address: address.isEmpty ? nil : address,
      property: property.isEmpty ? nil : property,
      isDuplicate: closed != nil && reason.contains("Duplicate of Existing Case"),
      attributes: try attributes(record, reader))
  }

  private func required(_ record: CSVRecord, _ column: Int, _ reader: CSVReader) throws(CSVFault) -> String {
    let text = try reader.text(record, column)
    guard !text.isEmpty else { throw reader.fault(record, column, "it is missing") }
    return text
  }

  private func time(_ record: CSVRecord, _ column: Int, _ reader: CSVReader) throws(CSVFault) -> Instant? {
    let text = try reader.text(record, column)
    if text.isEmpty { return nil }
    guard let local = LocalTime(american: text) else {
      throw reader.fault(record, column, "\"\(text.prefix(40))\" is no time; one looks like 01/31/2015 04:40:58 PM")
    }
    return zone.instant(of: local, gap: .shifted, overlap: .earlier)
  }

  private func typeCode(_ name: String, _ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> String {
    let code = name.slug
    guard catalogue.type(code) != nil else {
      throw reader.fault(record, type, "the pack has no matter type \(code) for \"\(name.prefix(60))\"")
    }
    return code
  }

  private func departmentCode(_ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> String {
    let code = try required(record, department, reader)
    guard catalogue.departments[code] != nil else {
      throw reader.fault(record, department, "the pack has no department \(code.prefix(60))")
    }
    return code
  }

  private func districtCode(_ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> String? {
    let name = try reader.text(record, neighborhood)
    if name.isEmpty { return nil }
    let code = name.slug
    guard catalogue.areas.area(code) != nil else {
      throw reader.fault(record, neighborhood, "the pack has no area \(code) for \"\(name.prefix(60))\"")
    }
    return code
  }

  private func onTimeStatus(_ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> Boston311Row.Status? {
    let text = try reader.text(record, status)
    if text.isEmpty { return nil }
    guard let status = Boston311Row.Status(rawValue: text) else {
      throw reader.fault(record, self.status, "\"\(text.prefix(40))\" is neither ONTIME nor OVERDUE nor empty")
    }
    return status
  }

  private func position(_ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> Position? {
    guard try reader.text(record, geocoded) != "(0, 0)" else { return nil }
    guard let latitude = try degrees(record, latitude, 90, reader),
      let longitude = try degrees(record, longitude, 180, reader)
    else { return nil }
    return Position(longitude, latitude)
  }

  private func degrees(
    _ record: CSVRecord, _ column: Int, _ most: Double, _ reader: CSVReader
  ) throws(CSVFault) -> Double? {
    let text = try reader.text(record, column)
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite, abs(value) <= most else {
      throw reader.fault(
        record, column, "\"\(text.prefix(40))\" is no number of degrees from -\(Int(most)) to \(Int(most))")
    }
    return value
  }

  private func attributes(_ record: CSVRecord, _ reader: CSVReader) throws(CSVFault) -> [String: JSON] {
    var attributes: [String: JSON] = [:]
    for (name, column) in [("photo", photo), ("queue", queue), ("source", source)] where !record.isEmpty(column) {
      attributes[name] = .string(try reader.text(record, column))
    }
    return attributes
  }
}
