// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Mustache
import Operations
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  static func matterListPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/matters", operationId: "pageMatters", summary: "The matters that you may see", access: .signedIn,
      parameters: [
        .query("after", .stringSchema(length: 0...60), "Where the page of the list begins."),
        .query("count", .stringSchema(length: 0...10), "`all`: counts them all, however many there are."),
        .query("kept", .stringSchema(length: 0...20), "What has just been kept."),
      ]
    ) { call in
      let filter = MatterFilter(call)
      var query = filter.list(in: pages.city, at: pages.city.time.now())
      query.after = call.string("after").flatMap(MatterQuery.Cursor.init(text:))
      let content = try await MatterListMaker(pages, call, filter).content(query)
      let messages = pages.messages(call.head)
      return pages.page(
        "matters", content, title: messages["matters"], for: call, isWork: true, isWide: true,
        files: MatterListMaker.files, twin: query.twin)
    }
  }

  /// Keeps the choice of columns.
  static func columnsForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/matters/columns", operationId: "formMatterColumns", summary: "Choose the columns of the list",
      access: .signedIn, requestBody: .form(limit: 1 << 14)
    ) { call in
      let chosen = Set(call.form.all("column").compactMap(MatterColumn.init))
      try await KeptSettings(city: pages.city).keep(
        MatterColumn.allCases.filter(chosen.contains).map(\.rawValue).joined(separator: ","), as: "matters", .columns,
        of: call.principal)
      return .seeOther(call.listAddress(kept: "columns"))
    }
  }

  /// Keeps a filter under a name, or removes one.
  static func keptFilterForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/matters/filters", operationId: "formMatterFilter", summary: "Keep a filter of the list",
      access: .signedIn, requestBody: .form(limit: 1 << 14)
    ) { call in
      let kept = KeptSettings(city: pages.city)
      if let gone = call.form["remove"] {
        try await kept.remove(gone, .matterFilter, of: call.principal)
        return .seeOther(call.listAddress(kept: "removed"))
      }
      do {
        try await kept.keep(call.listFilter.query, as: call.form["name"] ?? "", .matterFilter, of: call.principal)
        return .seeOther(call.listAddress(kept: "filter"))
      } catch let problem as Problem where problem.code == .invalid {
        let filter = call.listFilter
        let content = try await MatterListMaker(pages, call, filter).content(
          filter.list(in: pages.city, at: pages.city.time.now()))
        return pages.page(
          "matters", content, title: pages.messages(call.head)["matters"], for: call, address: "/matters",
          isWork: true, isWide: true, files: MatterListMaker.files, problem: problem)
      }
    }
  }
}

extension Call {
  /// The filter of the list from which a form was sent.
  var listFilter: MatterFilter { MatterFilter((try? URLEncodedForm(parsing: form["query"] ?? "")) ?? .init()) }

  /// The list from which a form was sent.
  fileprivate func listAddress(kept: String) -> String { listFilter.address("/matters", "kept=\(kept)") }
}

/// What the list of matters shows.
struct MatterListContent: Sendable {
  struct Link: Sendable, MustacheParent {
    var linkAddress: String
    var linkText: String
    var isCurrent = false

    func child(named name: String) -> Any? {
      switch name {
      case "linkAddress": linkAddress
      case "linkText": linkText
      case "isCurrent": isCurrent
      default: nil
      }
    }
  }

  struct Chip: Sendable {
    var chipText: String
    var withoutAddress: String
  }

  struct Head: Sendable, MustacheParent {
    var caption: String
    var kind: String
    /// The list in the order of this column; `nil` where it has none.
    var orderAddress: String?
    var isOrder = false

    func child(named name: String) -> Any? {
      switch name {
      case "caption": caption
      case "kind": kind
      case "orderAddress": orderAddress
      case "isOrder": isOrder
      default: nil
      }
    }
  }

