// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Vocabulary

extension Reporter {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("contact", contact)
    writer.member("name", name)
    writer.member("principal", principal)
    writer.endObject()
  }

  init?(json: JSON) {
    self.init(
      principal: json["principal"]?.string, name: json["name"]?.string, contact: json["contact"]?.string)
  }
}

extension Branch {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("department", department)
    writer.member("endedAt", endedAt)
    writer.member("handler", handler)
    writer.member("offeredAt", offeredAt)
    if isPast { writer.member("past", true) }
    writer.member("reason", reason)
    writer.member("result", result)
    writer.member("role", role.rawValue)
    writer.member("rule", rule)
    writer.member("status", status.rawValue)
    writer.endObject()
  }

  init?(json: JSON) {
    guard let department = json["department"]?.string, let role = json["role"]?.string.flatMap(Role.init(rawValue:)),
      let status = json["status"]?.string.flatMap(Status.init(rawValue:)), let offeredAt = json["offeredAt"]?.instant
    else { return nil }
    self.init(department: department, role: role, rule: json["rule"]?.string, offeredAt: offeredAt)
    self.status = status
    handler = json["handler"]?.string
    reason = json["reason"]?.string
    result = json["result"]?.string
    isPast = json["past"]?.bool ?? false
    endedAt = json["endedAt"]?.instant
  }
}

extension MatterClock {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    if breached { writer.member("breached", true) }
    writer.member("calendar", calendar)
    writer.member("dueAt", dueAt)
    writer.member("kind", kind.rawValue)
    if let limit {
      writer.key("limit")
      writer.value(limit.json)
    }
    if !pauses.isEmpty {
      writer.list("pauses", pauses) { writer, pause in
        writer.beginObject()
        writer.member("from", pause.from)
        writer.member("to", pause.to)
        writer.endObject()
      }
    }
    writer.member("startedAt", startedAt)
    writer.member("stoppedAt", stoppedAt)
    writer.member("warnAt", warnAt)
    if warned { writer.member("warned", true) }
    writer.endObject()
  }

  init?(json: JSON) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)), let startedAt = json["startedAt"]?.instant
    else { return nil }
    self.init(
      kind: kind, startedAt: startedAt, limit: json["limit"].flatMap { try? Limit(json: $0) },
      calendar: json["calendar"]?.string, dueAt: json["dueAt"]?.instant, warnAt: json["warnAt"]?.instant)
    pauses = json.list("pauses") { pause in
      pause["from"]?.instant.map { Pause(from: $0, to: pause["to"]?.instant) }
    }
    stoppedAt = json["stoppedAt"]?.instant
    warned = json["warned"]?.bool ?? false
    breached = json["breached"]?.bool ?? false
  }
}

extension Evidence {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("by", by)
    writer.member("hash", hash)
    writer.member("mediaType", mediaType)
    writer.member("phase", phase.rawValue)
    writer.member("publicHash", publicHash)
    writer.member("size", size)
    writer.endObject()
  }

  init?(json: JSON) {
    guard let hash = json["hash"]?.string, let mediaType = json["mediaType"]?.string,
      let size = json["size"]?.integer, let phase = json["phase"]?.string.flatMap(Phase.init(rawValue:)),
      let by = json["by"]?.string, let at = json["at"]?.instant
    else { return nil }
    self.init(
      hash: hash, mediaType: mediaType, size: size, phase: phase, by: by, at: at,
      publicHash: json["publicHash"]?.string)
  }
}

extension Note {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("by", by)
    writer.member("public", isPublic)
    writer.member("text", text)
    writer.endObject()
  }

  init?(json: JSON) {
    guard let text = json["text"]?.string, let by = json["by"]?.string, let at = json["at"]?.instant else { return nil }
    self.init(text: text, by: by, at: at, isPublic: json["public"]?.bool ?? false)
  }
}

extension Rating {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("comment", comment)
    writer.member("grade", grade)
    writer.endObject()
  }

  init?(json: JSON) {
    guard let grade = json["grade"]?.integer, let at = json["at"]?.instant else { return nil }
    self.init(grade: Int(grade), comment: json["comment"]?.string, at: at)
  }
}
