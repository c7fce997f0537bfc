// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import HTTP
import Journaling
import Lifeline
import Matters
import Operations
import Packs
import Spatial
import Telemetry
import Vocabulary

/// Makes the content of the operation centre.
struct CentreMaker {
  let pages: Pages
  let call: Call
  let address: CentreAddress
  let messages: Messages
  let moments: Moments
  let departments: [String: LocalizedText]
  var city: City { pages.city }

  /// Rows beside the map.
  static let rowLimit = 40
  /// Warnings that the timeline is drawn of.
  static let newestLimit = 200

  init(_ pages: Pages, _ call: Call, _ address: CentreAddress) {
    self.pages = pages
    self.call = call
    self.address = address
    messages = pages.messages(call.head)
    moments = pages.moments(call)
    departments = pages.city.matters.catalogue.departments
  }

  func content() async throws -> CentreContent {
    let area = address.area.flatMap { city.pack.areas.area($0) }
    let children = city.pack.areas.children(of: area?.code)
    async let signs = pages.vitalSigns.take(
      area: area?.code, parts: children.first?.level.rawValue, for: call.principal, at: moments.now)
    async let active = warnings(on: true)
    async let newest = warnings(on: nil)
    async let sensors = SensorCounts(city)
    let (taken, on, recent) = (try await signs, try await active, try await newest)
    var levels: [Identifier: WarningLevel] = [:]
    for warning in on {
      if let matter = warning.matter { levels[matter] = min(levels[matter] ?? .blue, warning.level) }
    }
    let matters = address.rows == .warnings && address.box == nil ? [] : try await matters()
    let rows = matters.map { row($0, levels[$0.id]) }
    let warningRows = address.rows == .warnings ? on.map(warningRow) : []
    let matterPanel = try await matterPanel()
    let sensorPanel = try await sensorPanel(on)
    let isEmpty = address.rows == .warnings && address.box == nil ? warningRows.isEmpty : rows.isEmpty
    let box =
      area?.geometry?.boundingBox
      ?? children.compactMap { $0.geometry?.boundingBox }.first.map { first in
        children.compactMap { $0.geometry?.boundingBox }.reduce(first) { $0.union($1) }
      }
    return CentreContent(
      areaCode: area?.code ?? "", areaName: area.map { messages.text($0.name) } ?? messages.text(city.pack.name),
      crumbs: crumbs(area), levelName: levelName(area),
      levelHelp: area.flatMap {
        Messages.table["help.\($0.level.rawValue)"] == nil ? nil : Help($0.level.rawValue, messages)
      },
      parts: parts(children, of: area, taken), hasParts: !children.isEmpty, labels: pages.mapLabels(children, messages),
      areaBox: box.map { "\($0.west),\($0.south),\($0.east),\($0.north)" },
      centre: "\(city.pack.map.center.longitude),\(city.pack.map.center.latitude)", zoom: "\(city.pack.map.zoom)",
      vitals: vitals(taken, on, recent, try await sensors), chart: chart(taken, recent),
      rowsTitle: messages[address.box == nil ? "centre.rows.\(address.rows.rawValue)" : "centre.rows.box"],
      rowsNote: messages.text("centre.shown", count: Int64(max(rows.count, warningRows.count))),
      rowsHelp: address.rows == .late && address.box == nil ? Help("late", messages) : nil,
      backAddress: address.box != nil || address.rows != .queue
        ? address.closed.with { $0.rows = .queue }.text : nil, rows: rows, hasRows: !rows.isEmpty,
      warnings: warningRows, hasWarnings: !warningRows.isEmpty, isWarnings: address.rows == .warnings,
      noRows: isEmpty
        ? EmptyState(
          emptyTitle: messages["centre.none.\(address.rows.rawValue)"], emptyText: messages["centre.none.text"]) : nil,
      matter: matterPanel, sensor: sensorPanel, isPanel: matterPanel != nil || sensorPanel != nil, action: action,
      legendLevels: WarningLevel.allCases.map { LevelMark($0, messages) })
  }

  // MARK: - Where

