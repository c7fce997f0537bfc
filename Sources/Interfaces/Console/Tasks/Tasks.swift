// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  /// What a handler has to do, for a telephone in one hand.
  static func tasksPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/tasks", operationId: "pageTasks", summary: "The tasks of a handler", access: .roles(TaskList.roles),
      parameters: [.query("done", .stringSchema(length: 0...40), "What has just been done.")]
    ) { call in try await TaskList(pages, call).page(done: call.string("done")) }
  }

  /// The script that keeps the tasks at hand where there is no connection. Its scope is that page alone.
  static func tasksWorker() -> Endpoint {
    page(
      .get, "/tasks/worker.js", operationId: "pageTasksWorker", summary: "Keeps the tasks at hand without connection",
      access: .public
    ) { _ in
      Answer.bytes(Asset.named("tasks-worker.js").bytes, mediaType: "text/javascript; charset=utf-8")
        .with("Service-Worker-Allowed", "/tasks").with("Cache-Control", "no-cache")
    }
  }

  static func taskForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/tasks/{id}/{step}", operationId: "formTask", summary: "Do a step of a task",
      access: .roles(TaskList.roles),
      parameters: [
        .path("id", .stringSchema(length: 1...40), "The matter's identifier."),
        .path("step", .stringSchema(length: 1...40), "`start`, `handle` or `refuse`."),
      ], requestBody: .form(limit: 1 << 16)
    ) { call in
      guard let id = Identifier(call.path("id")), let action = MatterAction(rawValue: call.path("step")),
        TaskList.steps.contains(action)
      else { throw Problem(.notFound, "There is no such step.", "没有这个步骤。") }
      return try await TaskList(pages, call).perform(action.rawValue, id) {
        _ = try await pages.city.perform(action, on: id, call)
      }
    }
  }

  static func taskPhotoForm(_ pages: Pages, _ settings: ConsoleSettings) -> Endpoint {
    page(
      .post, "/tasks/{id}/photo", operationId: "formTaskPhoto", summary: "Add a photo to a task",
      access: .roles(TaskList.roles),
      parameters: [.path("id", .stringSchema(length: 1...40), "The matter's identifier.")],
      requestBody: .multipart(limit: settings.evidenceLimit + 1 << 16), isHeavy: true
    ) { call in
      guard let id = Identifier(call.path("id")) else { throw Problem(.notFound, "There is no such task.", "没有这项任务。") }
      let tasks = TaskList(pages, call)
      let upload = try await FormUpload(call, file: "file", limit: settings.evidenceLimit)
      return try await tasks.perform("photo", id) {
        let phase: Evidence.Phase = upload.fields["phase"] == "report" ? .report : .handle
        let photo = upload.evidence(phase: phase)
        guard MediaType(content: photo.bytes) != .heic else {
          throw Problem(.unsupportedMedia, tasks.messages["task.heic"])
        }
        _ = try await pages.city.matters.attach(photo, to: id, keptIn: pages.city.evidence, by: call.principal)
      }
    }
  }
}

/// The tasks of whoever handles matters.
struct TaskList {
  static let roles: Set<Role> = [.handler]
  static let steps: Set<MatterAction> = [.start, .handle, .refuse]
  static let files = ["matters.css", "tasks.css", "scripts/tasks.js", "scripts/live-page.js"]

  let pages: Pages
  let call: Call
  let messages: Messages

  init(_ pages: Pages, _ call: Call) {
    self.pages = pages
    self.call = call
    messages = pages.messages(call.head)
  }

