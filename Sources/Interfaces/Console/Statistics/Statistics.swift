// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Operations
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  /// How many matters were finished in time: by department, district, street, type and month.
  static func statisticsPage(_ pages: Pages) -> Endpoint {
    let reports = OnTimeReports(database: pages.city.database)
    return page(
      .get, "/statistics", operationId: "pageStatistics", summary: "How many matters were finished in time",
      access: .signedIn,
      parameters: Statistics.parameters, isHeavy: true
    ) { call in
      let statistics = Statistics(pages, call)
      let report = try await reports.report(statistics.query, for: call.principal, at: statistics.now)
      return pages.page(
        "statistics", statistics.content(report), title: statistics.messages["statistics"], for: call, isWork: true,
        files: ["matters.css", "statistics.css"], twin: statistics.twin)
    }
  }
}

/// A report on deadlines, as a page asks for it.
struct Statistics {
  enum Period: String, CaseIterable { case month, quarter, year, all }

  static let parameters: [Parameter] = [
    .query(
      "by", .stringSchema(length: 0...20),
      "What is counted apart: `department`, `area`, `street`, `type` or `month`."),
    .query("basis", .stringSchema(length: 0...10), "Which date counts: `opened` or `ended`."),
    .query(
      "period", .stringSchema(length: 0...10), "`month`, `quarter`, `year` or `all`; counted back from today."),
    .query("type", .stringSchema(length: 0...100), "Only of this type."),
    .query("department", .stringSchema(length: 0...100), "Only those that this department is in charge of."),
    .query("area", .stringSchema(length: 0...100), "Only in this area."),
  ]

  let pages: Pages
  let messages: Messages
  let names: MatterNames
  let now: Instant
  let dimension: OnTimeQuery.Dimension
  let period: Period
  private(set) var query = OnTimeQuery()

  init(_ pages: Pages, _ call: Call) {
    self.pages = pages
    messages = pages.messages(call.head)
    names = MatterNames(pages, messages)
    now = pages.city.time.now()
    func given(_ name: String) -> String? { call.string(name).flatMap { $0.isEmpty ? nil : $0 } }
    dimension = given("by").flatMap(OnTimeQuery.Dimension.init) ?? .department
    period = given("period").flatMap(Period.init) ?? .quarter
    query.dimensions = [dimension]
    query.basis = given("basis").flatMap(OnTimeQuery.Basis.init) ?? .opened
    query.type = given("type")
    query.department = given("department")
    query.area = given("area")
    query.from = start
  }

  /// The first day of the month with which the period begins; `nil` for everything.
  private var start: Instant? {
    let back =
      switch period {
      case .month: 0
      case .quarter: 2
      case .year: 11
      case .all: -1
      }
    guard back >= 0 else { return nil }
    let today = pages.city.pack.timeZone.localTime(of: now).date
    let months = today.year * 12 + today.month - 1 - back
    return month(months / 12, months % 12 + 1)
  }

  /// The moment at which a month begins in the city.
  private func month(_ year: Int, _ month: Int) -> Instant? {
    CivilDate(year: year, month: month, day: 1).map {
      pages.city.pack.timeZone.instant(of: LocalTime(date: $0, millisecondOfDay: 0))
    }
  }

  /// The same report as JSON.
  var twin: String {
    var fields = ["by=\(dimension.rawValue)", "basis=\(query.basis.rawValue)"]
    if let from = query.from { fields.append("from=\(LocalAddress.encoded(from.description))") }
    if let type = query.type { fields.append("type=\(LocalAddress.encoded(type))") }
    if let department = query.department { fields.append("department=\(LocalAddress.encoded(department))") }
    if let area = query.area { fields.append("area=\(LocalAddress.encoded(area))") }
    return "/api/v1/reports/on-time?" + fields.joined(separator: "&")
  }

  /// The same numbers as a table in the reader's words.
  private var csvAddress: String { "/statistics.csv?by=\(dimension.rawValue)" + kept }