  private func crumbs(_ area: Area?) -> [CentreContent.Crumb] {
    guard let area else { return [] }
    let closed = address.closed
    var crumbs = [
      CentreContent.Crumb(
        name: messages.text(city.pack.name), address: closed.with { $0.area = nil }.text)
    ]
    let path = city.pack.areas.path(of: area.code)
    for level in Area.Level.allCases {
      guard let code = path[level], code != area.code, let outer = city.pack.areas.area(code) else { continue }
      crumbs.append(
        CentreContent.Crumb(name: messages.text(outer.name), address: closed.with { $0.area = code }.text))
    }
    return crumbs
  }

  private func levelName(_ area: Area?) -> String? {
    let word = messages["centre.level.\(area?.level.rawValue ?? "city")"]
    return Self.levelWord(word, beside: messages.text(area?.name ?? city.pack.name))
  }

  /// The word for the level of an area; `nil` where its name ends with it: “East Bank District”, “星洲社区”, “东岸区”.
  static func levelWord(_ word: String, beside name: String) -> String? {
    guard let last = name.last, !name.lowercased().hasSuffix(word.lowercased()) else { return nil }
    return !last.isASCII && word.contains(last) ? nil : word
  }

  private func parts(_ children: [Area], of area: Area?, _ signs: VitalSigns) -> [CentreContent.Part] {
    let counts = Dictionary(signs.parts.map { ($0.area, $0) }) { first, _ in first }
    return children.map { child in
      let count = counts[child.code]
      return CentreContent.Part(
        name: shortName(child, in: area), address: address.closed.with { $0.area = child.code }.text,
        openCount: count?.open ?? 0, lateCount: count.flatMap { $0.late > 0 ? "\($0.late)" : nil })
    }.sorted { $0.openCount > $1.openCount }
  }

  /// The name of a part; a cell's begins with that of the community, which stands above the list.
  private func shortName(_ part: Area, in area: Area?) -> String {
    let name = messages.text(part.name)
    guard part.level == .cell, let area else { return name }
    let rest = name.trimmingPrefix(messages.text(area.name)).drop { ", ，".contains($0) }
    return rest.isEmpty || rest.count == name.count ? name : rest.prefix(1).uppercased() + rest.dropFirst()
  }

  // MARK: - Numbers

  private func vitals(
    _ signs: VitalSigns, _ warnings: [Warning], _ recent: [Warning], _ sensors: SensorCounts
  ) -> [CentreContent.Vital] {
    func shows(_ rows: CentreAddress.Rows) -> String { address.closed.with { $0.rows = rows }.text }
    func vital(
      _ name: String, _ value: String, _ unit: String, note: String, _ rows: CentreAddress.Rows? = nil,
      spark values: [Int?] = [], of spoken: String = "", span: Double = 0
    ) -> CentreContent.Vital {
      let title = messages["centre.vital.\(name)"]
      let points: [Double?] = values.map { value in value.map { Double($0) } }
      let known = Sparkline.known(points).map { NumberText.count(Int($0)) + spoken }
      let label = messages.text(
        known.count < points.count ? "centre.sparkSince" : "centre.spark",
        ["name": title, "first": known.first ?? "", "last": known.last ?? ""])
      return CentreContent.Vital(
        name: title, value: value, unit: messages["centre.unit.\(unit)"], note: note, address: rows.map(shows),
        isCurrent: rows == address.rows,
        // Fewer would be a mark at the edge.
        spark: known.count < 4 ? nil : Sparkline(points, span: span, label: label))
    }
    func percent(_ rate: Double) -> Int { Int((rate * 100).rounded(.down)) }
    let change = signs.opened.reduce(0, +) - signs.ended.reduce(0, +)
    var late = vital(
      "late", NumberText.count(signs.late), "matters",
      note: messages.text("centre.note.share", ["count": NumberText.count(signs.open)]), .late,
      spark: signs.hours.map { $0?.late } + [signs.late])
    late.isLate = signs.late > 0
    late.hint = messages["help.late"]
    var onTime = vital(
      "onTime", signs.onTime.map { "\(percent($0)) %" } ?? "–", "matters",
      note: messages[signs.onTime == nil ? "centre.note.none" : "centre.note.week"],
      spark: signs.onTimeHours.map { $0.map(percent) }, of: " %", span: 10)
    onTime.unit = nil
    if pages.directory.opens("/statistics", to: call.principal) { onTime.address = "/statistics" }
    var warned = vital(
      "warnings", NumberText.count(warnings.count), "warnings", note: messages["centre.note.now"], .warnings,
      spark: Self.onByHour(recent, at: moments.now))
    warned.levels = WarningLevel.allCases.compactMap { level in
      let count = warnings.count { $0.level == level }
      return count == 0 ? nil : CentreContent.Level(mark: LevelMark(level, messages), count: count)
    }
    warned.hasLevels = !warned.levels.isEmpty
    var silent = vital(
      "sensors", NumberText.count(sensors.silentOrLate), "silent",
      note: messages.text(
        // Sensors are counted in the whole city, whatever part of it is looked at.
        address.area == nil ? "centre.note.of" : "centre.note.ofCity", ["count": NumberText.count(sensors.all)]),
      spark: signs.hours.map { $0?.silent } + [sensors.silentOrLate])
    silent.address = pages.directory.opens("/sensors", to: call.principal) ? "/sensors" : nil
    return [
      vital(
        "open", NumberText.count(signs.open), "matters",
        note: messages.text("centre.note.change", ["change": (change > 0 ? "+" : "") + NumberText.count(change)]),
        .queue,
        spark: Self.openByHour(signs)), late,
      vital(
        "soon", NumberText.count(signs.dueSoon), "matters", note: messages["centre.note.now"], .soon,
        spark: signs.hours.map { $0?.dueSoon } + [signs.dueSoon]),
      vital(
        "new", NumberText.count(signs.opened.reduce(0, +)), "day",
        note: messages.text("centre.note.before", ["count": NumberText.count(signs.openedBefore)]), .new,
        spark: signs.opened),
      vital(
        "ended", NumberText.count(signs.ended.reduce(0, +)), "day",
        note: messages.text("centre.note.before", ["count": NumberText.count(signs.endedBefore)]), spark: signs.ended),
      onTime,
      warned,
      silent,
    ]
  }