  var query: String
  var text: String
  var states: [Option]
  var types: [Option]
  var departments: [Option]
  var areas: [Option]
  var dues: [Option]
  var priorities: [Option]
  var channels: [Option]
  var orders: [Option]
  var hidden: [Option]
  var hasMoreChosen: Bool
  var presets: [Link]
  var kept: [Link]
  var hasKept: Bool
  var notice: String?
  var chips: [Chip]
  var hasChips: Bool
  var columns: [Option]
  var heads: [Head]
  var rows: [Piece]
  var hasRows: Bool
  /// What the filter asks for and the city does not have, where that is why nothing is shown.
  var unknown: String?
  var count: String
  var countAddress: String?
  var csvAddress: String
  var geojsonAddress: String
  var next: String?
  var first: String?
  var canDispatch: Bool
  var leads: [Option]
  var key: String
  /// What keys do here.
  var keys: String?
  var live = LiveState()
}

/// Makes the content of the list.
struct MatterListMaker {
  static let files = ["matters.css", "scripts/matter-list.js", "scripts/live-page.js"]
  /// More are counted only when somebody asks.
  static let countedAtOnce = 1000

  let pages: Pages
  let call: Call
  let filter: MatterFilter
  let messages: Messages
  let names: MatterNames

  init(_ pages: Pages, _ call: Call, _ filter: MatterFilter) {
    self.pages = pages
    self.call = call
    self.filter = filter
    messages = pages.messages(call.head)
    names = MatterNames(pages, messages)
  }

  func content(_ query: MatterQuery) async throws -> MatterListContent {
    let principal = call.principal
    let kept = KeptSettings(city: pages.city)
    let columns = try await Self.columns(kept, principal)
    let page = try await pages.city.matters.list(query, for: principal)
    let isWhole = page.next == nil && query.after == nil
    let countsAll = call.head.query?.contains("count=all") == true
    let limit = countsAll ? Int(Int32.max) : Self.countedAtOnce
    let count =
      isWhole ? page.matters.count : try await pages.city.matters.count(query, upTo: limit, for: principal)
    let rows = MatterRows(pages, call, columns: columns)
    let view = MatterView(principal)
    var lines = page.matters.map { rows.row(view.shown($0)) }
    let canDispatch = lines.contains(where: \.isPickable)
    for index in lines.indices { lines[index].hasPick = canDispatch }
    let filters = try await kept.all(.matterFilter, of: principal)
    let chips = chips
    return MatterListContent(
      query: filter.query, text: filter.text, states: states, types: types,
      departments: options(pages.city.pack.departments.map { ($0.code, messages.text($0.name)) }, filter.department),
      areas: areas,
      dues: options(
        MatterFilter.Due.allCases.map { ($0.rawValue, messages["due.\($0.rawValue)"]) }, filter.due?.rawValue),
      priorities: options(
        MatterPriority.allCases.map { ($0.rawValue, messages.text($0.name)) }, filter.priority?.rawValue),
      channels: options(Self.channels.map { ($0, names.channel($0)) }, filter.channel),
      orders: options(
        MatterQuery.Order.allCases.map { ($0.rawValue, messages["order.\($0.rawValue)"]) }, filter.order.rawValue),
      hidden: hidden, hasMoreChosen: filter.fields.contains { !["text", "state"].contains($0.name) },
      presets: presets,
      kept: filters.map {
        .init(
          linkAddress: $0.value.isEmpty ? "/matters" : "/matters?\($0.value)", linkText: $0.name,
          isCurrent: $0.value == filter.query)
      }, hasKept: !filters.isEmpty,
      notice: call.isKnown("kept").flatMap { Messages.table["kept.\($0)"] == nil ? nil : messages["kept.\($0)"] },
      chips: chips, hasChips: !chips.isEmpty,
      columns: MatterColumn.allCases.map {
        .init(value: $0.rawValue, label: messages[$0.title], isChosen: columns.contains($0))
      }, heads: heads(columns), rows: lines.map { pages.matterRows.piece($0, pages, messages) },
      hasRows: !lines.isEmpty,
      unknown: lines.isEmpty ? unknown : nil,
      count: count >= limit
        ? messages.text("matterCount.more", ["count": NumberText.count(limit)])
        : messages.text("matterCount", count: Int64(count)),
      countAddress: count >= limit ? filter.address("/matters", "count=all") : nil,
      csvAddress: filter.address("/matters.csv"), geojsonAddress: filter.address("/matters.geojson"),
      next: page.next.map { filter.address("/matters", "after=\($0.text)") },
      first: query.after == nil ? nil : filter.address(), canDispatch: canDispatch,
      leads: pages.city.pack.departments.map { .init(value: $0.code, label: messages.text($0.name), isChosen: false) },
      key: FormKey.new(),
      keys: messages.keys([
        ("move", !lines.isEmpty), ("select", canDispatch), ("open", !lines.isEmpty), ("search", true),
      ]))
  }

