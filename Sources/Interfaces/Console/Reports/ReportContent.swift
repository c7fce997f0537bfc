// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

/// What a step of a report shows.
struct ReportContent: Sendable {
  struct Mark: Sendable {
    var number: Int
    var name: String
    var isCurrent: Bool
    var isDone: Bool
  }

  struct Hidden: Sendable {
    var field: String
    var value: String
  }

  struct Near: Sendable {
    var number: String
    var typeName: String
    var state: String
    var since: Moment
    var distance: String
    var words: String?
    var photo: String?
  }

  /// A map to choose the place on. It is loaded when somebody wants it: a form needs none.
  struct Map: Sendable {
    var centre: String
    var zoom: Int
    /// Names of areas and where they stand, as JSON.
    var labels: String
    var style: String
    var script: String
  }

  var marks: [Mark]
  /// What to do on this page, where that is not as usual.
  var notice: String?
  var isWhat = false
  var isWhere = false
  var isNear = false
  /// What other steps have said.
  var hidden: [Hidden] = []
  var text = ""
  var suggestions: [Option] = []
  var hasSuggestions = false
  var types: [Option] = []
  /// Whether one of the list of all types is chosen.
  var isOtherOpen = false
  var draft: String?
  var places: [Option] = []
  var hasPlaces = false
  var placeName = ""
  var isNothingFound = false
  var address = ""
  var longitude = ""
  var latitude = ""
  var isByHand = true
  var name = ""
  var contact = ""
  var near: [Near] = []
  var map: Map?

  init(_ form: ReportForm, _ messages: Messages, step: Int) {
    let names = ["stepWhatShort", "stepWhereShort", "stepDoneShort"]
    marks = names.enumerated().map { index, name in
      Mark(number: index + 1, name: messages[name], isCurrent: index == step, isDone: index < step)
    }
    text = form.text
    draft = form.draft.isEmpty ? nil : form.draft
    placeName = form.placeName
    address = form.address
    longitude = form.longitude
    latitude = form.latitude
    name = form.name
    contact = form.contact
  }
}

extension Pages {
  /// The first step: words, photograph, type.
  /// - Parameter asksForType: the words are there, and what they point to is to be chosen from.
  func what(_ form: ReportForm, for call: Call, asksForType: Bool = false, problem: Problem? = nil) -> Answer {
    let messages = messages(call.head)
    var content = ReportContent(form, messages, step: 0)
    content.isWhat = true
    let all = call.principal.kind == .anonymous ? city.matters.publicTypes : city.matters.currentTypes
    let found = TypeSuggester(all).suggestions(for: form.text)
    content.suggestions = found.map { found in
      Option(
        value: found.type.code, label: messages.text(found.type.name),
        hint: messages.text("becauseOf", ["words": found.because.joined(separator: messages["listComma"])]),
        isChosen: form.type == found.type.code)
    }
    content.hasSuggestions = !found.isEmpty
    if asksForType { content.notice = messages[found.isEmpty ? "chooseTypeOfAll" : "chooseType"] }
    content.types = all.map { type in
      let isChosen = type.code == form.type && !found.contains { $0.type.code == type.code }
      return Option(value: type.code, label: messages.text(type.name), isChosen: isChosen)
    }
    content.isOtherOpen = found.isEmpty || content.types.contains(where: \.isChosen)
    content.hidden = Self.hidden(form, ["address", "longitude", "latitude", "chosen", "name", "contact", "draft"])
    return report(content, title: messages["stepWhat"], for: call, problem: problem)
  }