  /// Does a step and shows the tasks again; where it did not work, with what was wrong.
  func perform(_ step: String, _ id: Identifier, _ body: () async throws -> Void) async throws -> Answer {
    do {
      try await body()
      return .seeOther("/tasks?done=\(step)#t-\(id)")
    } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
      return try await page(done: nil, tried: id, problem: problem)
    }
  }

  func page(done: String?, tried: Identifier? = nil, problem: Problem? = nil) async throws -> Answer {
    let city = pages.city
    var query = MatterQuery()
    query.states = [.dispatched, .inProgress]
    query.limit = 200
    let found = try await city.matters.list(query, for: call.principal)
    let cards = found.matters.compactMap { card($0, tried: tried) }
    let content = TasksContent(
      owner: call.principal.id, count: messages.text("task.count", count: Int64(cards.count)), cards: cards,
      hasCards: !cards.isEmpty,
      notice: done.flatMap { Messages.table["task.done.\($0)"] == nil ? nil : messages["task.done.\($0)"] },
      words: TaskWords(messages).json)
    return pages.page(
      "tasks", content, title: messages["tasks"], for: call, address: "/tasks", isWork: true, files: Self.files,
      problem: problem)
  }

  private func card(_ matter: Matter, tried: Identifier?) -> TasksContent.Card? {
    let actions = pages.city.matters.actions(on: matter, for: call.principal)
    guard actions.contains(.start) || actions.contains(.handle) else { return nil }
    let rows = MatterRows(pages, call, columns: [])
    let names = rows.names
    let row = rows.row(matter)
    let needsPhoto =
      names.catalogue.type(matter.type, version: matter.typeVersion)?.evidenceRequired.contains(.handle) ?? false
    // Those of whoever reported it were not taken here.
    let takers = matter.handlers.union([call.principal.id])
    func count(_ phase: Evidence.Phase) -> Int {
      matter.evidence.count { $0.phase == phase && (phase != .report || takers.contains($0.by)) }
    }
    let photos = [
      TasksContent.Photo(
        phase: "report", photoLabel: messages["task.before"], photoCount: count(.report), isNeeded: false),
      TasksContent.Photo(
        phase: "handle", photoLabel: messages["task.after"], photoCount: count(.handle),
        isNeeded: needsPhoto && count(.handle) == 0),
    ]
    return TasksContent.Card(
      cardID: row.id, revision: matter.revision, cardTitle: row.title, number: matter.number, bar: row.bar,
      due: row.due,
      place: [matter.address.map(messages.own), names.place(matter.areas)].compactMap { $0 }.joined(separator: " · "),
      words: messages.ownPart(of: matter.text, in: matter), longitude: matter.position.map { "\($0.longitude)" },
      latitude: matter.position.map { "\($0.latitude)" },
      geo: matter.position.map { "geo:\($0.latitude),\($0.longitude)?q=\($0.latitude),\($0.longitude)" },
      isUrgent: matter.priority != .normal, priority: messages.text(matter.priority.name),
      canStart: actions.contains(.start), canHandle: actions.contains(.handle), key: FormKey.new(), photos: photos,
      isOpen: tried == matter.id, typed: tried == matter.id ? call.form["result"] ?? "" : "")
  }
}

/// What the page of tasks shows.
struct TasksContent: Sendable {
  struct Photo: Sendable {
    var phase: String
    var photoLabel: String
    var photoCount: Int
    var isNeeded: Bool
  }

  struct Card: Sendable {
    var cardID: String
    var revision: Int64
    var cardTitle: String
    var number: String
    var bar: DeadlineDrawing?
    var due: Moment?
    var place: String
    var words: String
    var longitude: String?
    var latitude: String?
    var geo: String?
    var isUrgent: Bool
    var priority: String
    var canStart: Bool
    var canHandle: Bool
    var key: String
    var photos: [Photo]
    var isOpen: Bool
    var typed: String
  }

  /// Whose tasks they are: what waits in a browser is sent for nobody else.
  var owner: String
  var count: String
  var cards: [Card]
  var hasCards: Bool
  var notice: String?
  /// What the script says, as JSON.
  var words: String
  var live = LiveState()
}

/// The words of the script.
private struct TaskWords {
  let messages: Messages

  init(_ messages: Messages) { self.messages = messages }

  var json: String {
    let keys = [
      "waiting", "sending", "sent", "refused", "offline.one", "offline.other", "signIn", "heicClient", "tooLarge",
      "unreadable", "metres",
      "kilometres", "noPlace", "nothingWaits", "remove", "step.start", "step.photo", "step.handle", "step.refuse",
    ]
    let members = keys.map { ($0, JSON.string(messages["task.\($0)"])) }
    return JSON.object(Dictionary(uniqueKeysWithValues: members)).text
  }
}