  private var unknown: String? {
    messages.text(
      pages.city.pack.unknownCode(
        type: filter.type, department: filter.department ?? filter.counted?.lead, area: filter.area))
  }

  static func columns(_ kept: KeptSettings, _ principal: Principal) async throws -> [MatterColumn] {
    guard let value = try await kept.all(.columns, of: principal).first(where: { $0.name == "matters" })?.value else {
      return MatterColumn.usual
    }
    return value.split(separator: ",").compactMap { MatterColumn(rawValue: String($0)) }
  }

  /// The ways in which matters come in that the city knows.
  private static let channels = ["public", "phone", "app", "collector", "video", "sensor", "import", "api"]

  private func options(_ values: [(String, String)], _ chosen: String?) -> [Option] {
    var options = values.map { Option(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) }
    // What an address asks for is shown, also where the list of choices has it not.
    if let chosen, !options.contains(where: \.isChosen) {
      options.append(.init(value: chosen, label: chosen, isChosen: true))
    }
    return options
  }

  private var types: [Option] {
    options(pages.city.matters.currentTypes.map { ($0.code, messages.text($0.name)) }, filter.type)
  }

  private var states: [Option] {
    let chosen =
      switch filter.states {
      case .open: "open"
      case .all: "all"
      case .some(let some): MatterState.allCases.filter(some.contains).map(\.rawValue).joined(separator: ",")
      }
    var values = [("open", messages["states.open"]), ("all", messages["states.all"])]
    values += MatterState.allCases.map { ($0.rawValue, messages.text($0.name)) }
    if case .some(let some) = filter.states, some.count > 1 { values.append((chosen, stateNames(some))) }
    return options(values, chosen)
  }

  private func stateNames(_ some: Set<MatterState>) -> String {
    MatterState.allCases.filter(some.contains).map { messages.text($0.name) }.joined(separator: messages["listComma"])
  }

  /// Districts and their streets, and a smaller area that is asked for.
  private var areas: [Option] {
    let index = pages.city.pack.areas
    let values = index.children(of: nil).flatMap { district in
      [(district.code, messages.text(district.name))]
        + index.children(of: district.code).map { ($0.code, "\u{2003}" + messages.text($0.name)) }
    }
    var options = options(values, filter.area)
    if let area = filter.area, let last = options.last, last.value == area {
      options[options.count - 1].label = names.area(area)
    }
    return options
  }

  /// What of the filter has no field.
  private var hidden: [Option] {
    let names: Set = ["part", "basis", "from", "to", "lead"]
    return filter.fields.filter { names.contains($0.name) }.map {
      .init(value: $0.value, label: $0.name, isChosen: true)
    }
  }