  func content(_ report: OnTimeReport) -> StatisticsContent {
    let ranked = ranked(report.lines)
    let moments = Moments(zone: pages.city.pack.timeZone, now: now, messages: messages)
    let most = ranked.map(\.line.matters).max() ?? 0
    return StatisticsContent(
      tabs: tabs, by: dimension.rawValue, narrowedTo: narrowedTo,
      bases: options(OnTimeQuery.Basis.allCases, query.basis) { messages["basis.\($0.rawValue)"] },
      periods: options(Period.allCases, period) { messages["period.\($0.rawValue)"] },
      types: pages.city.matters.currentTypes.map {
        .init(value: $0.code, label: messages.text($0.name), isChosen: $0.code == query.type)
      },
      departments: pages.city.pack.departments.map {
        .init(value: $0.code, label: messages.text($0.name), isChosen: $0.code == query.department)
      },
      areas: pages.city.pack.areas.children(of: nil).map {
        .init(value: $0.code, label: messages.text($0.name), isChosen: $0.code == query.area)
      }, heading: messages["by.\(dimension.rawValue)"], total: line(report.total, place: nil, most: most),
      lines: ranked.map { line($0.line, place: $0.place, most: most) }, hasLines: !ranked.isEmpty,
      unknown: ranked.isEmpty
        ? messages.text(
          pages.city.pack.unknownCode(type: query.type, department: query.department, area: query.area)) : nil,
      isLeague: dimension != .month, overdueHelp: Help("openOverdue", messages), csvAddress: csvAddress,
      periodText: periodText, at: moments.absolute(report.at))
  }

  /// What was chosen besides, as the rest of a query.
  private var kept: String {
    let fields: [(name: String, value: String?)] = [
      ("basis", query.basis == .opened ? nil : query.basis.rawValue),
      ("period", period == .quarter ? nil : period.rawValue), ("type", query.type), ("department", query.department),
      ("area", query.area),
    ]
    return fields.compactMap { field in field.value.map { "&\(field.name)=\(LocalAddress.encoded($0))" } }.joined()
  }

  /// The same numbers counted apart by something else.
  private var tabs: [StatisticsContent.Tab] {
    return [OnTimeQuery.Dimension.department, .area, .street, .type, .month].map {
      .init(
        name: messages["by.\($0.rawValue)"], address: "/statistics?by=\($0.rawValue)\(kept)", isCurrent: $0 == dimension
      )
    }
  }

  /// What the numbers are about, where that is not everything: on paper there is no form that says it.
  private var narrowedTo: String? {
    let chosen = [
      query.type.map { names.type($0) }, query.department.map { names.department($0) },
      query.area.map { names.area($0) },
    ].compactMap(\.self)
    return chosen.isEmpty ? nil : chosen.joined(separator: " · ")
  }

  private var periodText: String {
    guard let from = query.from else { return messages["period.all"] }
    let zone = pages.city.pack.timeZone
    return messages.text(
      "counted.\(query.basis.rawValue)",
      ["from": zone.localTime(of: from).date.description, "to": zone.localTime(of: now).date.description])
  }

  /// The best first, with places that equals share; months in their order. What nothing ended of has no place.
  func ranked(_ lines: [OnTimeReport.Line]) -> [(line: OnTimeReport.Line, place: Int?)] {
    guard dimension != .month else { return lines.reversed().map { ($0, nil) } }
    let sorted = lines.enumerated().sorted { one, other in
      // What belongs to none of them stands last, without a place.
      let (isNone, isOtherNone) = (one.element.isWithoutKey, other.element.isWithoutKey)
      if isNone != isOtherNone { return isOtherNone }
      let (left, right) = (one.element.rate ?? -1, other.element.rate ?? -1)
      if left != right { return left > right }
      // Who kept more deadlines of as many stands before.
      if one.element.onTime != other.element.onTime { return one.element.onTime > other.element.onTime }
      return one.offset < other.offset
    }.map(\.element)
    var place = 0
    var last: Double?
    return sorted.enumerated().map { index, line in
      guard let rate = line.rate, !line.isWithoutKey else { return (line, nil) }
      if rate != last { place = index + 1 }
      last = rate
      return (line, place)
    }
  }

  private func line(_ line: OnTimeReport.Line, place: Int?, most: Int) -> StatisticsContent.Line {
    let key = line.keys.first ?? nil
    func cell(_ count: Int, _ part: OnTimeReport.Part) -> StatisticsContent.Cell {
      .init(count: NumberText.count(count), rows: count > 0 ? address(part, key, isTotal: line.keys.isEmpty) : nil)
    }
    let counted = line.onTime + line.late
    return StatisticsContent.Line(
      place: place.map { "\($0)" } ?? "", name: name(key, isTotal: line.keys.isEmpty),
      within: dimension == .street ? key.flatMap(district) : nil,
      matters: cell(line.matters, .matters), onTime: cell(line.onTime, .onTime), late: cell(line.late, .late),
      open: cell(line.open, .open), openLate: cell(line.openLate, .openLate),
      rate: line.rate.map { "\(Double(($0 * 1000).rounded()) / 10) %" } ?? "–",
      bar: StatisticsBar(line, most: most, messages), hasRate: counted > 0)
  }