  /// How many were open at the end of each hour: what is open now, less what came, and with what went since.
  static func openByHour(_ signs: VitalSigns) -> [Int] {
    var open = signs.open
    var hours: [Int] = []
    for hour in signs.opened.indices.reversed() {
      hours.append(open)
      open += signs.ended[hour] - signs.opened[hour]
    }
    return hours.reversed()
  }

  /// How many warnings were on at the end of each of the last 24 hours, from the newest ones that are read for the
  /// timeline anyway; empty where those may not be all.
  static func onByHour(_ newest: [Warning], at now: Instant) -> [Int] {
    guard newest.count < newestLimit else { return [] }
    return (0..<24).reversed().map { hours in
      let end = now - .seconds(Int64(hours) * 3600)
      return newest.count { $0.raisedAt <= end && ($0.clearedAt.map { $0 > end } ?? true) }
    }
  }

  private func chart(_ signs: VitalSigns, _ warnings: [Warning]) -> HourChart {
    HourChart(
      opened: signs.opened, ended: signs.ended,
      marks: warnings.prefix(200).map { warning in
        let mark = LevelMark(warning.peak, messages)
        return (
          at: warning.raisedAt, level: mark.level, symbol: mark.symbol,
          label: messages.text(
            "centre.warningMark",
            [
              "level": mark.word, "name": messages.text(warning.name), "at": moments.absolute(warning.raisedAt),
            ])
        )
      }, moments, messages)
  }

  // MARK: - Rows

  private func warnings(on isActive: Bool?) async throws -> [Warning] {
    var query = WarningQuery()
    query.isActive = isActive
    query.area = address.area
    query.limit = isActive == nil ? Self.newestLimit : 500
    return try await Warnings(database: city.database).list(query, for: call.principal).warnings.sorted {
      ($0.level.rank, $1.id) < ($1.level.rank, $0.id)
    }
  }

  private func matters() async throws -> [Matter] {
    var query = MatterQuery()
    query.states = Set(MatterState.allCases.filter { !$0.isFinal })
    query.area = address.area
    query.box = address.box
    query.limit = Self.rowLimit
    switch address.rows {
    case .late: query.dueBefore = moments.now
    case .soon: query.dueBefore = Instant(milliseconds: moments.now.milliseconds + 4 * 3_600_000)
    case .new: query.order = .newest
    case .queue, .warnings: break
    }
    let found = try await city.matters.list(query, for: call.principal).matters
    // What is late is not due soon.
    return address.rows == .soon ? found.filter { $0.dueAt ?? moments.now >= moments.now } : found
  }

