// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
public import Journaling
import Spatial
import Vocabulary

extension MatterEvent {
  /// The event as the journal takes it.
  func journalled(of matter: Identifier, revision: Int64) -> NewEvent {
    // The first event of a matter tells all of it.
    var writer = JSONWriter(capacity: decisions.isEmpty ? 512 : 2048)
    writer.beginObject()
    writeBody(to: &writer)
    if !clocks.isEmpty { writer.list("clocks", clocks) { $1.write(to: &$0) } }
    if !decisions.isEmpty {
      writer.list("decisions", decisions) { $1.write(to: &$0) }
    }
    if let limits {
      writer.key("limits")
      limits.write(to: &writer)
    }
    writer.member("state", state?.rawValue)
    writer.endObject()
    return NewEvent(
      kind.rawValue, subjectKind: Matter.subjectKind, subject: matter.description, revision: revision,
      payload: writer.bytes, decisions: Set(decisions.map(\.code)))
  }

  private func writeBody(to writer: inout JSONWriter) {
    guard body != .none else { return }
    writer.key("body")
    writer.beginObject()
    switch body {
    case .none: break
    case .beginning(let matter):
      writer.key("matter")
      matter.write(to: &writer)
    case .completion(let title, let text, let address, let attributes):
      writer.member("address", address)
      writer.key("attributes")
      writer.value(.object(attributes))
      writer.member("text", text)
      writer.member("title", title)
    case .branches(let branches, let ended):
      writer.list("branches", branches) { $1.write(to: &$0) }
      writer.list("ended", ended) { $0.string($1) }
    case .branch(let department, let status, let handler, let text):
      writer.member("department", department)
      writer.member("handler", handler)
      writer.member("status", status.rawValue)
      writer.member("text", text)
    case .reason(let reason, let basis):
      writer.member("basis", basis)
      writer.member("reason", reason)
    case .result(let text): writer.member("result", text ?? "")
    case .other(let id, let reporters, let evidence):
      writer.list("evidence", evidence) { $1.write(to: &$0) }
      writer.member("other", id)
      writer.list("reporters", reporters) { $1.write(to: &$0) }
    case .rating(let grade, let comment):
      writer.member("comment", comment)
      writer.member("grade", grade)
    case .note(let text, let isPublic):
      writer.member("note", text)
      writer.member("public", isPublic)
    case .evidence(let evidence):
      writer.key("file")
      evidence.write(to: &writer)
    case .priority(let priority): writer.member("priority", priority.rawValue)
    case .areas(let areas):
      writer.key("areas")
      areas.write(to: &writer)
    }
    writer.endObject()
  }

  /// Reads an event of the journal back; `nil` when it is none of a matter.
  public init?(_ event: Event) {
    guard event.subjectKind == Matter.subjectKind, let kind = Kind(rawValue: event.kind),
      let payload = try? JSON(parsing: event.payload)
    else { return nil }
    self.init(
      kind, state: payload["state"]?.string.flatMap(MatterState.init(rawValue:)),
      clocks: payload.list("clocks", ClockChange.init(json:)), body: Body(json: payload["body"]),
      limits: payload["limits"].flatMap(TimeLimits.init(json:)),
      // Events of before there could be several have one alone.
      decisions: (payload["decisions"]?.array ?? [payload["decision"]].compactMap(\.self))
        .compactMap(DecisionUse.init(json:)), at: event.at, by: event.actor)
  }
}

extension Matter {
  /// How the journal names the kind of subject.
  public static let subjectKind = "matter"
}

extension MatterEvent.Body {
  /// Each shape is known by a member that only it has.
  init(json: JSON?) {
    guard let json else {
      self = .none
      return
    }
    if let matter = json["matter"].flatMap(Matter.init(json:)) {
      self = .beginning(matter)
    } else if let branches = json["branches"]?.array {
      self = .branches(branches.compactMap(Branch.init(json:)), ended: json.list("ended") { $0.string })
    } else if let department = json["department"]?.string,
      let status = json["status"]?.string.flatMap(Branch.Status.init(rawValue:))
    {
      self = .branch(
        department: department, status: status, handler: json["handler"]?.string, text: json["text"]?.string)
    } else if let reason = json["reason"]?.string {
      self = .reason(reason, basis: json["basis"]?.string)
    } else if let result = json["result"]?.string {
      self = .result(result.isEmpty ? nil : result)
    } else if let other = json["other"]?.string.flatMap({ Identifier($0) }) {
      self = .other(
        other, reporters: json.list("reporters", Reporter.init(json:)),
        evidence: json.list("evidence", Evidence.init(json:)))
    } else if let grade = json["grade"]?.integer {
      self = .rating(grade: Int(grade), comment: json["comment"]?.string)
    } else if let note = json["note"]?.string {
      self = .note(note, isPublic: json["public"]?.bool ?? false)
    } else if let file = json["file"].flatMap(Evidence.init(json:)) {
      self = .evidence(file)
    } else if let priority = json["priority"]?.string.flatMap(MatterPriority.init(rawValue:)) {
      self = .priority(priority)
    } else if json["areas"]?.object != nil {
      self = .areas(AreaPath(json: json["areas"]))
    } else {
      self = .completion(
        title: json["title"]?.string, text: json["text"]?.string, address: json["address"]?.string,
        attributes: json["attributes"]?.object ?? [:])
    }
  }
}

extension ClockChange {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    switch self {
    case .start(let clock):
      writer.key("start")
      clock.write(to: &writer)
    case .stop(let kind): writer.member("stop", kind.rawValue)
    case .pause(let kind): writer.member("pause", kind.rawValue)
    case .resume(let kind, let dueAt, let warnAt):
      writer.member("dueAt", dueAt)
      writer.member("resume", kind.rawValue)
      writer.member("warnAt", warnAt)
    case .reset(let kind, let limit, let calendar, let dueAt, let warnAt):
      writer.member("calendar", calendar)
      writer.member("dueAt", dueAt)
      if let limit {
        writer.key("limit")
        writer.value(limit.json)
      }
      writer.member("reset", kind.rawValue)
      writer.member("warnAt", warnAt)
    case .warned(let kind): writer.member("warned", kind.rawValue)
    case .breached(let kind): writer.member("breached", kind.rawValue)
    }
    writer.endObject()
  }

  init?(json: JSON) {
    func kind(_ name: String) -> MatterClock.Kind? { json[name]?.string.flatMap(MatterClock.Kind.init(rawValue:)) }
    if let clock = json["start"].flatMap(MatterClock.init(json:)) {
      self = .start(clock)
    } else if let kind = kind("stop") {
      self = .stop(kind)
    } else if let kind = kind("pause") {
      self = .pause(kind)
    } else if let kind = kind("resume") {
      self = .resume(kind, dueAt: json["dueAt"]?.instant, warnAt: json["warnAt"]?.instant)
    } else if let kind = kind("reset") {
      self = .reset(
        kind, limit: json["limit"].flatMap { try? Limit(json: $0) }, calendar: json["calendar"]?.string,
        dueAt: json["dueAt"]?.instant, warnAt: json["warnAt"]?.instant)
    } else if let kind = kind("warned") {
      self = .warned(kind)
    } else if let kind = kind("breached") {
      self = .breached(kind)
    } else {
      return nil
    }
  }
}
