// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Operations
import Packs
import Vocabulary

/// What a list of matters is narrowed to, as the query of its address says it.
///
/// What cannot be understood narrows nothing: addresses are kept, passed on and typed by people.
struct MatterFilter: Sendable, Hashable {
  /// Which states are wanted.
  enum States: Sendable, Hashable {
    /// What is not over; the default.
    case open
    case all
    case some(Set<MatterState>)
  }

  enum Due: String, Sendable, CaseIterable { case late, today, day, week }

  /// A number of a report on deadlines.
  struct Counted: Sendable, Hashable {
    var part: OnTimeReport.Part
    var basis = OnTimeQuery.Basis.opened
    var from: Instant?
    var to: Instant?
    /// Code of the department in charge.
    var lead: String?
    /// What none of them has.
    var without: OnTimeQuery.Dimension?
  }

  var states = States.open
  var text = ""
  var type: String?
  var department: String?
  var area: String?
  var priority: MatterPriority?
  var channel: String?
  var due: Due?
  var counted: Counted?
  var order = MatterQuery.Order.dueAt

  init() {}

  /// - Parameter form: the query of an address.
  init(_ form: URLEncodedForm) {
    func given(_ name: String) -> String? {
      guard let text = form[name]?.trimmed, !text.isEmpty, text.utf8.count <= 100 else { return nil }
      return text
    }
    let counted = given("part").flatMap(OnTimeReport.Part.init).map { part in
      Counted(
        part: part, basis: given("basis").flatMap(OnTimeQuery.Basis.init) ?? .opened,
        from: given("from").flatMap { Instant($0) }, to: given("to").flatMap { Instant($0) }, lead: given("lead"),
        without: given("without").flatMap(OnTimeQuery.Dimension.init))
    }
    let named = form.all("state").flatMap { $0.split(separator: ",").map(String.init) }
    let some = Set(named.compactMap(MatterState.init))
    if !some.isEmpty {
      states = .some(some)
    } else if named.contains("all") || (counted != nil && !named.contains("open")) {
      states = .all
    }
    text = String((form["text"] ?? "").trimmed.prefix(200))
    type = given("type")
    department = given("department")
    area = given("area")
    priority = given("priority").flatMap(MatterPriority.init)
    channel = given("channel")
    due = given("due").flatMap(Due.init)
    order = given("order").flatMap(MatterQuery.Order.init) ?? .dueAt
    self.counted = counted
  }

  /// The filter that an address asks for.
  init(_ call: Call) { self.init((try? URLEncodedForm(parsing: call.head.query ?? "", place: "query")) ?? .init()) }

  /// Names and values of the query that says it, without what goes without saying.
  var fields: [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    func add(_ name: String, _ value: String?) { if let value, !value.isEmpty { fields.append((name, value)) } }
    add("text", text)
    switch states {
    case .open: if counted != nil { add("state", "open") }
    case .all: if counted == nil { add("state", "all") }
    case .some(let states):
      for state in MatterState.allCases where states.contains(state) { add("state", state.rawValue) }
    }
    add("type", type)
    add("department", department)
    add("area", area)
    add("priority", priority?.rawValue)
    add("channel", channel)
    add("due", due?.rawValue)
    if let counted {
      add("part", counted.part.rawValue)
      if counted.basis != .opened { add("basis", counted.basis.rawValue) }
      add("from", counted.from?.description)
      add("to", counted.to?.description)
      add("lead", counted.lead)
      add("without", counted.without?.rawValue)
    }
    if order != .dueAt { add("order", order.rawValue) }
    return fields
  }

  /// `state=all&type=pothole`; empty for the filter that narrows nothing.
  var query: String {
    fields.map { "\($0.name)=\(LocalAddress.encoded($0.value))" }.joined(separator: "&")
  }

  /// The address of a page with that filter.
  func address(_ path: String = "/matters", _ more: String? = nil) -> String {
    let parts = [query, more ?? ""].filter { !$0.isEmpty }
    return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
  }

  /// The list that it asks for.
  func list(in city: City, at now: Instant) -> MatterQuery {
    var list = MatterQuery()
    switch states {
    case .open: list.states = Set(MatterState.allCases.filter { !$0.isFinal })
    case .all: break
    case .some(let some): list.states = some
    }
    list.text = text.isEmpty ? nil : text
    list.type = type
    list.department = department
    list.area = area
    list.priority = priority
    list.channel = channel
    list.dueBefore = due.map { $0.end(at: now, in: city) }
    list.order = order
    if let counted {
      var report = OnTimeQuery()
      report.basis = counted.basis
      report.from = counted.from
      report.to = counted.to
      report.department = counted.lead
      report.without = counted.without
      list.selections = [OnTimeReports.selection(counted.part, of: report, tenant: city.tenant, at: now)]
    }
    return list
  }
}

extension MatterQuery {
  /// The same list as JSON, as far as the interface has its filters.
  var twin: String {
    LocalAddress.twin(
      "/api/v1/matters",
      [
        ("text", text), ("type", type), ("department", department), ("area", area), ("priority", priority?.rawValue),
        ("channel", channel), ("dueBefore", dueBefore?.description), ("order", order == .dueAt ? nil : order.rawValue),
        ("state", MatterState.allCases.filter(states.contains).map(\.rawValue).joined(separator: ",")),
      ]
    ).replacing("%2C", with: ",")
  }
}

extension MatterFilter.Due {
  /// Before when a matter is due that is meant.
  fileprivate func end(at now: Instant, in city: City) -> Instant {
    switch self {
    case .late: return now
    case .day: return now + .seconds(86_400)
    case .week: return now + .seconds(7 * 86_400)
    case .today:
      let passed = city.pack.timeZone.localTime(of: now).millisecondOfDay
      return now + .milliseconds(86_400_000 - Int64(passed))
    }
  }
}

extension MatterQuery.Cursor {
  /// Reads `due.id`.
  init?(text: String) {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let dueAt = Int64(parts[0]), let id = Identifier(parts[1]) else { return nil }
    self.init(dueAt: dueAt, id: id)
  }

  var text: String { "\(dueAt).\(id)" }
}
