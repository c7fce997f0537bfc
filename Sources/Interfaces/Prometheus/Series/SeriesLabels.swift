// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Spatial
import Telemetry
import Vocabulary

/// What a series is called in Prometheus.
///
/// A code that line protocol made, `weather,station=s1:t`, is the metric `weather_t` with the tags as labels. All
/// others are the metric `reading`. Every series has its code as `series`, and what the city knows of it besides.
enum SeriesLabels {
  /// The metric of series whose code says nothing of one.
  static let general = "reading"

  /// - Parameter language: that of the label `name`.
  static func labels(of series: ListedSeries, language: String) -> Labels {
    var own = [Label(name: "series", value: series.code)]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { own.append(Label(name: name, value: value)) }
    }
    let name = series.name.text(in: language)
    add("name", name == series.code ? nil : name)
    add("unit", series.unit)
    add("value_kind", series.kind.rawValue)
    add("retention", series.retentionClass)
    add("entity", series.entity)
    add("entity_type", series.entityType)
    add("department", series.department)
    add("district", series.areas.district)
    add("street", series.areas.street)
    add("community", series.areas.community)
    guard let written = LineProtocolCode(series.code) else {
      return Labels(own + [Label(name: Labels.metricName, value: general)])
    }
    var taken = Set(own.map(\.name))
    own.append(Label(name: Labels.metricName, value: metricName(written.measurement + "_" + written.field)))
    for tag in written.tags {
      var name = labelName(tag.name)
      while !taken.insert(name).inserted { name = "exported_" + name }
      own.append(Label(name: name, value: tag.value))
    }
    return Labels(own)
  }

  private static func metricName(_ text: String) -> String { plain(text, with: ":") }

  private static func labelName(_ text: String) -> String {
    let name = plain(text, with: "")
    return name.hasPrefix("__") ? "exported" + name : name
  }

  /// Letters, digits and underscores, not beginning with a digit.
  private static func plain(_ text: String, with more: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || more.unicodeScalars.contains(scalar))
      if result.isEmpty, ("0"..."9").contains(scalar) { result = "_" }
      result.unicodeScalars.append(isPlain ? scalar : "_")
    }
    return result
  }
}

/// A code as line protocol makes it by default: measurement, tags, and the field behind the last colon.
struct LineProtocolCode {
  var measurement: String
  var tags: [Label]
  var field: String

  /// `nil` for a code that has no tags or another form.
  init?(_ code: String) {
    guard let colon = code.lastIndex(of: ":") else { return nil }
    let parts = code[..<colon].split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, !parts[0].isEmpty, code.index(after: colon) < code.endIndex else { return nil }
    measurement = Self.decoded(parts[0])
    field = Self.decoded(code[code.index(after: colon)...])
    tags = []
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "="), equals > part.startIndex else { return nil }
      let value = part[part.index(after: equals)...]
      guard !value.isEmpty else { return nil }
      tags.append(Label(name: Self.decoded(part[..<equals]), value: Self.decoded(value)))
    }
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