  private func row(_ matter: Matter, _ level: WarningLevel?) -> CentreContent.Row {
    let clock = matter.clocks.filter { $0.isRunning && $0.dueAt != nil }.min {
      $0.dueAt ?? moments.now < $1.dueAt ?? moments.now
    }
    let area = matter.areas.community ?? matter.areas.street ?? matter.areas.district
    return CentreContent.Row(
      id: matter.id.description, revision: matter.revision,
      address: address.with {
        $0.matter = matter.id
        $0.sensor = nil
      }.text, title: pages.title(of: matter, messages), number: matter.number,
      place: area.flatMap { city.pack.areas.area($0) }.map { messages.text($0.name) } ?? "",
      department: matter.department.map { departments[$0].map(messages.text) ?? $0 } ?? "–",
      stateName: messages.text(matter.state.name), rowMark: level.map { LevelMark($0, messages) },
      rowDue: matter.dueAt.map { moments.due($0) },
      rowBar: clock.flatMap { DeadlineDrawing(of: $0, at: moments.now, messages) },
      isChosen: matter.id == address.matter)
  }

  func warningRow(_ warning: Warning) -> CentreContent.WarningRow {
    CentreContent.WarningRow(
      id: warning.id.description, revision: warning.revision,
      address: address.with {
        $0.sensor = warning.series
        $0.matter = nil
      }.text, mark: LevelMark(warning.level, messages), title: messages.text(warning.name),
      series: messages.text(warning.seriesName), value: NumberText.text(warning.value, unit: warning.unit),
      raised: moments.past(warning.raisedAt),
      matterAddress: warning.matter.map { id in
        address.with {
          $0.matter = id
          $0.sensor = nil
        }.text
      })
  }

  // MARK: - One of them

  private func matterPanel() async throws -> MatterPanel? {
    guard let id = address.matter else { return nil }
    let matter: Matter
    do { matter = try await city.matters.matter(id, for: call.principal) } catch let problem as Problem
      where problem.code == .notFound
    { return nil }
    let history = try await city.matters.history(of: id, for: call.principal)
    let names = try await pages.names(of: Set(history.map(\.actor)), messages)
    var content = MatterContentMaker(pages, call, matter).content(
      history: history, names: names, done: nil, tried: nil, others: [:], near: [])
    content.history = Array(content.history.prefix(6))
    return MatterPanel(
      panelTitle: pages.title(of: matter, messages), panelAddress: "/matters/\(id)", close: address.closed.text,
      content: content)
  }

  private func sensorPanel(_ on: [Warning]) async throws -> SensorPanel? {
    guard let code = address.sensor, let sensor = try await SensorView.find(code, city) else { return nil }
    let readings = try await SensorView.hourly(of: sensor.series, city, now: moments.now)
    let warnings = on.filter { $0.series == code }.map(warningRow)
    let values = readings.compactMap { $0 }
    let title = messages.text(sensor.series.name)
    return SensorPanel(
      panelTitle: title, panelAddress: "/sensors/\(LocalAddress.encoded(code))", close: address.closed.text, code: code,
      stateWord: messages["sensorState.\(sensor.state?.rawValue ?? "unknown")"],
      isWrong: sensor.state.map { $0 != .alive } ?? false,
      latest: sensor.latest.map { NumberText.text($0.value, unit: sensor.series.unit) },
      latestAt: sensor.latest.map { moments.past($0.at) },
      spark: Sparkline(
        values,
        label: messages.text(
          "centre.spark",
          [
            "name": title, "first": values.first.map { NumberText.text($0) } ?? "–",
            "last": values.last.map { NumberText.text($0) } ?? "–",
          ])), asset: sensor.asset.map { messages.text($0.name) },
      assetAddress: sensor.asset.map { "/sensors?entity=\(LocalAddress.encoded($0.id))" }, panelWarnings: warnings,
      hasPanelWarnings: !warnings.isEmpty)
  }

  private var action: CentreContent.Action? {
    guard CityModes.mayDecide(call.principal), let csrf = call.csrf else { return nil }
    return CentreContent.Action(
      isEmergency: pages.modes.current?.isEmergency ?? false, csrf: csrf, back: address.text,
      modeHelp: Help("emergency", messages))
  }
}