  /// The second step: the place.
  func place(
    _ form: ReportForm, photo: [UInt8]?, for call: Call, found: [NamedPlace]? = nil, problem: Problem? = nil
  ) -> Answer {
    let messages = messages(call.head)
    var content = ReportContent(form, messages, step: 1)
    content.isWhere = true
    if let position = photo.flatMap(PhotoPlace.of) {
      content.places.append(
        Option(
          value: position.formText, label: messages["placeOfPhoto"],
          hint: placeText(position, messages), isChosen: form.chosen == position.formText))
    }
    content.places += (found ?? []).map { place in
      let areas = place.areas.map(messages.text).joined(separator: messages["areaJoin"])
      return Option(
        value: place.position.formText, label: messages.text(place.name), hint: areas.isEmpty ? nil : areas,
        isChosen: form.chosen == place.position.formText)
    }
    // What was chosen before stays, though it is not found again.
    if !form.chosen.isEmpty, !content.places.contains(where: { $0.value == form.chosen }) {
      let position = (try? form.position(messages)) ?? nil
      content.places.append(
        Option(
          value: form.chosen, label: messages["placeChosen"], hint: position.map { placeText($0, messages) },
          isChosen: true))
    }
    content.map = map(around: (try? form.position(messages)) ?? photo.flatMap(PhotoPlace.of), messages)
    content.hasPlaces = !content.places.isEmpty
    content.isNothingFound = found?.isEmpty == true
    content.isByHand = !content.places.contains(where: \.isChosen)
    content.hidden = Self.hidden(form, ["type", "text", "draft"])
    return report(content, title: messages["stepWhere"], for: call, problem: problem)
  }

  /// Between the second step and the third: what is open near there already.
  func near(_ form: ReportForm, _ reports: [PublicReport], for call: Call) -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    var content = ReportContent(form, messages, step: 1)
    content.isNear = true
    content.near = reports.map { report in
      ReportContent.Near(
        number: report.number, typeName: messages.text(report.typeName), state: messages.text(report.state.name),
        since: moments.past(report.reportedAt),
        distance: messages.text("metresAway", ["metres": "\(Int((report.distance ?? 0) / 10) * 10)"]),
        words: report.words.map { String(messages.own($0).prefix(200)) },
        photo: report.photo.map { "/api/v1/public/reports/\(report.number)/evidence/\($0)" })
    }
    content.hidden = Self.hidden(
      form, ["type", "text", "draft", "address", "longitude", "latitude", "chosen", "name", "contact"])
    return report(content, title: messages["isItThisOne"], for: call)
  }

  private func report(
    _ content: ReportContent, title: String, for call: Call, problem: Problem? = nil
  ) -> Answer {
    page(
      "report", content, title: title, for: call, address: "/report",
      files: ["map.css", "public.css", "scripts/report.js", "scripts/file-field.js"],
      hasMap: content.map != nil, problem: problem,
      // What is near was found on the way from the place to the end: that step alone would send the report.
      choiceForm: Frame.ChoiceForm(
        form: "report-form", step: (content.isWhat ? ReportForm.Step.what : .place).rawValue))
  }

  /// The map of the city, where the program has one.
  private func map(around position: Position?, _ messages: Messages) -> ReportContent.Map? {
    guard Asset.all["scripts/map.js"] != nil else { return nil }
    let centre = position ?? city.pack.map.center
    return ReportContent.Map(
      centre: centre.formText, zoom: position == nil ? Int(city.pack.map.zoom) : 16,
      labels: mapLabels(city.pack.areas.areas.filter { $0.level == .street }, messages),
      style: Asset.named("web/maplibre-gl.css").address, script: Asset.named("web/maplibre-gl.js").address)
  }

  /// The areas around a position, or its degrees where it lies in none.
  private func placeText(_ position: Position, _ messages: Messages) -> String {
    let areas = city.areaNames(at: position).map(messages.text)
    return areas.isEmpty
      ? messages.text("outsideTheCity", ["degrees": position.formText]) : areas.joined(separator: messages["areaJoin"])
  }

  private static func hidden(_ form: ReportForm, _ fields: [String]) -> [ReportContent.Hidden] {
    fields.compactMap { field in
      let value =
        switch field {
        case "type": form.type
        case "text": form.text
        case "draft": form.draft
        case "address": form.address
        case "longitude": form.longitude
        case "latitude": form.latitude
        case "chosen": form.chosen
        case "name": form.name
        default: form.contact
        }
      return value.isEmpty ? nil : ReportContent.Hidden(field: field, value: value)
    }
  }
}