  /// Lists that people at work look at most.
  private var presets: [MatterListContent.Link] {
    func preset(_ key: String, _ change: (inout MatterFilter) -> Void) -> MatterListContent.Link {
      var preset = MatterFilter()
      change(&preset)
      return .init(linkAddress: preset.address(), linkText: messages["preset.\(key)"], isCurrent: preset == filter)
    }
    return [
      preset("open") { _ in }, preset("late") { $0.due = .late }, preset("today") { $0.due = .today },
      preset("toAccept") { $0.states = .some([.submitted]) },
      preset("toDispatch") { $0.states = .some([.accepted, .reopened]) },
      preset("atWork") { $0.states = .some([.dispatched, .inProgress]) },
      preset("toVerify") { $0.states = .some([.handled, .verifying]) },
    ]
  }

  /// Each part of the filter, with the list without it.
  private var chips: [MatterListContent.Chip] {
    var chips: [MatterListContent.Chip] = []
    func chip(_ text: String, _ without: (inout MatterFilter) -> Void) {
      var less = filter
      without(&less)
      chips.append(.init(chipText: text, withoutAddress: less.address()))
    }
    func named(_ key: String, _ value: String) -> String {
      messages.text("chip", ["name": messages[key], "value": value])
    }
    if !filter.text.isEmpty { chip("“\(filter.text)”") { $0.text = "" } }
    if case .some(let some) = filter.states { chip(named("state", stateNames(some))) { $0.states = .open } }
    if filter.states == .all, filter.counted == nil { chip(messages["states.all"]) { $0.states = .open } }
    if let type = filter.type { chip(named("column.type", names.type(type))) { $0.type = nil } }
    if let code = filter.department { chip(named("department", names.department(code))) { $0.department = nil } }
    if let area = filter.area { chip(named("column.area", names.area(area))) { $0.area = nil } }
    if let due = filter.due { chip(messages["due.\(due.rawValue)"]) { $0.due = nil } }
    if let priority = filter.priority { chip(named("priority", messages.text(priority.name))) { $0.priority = nil } }
    if let channel = filter.channel { chip(named("column.channel", names.channel(channel))) { $0.channel = nil } }
    if let counted = filter.counted { chip(countedText(counted)) { $0.counted = nil } }
    return chips
  }

  private func countedText(_ counted: MatterFilter.Counted) -> String {
    let moments = pages.moments(call)
    func date(_ instant: Instant?) -> String { instant.map { String(moments.absolute($0).prefix(10)) } ?? "…" }
    var parts = [messages["counted.\(counted.part.rawValue)"]]
    if let lead = counted.lead { parts.append(names.department(lead)) }
    if let without = counted.without { parts.append(messages["counted.without.\(without.rawValue)"]) }
    if counted.from != nil || counted.to != nil {
      // The end is excluded; people name the last day.
      let last = counted.to.map { $0 - .milliseconds(1) }
      parts.append(
        messages.text("counted.\(counted.basis.rawValue)", ["from": date(counted.from), "to": date(last)]))
    }
    return parts.joined(separator: messages["listComma"])
  }

  private func heads(_ columns: [MatterColumn]) -> [MatterListContent.Head] {
    func order(_ order: MatterQuery.Order) -> String {
      var ordered = filter
      ordered.order = order
      return ordered.address()
    }
    let due = MatterListContent.Head(
      caption: messages["due"], kind: "due", orderAddress: order(.dueAt), isOrder: filter.order == .dueAt)
    let title = MatterListContent.Head(caption: messages["what"], kind: "title")
    return [due, title]
      + columns.map { column in
        guard column == .created else { return .init(caption: messages[column.title], kind: column.rawValue) }
        return .init(
          caption: messages[column.title], kind: column.rawValue,
          orderAddress: order(filter.order == .newest ? .oldest : .newest), isOrder: filter.order != .dueAt)
      }
  }
}

extension Call {
  /// A parameter that only some of the pages that show this content have.
  fileprivate func isKnown(_ name: String) -> String? {
    guard endpoint.parameters.contains(where: { $0.name == name }) else { return nil }
    return string(name)
  }
}
