// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Mustache
import Operations
import Packs
import Vocabulary

/// Makes pages of one city.
struct Pages: Sendable {
  let city: City
  /// The pages that there are.
  let directory = PageDirectory()
  /// Whether the city is in an emergency.
  let modes: CityModes
  /// How the work of the city goes.
  let vitalSigns: VitalSignsReports
  let matterRows = PieceCache<MatterRow>("matter-row")
  private let library: MustacheLibrary

  init(_ city: City) {
    self.city = city
    modes = CityModes(database: city.database, journal: city.journal, time: city.time, tenant: city.tenant)
    vitalSigns = VitalSignsReports(database: city.database)
    PageText.register()
    var library = MustacheLibrary()
    for asset in Asset.all.values where asset.name.hasPrefix("templates/") {
      let name = asset.name.dropFirst("templates/".count).dropLast(".mustache".count)
      do {
        try library.register(PageText.pragma + asset.text, named: String(name))
      } catch {
        preconditionFailure("the template \(name) cannot be read: \(error)")
      }
    }
    self.library = library
  }

  func messages(_ head: RequestHead) -> Messages { Messages(Language.of(head, in: city.pack.languages)) }

  /// A page.
  ///
  /// - Parameters:
  ///   - title: key of the message that is its title, or a text.
  ///   - isWork: whether it is for people at work, dense, or for the public, generous.
  ///   - isWide: whether it takes the whole width of the window.
  ///   - isFull: whether it fills the window and is not scrolled.
  ///   - address: where the page is found by GET, for the links to other languages; by default where it was asked for.
  ///   - files: names of the style sheets and scripts that it needs beside those of every page.
  ///   - twin: where the same is found as JSON, where that does not follow from its path.
  ///   - hasMap: whether it shows the map of the city, or loads it when it is wanted.
  ///   - problemTitle: what went wrong in the words of this page, where those of all problems do not fit; what to do now is said by
  ///     the page itself.
  ///   - choiceForm: the form of a page that another language or other colours must not empty.
  func page(
    _ template: String, _ content: some Sendable, title: String, for call: Call, address: String? = nil,
    isWork: Bool = false, isWide: Bool = false, isFull: Bool = false, files: [String] = [], twin: String? = nil,
    hasMap: Bool = false, problem: Problem? = nil, problemTitle: String? = nil,
    choiceForm: Frame.ChoiceForm? = nil
  ) -> Answer {
    let messages = messages(call.head)
    var frame = frame(call.head, title: title, address: address)
    frame.twin = twin ?? call.twin
    if call.head.methodName == "POST", address?.prefix(while: { $0 != "?" }) != call.head.path[...] {
      frame.canonical = address
    }
    frame.surround(call.head, call.identity, self, messages)
    frame.kinds = frame.kinds(isWork: isWork, isWide: isWide, isFull: isFull)
    frame.load(files)
    let followsWork = files.contains("scripts/live-page.js") || files.contains("scripts/live.js")
    if frame.hasEntries, !followsWork { frame.load(["scripts/mode.js"]) }
    frame.choiceForm = choiceForm
    frame.problem = problem.map { ProblemBox($0, messages, title: problemTitle) }
    let status = problem?.code.status ?? 200
    var answer = render(template, content, frame, messages, status: status)
    answer.runsWorkersOfBlobs = hasMap
    if let twin = frame.twin { answer = answer.with("Link", "<\(twin)>; rel=\"alternate\"; type=\"application/json\"") }
    if let seconds = problem?.retryAfter { answer = answer.with("Retry-After", "\(seconds)") }
    return Preference.kept(answer, call.head)
  }

  /// The names of accounts, as the reader writes them, by identifier. Identifiers that are unknown are left out.
  func names(of accounts: Set<String>, _ messages: Messages) async throws(Problem) -> [String: String] {
    try await city.access.names(of: accounts, in: city.tenant).mapValues(messages.name)
  }