  func name(_ key: String?, isTotal: Bool) -> String {
    if isTotal { return messages["total"] }
    guard let key else { return messages["withoutKey"] }
    switch dimension {
    case .type: return names.type(key)
    case .department: return names.department(key)
    case .area, .street: return names.area(key)
    case .month: return key
    }
  }

  /// The name of the district that a street is in.
  func district(of street: String) -> String? {
    pages.city.pack.areas.area(street)?.parent.map { names.area($0) }
  }

  /// The list of the matters that a number counts.
  private func address(_ part: OnTimeReport.Part, _ key: String?, isTotal: Bool) -> String {
    var filter = MatterFilter()
    filter.states = .all
    var counted = MatterFilter.Counted(part: part, basis: query.basis, from: query.from, to: query.to)
    filter.type = query.type
    filter.area = query.area
    counted.lead = query.department
    switch (dimension, key) {
    case (_, nil): counted.without = isTotal ? nil : dimension
    case (.type, let key?): filter.type = key
    case (.department, let key?): counted.lead = key
    case (.area, let key?), (.street, let key?): filter.area = key
    case (.month, let key?):
      let parts = key.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 2 else { break }
      let begin = month(parts[0], parts[1])
      let end = month(parts[1] == 12 ? parts[0] + 1 : parts[0], parts[1] % 12 + 1)
      counted.from = [counted.from, begin].compactMap { $0 }.max()
      counted.to = end
    }
    filter.counted = counted
    return filter.address()
  }

  private func options<Value: RawRepresentable & Equatable>(
    _ values: [Value], _ chosen: Value, _ label: (Value) -> String
  ) -> [Option] where Value.RawValue == String {
    values.map { .init(value: $0.rawValue, label: label($0), isChosen: $0 == chosen) }
  }
}

extension OnTimeReport.Line {
  fileprivate var isWithoutKey: Bool { keys.contains(nil) }
}

/// What the page of statistics shows.
struct StatisticsContent: Sendable {
  /// A number, and where its rows are.
  struct Cell: Sendable {
    var count: String
    var rows: String?
  }

  struct Tab: Sendable {
    var name: String
    var address: String
    var isCurrent: Bool
  }

  struct Line: Sendable {
    var place: String
    var name: String
    /// The wider area in which it lies.
    var within: String?
    var matters: Cell
    var onTime: Cell
    var late: Cell
    var open: Cell
    var openLate: Cell
    var rate: String
    var bar: StatisticsBar
    var hasRate: Bool
  }

  var tabs: [Tab]
  var by: String
  var narrowedTo: String?
  var bases: [Option]
  var periods: [Option]
  var types: [Option]
  var departments: [Option]
  var areas: [Option]
  var heading: String
  var total: Line
  var lines: [Line]
  var hasLines: Bool
  /// What the filter asks for and the city does not have, where that is why nothing is counted.
  var unknown: String?
  var isLeague: Bool
  /// What is late here and what is not, other than in lists.
  var overdueHelp: Help
  var csvAddress: String
  var periodText: String
  var at: String
}

/// A bar from zero whose length is the number of matters, cut into what was in time, late, and open.
struct StatisticsBar: Sendable {
  var barLabel: String
  var inTime: Int
  var lateFrom: Int
  var lateWidth: Int
  var openFrom: Int
  var openWidth: Int
  var overdueFrom: Int
  var overdueWidth: Int

  /// Lengths are thousandths of the longest bar.
  init(_ line: OnTimeReport.Line, most: Int, _ messages: Messages) {
    func length(_ count: Int) -> Int { most == 0 ? 0 : min(1000, Int((Double(count) / Double(most) * 1000).rounded())) }
    let open = line.open - line.openLate
    inTime = length(line.onTime)
    lateFrom = inTime
    lateWidth = length(line.onTime + line.late) - lateFrom
    openFrom = lateFrom + lateWidth
    openWidth = length(line.onTime + line.late + open) - openFrom
    overdueFrom = openFrom + openWidth
    overdueWidth = length(line.onTime + line.late + line.open) - overdueFrom
    barLabel = messages.text(
      "statisticsBar",
      ["onTime": "\(line.onTime)", "late": "\(line.late)", "open": "\(open)", "openLate": "\(line.openLate)"])
  }
}