  /// The title of a matter; one that was made of its type's name is in the reader's language.
  func title(of matter: Matter, _ messages: Messages) -> String {
    guard let type = city.matters.catalogue.type(matter.type, version: matter.typeVersion),
      matter.title == type.name.text(in: "en")
    else { return messages.ownPart(of: matter.title, in: matter) }
    return messages.text(type.name)
  }

  /// A problem that has no page of its own, in the frame of whoever sees it.
  func problemPage(_ problem: Problem, _ head: RequestHead, _ viewer: Identity?) -> Answer {
    let messages = messages(head)
    var box = ProblemBox(problem, messages)
    box.request = messages.text("requestName", ["id": head.requestId])
    var content = ProblemContent(box: box)
    if problem == .sessionTokenMissing {
      // People know no tokens: the page was loaded before they signed in anew.
      content.box.title = messages["formOfOtherSession"]
      content.box.detail = messages["formOfOtherSessionText"]
      content.box.now = nil
      content.back = LocalAddress.referer(of: head).map(directory.nearest)
      content.offersSignIn = false
    } else if problem.code == .notFound {
      content.offersSignIn = viewer == nil
    }
    var frame = frame(head, title: content.box.title, address: "/")
    frame.surround(head, viewer, self, messages)
    frame.kinds = frame.kinds(isWork: frame.hasEntries)
    return render("problem", content, frame, messages, status: problem.code.status)
  }

  private func frame(_ head: RequestHead, title: String, address: String?) -> Frame {
    let language = Language.of(head, in: city.pack.languages)
    let theme = Theme.of(head)
    var frame = Frame(
      lang: language.tag, title: title, city: city.pack.name.text(in: language.tag), scheme: theme.scheme)
    frame.wear(theme)
    let (path, query) = address.map { ($0, nil) } ?? (head.path, head.query)
    frame.languages = Language.allCases.map { choice in
      Frame.Choice(
        tag: choice.tag, name: choice.name, address: Preference.language.address(path, query, to: choice.tag),
        isCurrent: choice == language, spoken: choice == language ? nil : choice.tag)
    }
    let messages = Messages(language)
    frame.themes = Theme.chosen.map { choice in
      Frame.Choice(
        tag: choice.rawValue, name: messages["theme.\(choice.rawValue)"],
        address: Preference.theme.address(path, query, to: choice.rawValue), isCurrent: choice == theme)
    }
    frame.isNarrow = Preference.rail.value(of: head) == "narrow"
    frame.railAddress = Preference.rail.address(path, query, to: frame.isNarrow ? "broad" : "narrow")
    return frame
  }

  func rendered(_ template: String, _ screen: some MustacheParent) -> String {
    guard let html = library.render(screen, withTemplate: template) else {
      preconditionFailure("there is no template \(template)")
    }
    return html
  }

  private func render(
    _ template: String, _ content: Any, _ frame: Frame, _ messages: Messages, status: Int
  ) -> Answer {
    let html = rendered(template, Screen(frame: frame, messages: messages, content: content))
    return .html(html, status: status).with("Content-Language", frame.lang).with("Vary", "Accept-Language, Cookie")
  }
}

extension ProblemBox {
  init(_ problem: Problem, _ messages: Messages, title ownTitle: String? = nil) {
    title = ownTitle ?? messages["problem.\(problem.code.rawValue)"]
    let language = messages.language.tag
    detail = problem.detail(in: language)
    // People know a field by its label.
    let labels = problem.errors.map { error in
      let name = error.pointer.split(separator: "/").last.map(String.init) ?? ""
      return Messages.table["field.\(name)"] == nil ? error.pointer : messages["field.\(name)"]
    }
    if problem.errors.count == 1, detail.hasPrefix(problem.errors[0].pointer) {
      detail = labels[0] + detail.dropFirst(problem.errors[0].pointer.count)
    }
    errors = labels.count > 1 ? zip(labels, problem.errors).map { "\($0): \($1.detail(in: language))" } : []
    hasErrors = !errors.isEmpty
    now = problem.retryAfter.map { messages.text("tryAgainIn", ["seconds": "\($0)"]) }
    if problem.code == .forbidden, ownTitle == nil { now = now ?? messages["forbiddenNow"] }
  }
}
