// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Lifeline
import Matters
import Operations
import Packs
import Spatial
import Vocabulary

extension Endpoint {
  /// The map of the city with what is to be done, how it goes, and the last day.
  static func centrePage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/centre", operationId: "pageCentre", summary: "The operation centre", access: .roles(Warnings.readers),
      parameters: CentreAddress.parameters
    ) { call in try await pages.centre(call) }
  }

  /// Declares an emergency, or ends it.
  static func emergencyForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/centre/mode", operationId: "formCityMode", summary: "Declare an emergency, or end it",
      access: .roles(CityModes.deciders), requestBody: .form(limit: 1 << 13)
    ) { call in
      let form = call.form
      do {
        try await pages.modes.change(
          toEmergency: form["emergency"] == "true", reason: (form["reason"] ?? "").trimmed, by: call.principal)
        return .seeOther(LocalAddress.checked(form["back"]))
      } catch let problem as Problem where problem.code.status < 500 {
        return try await pages.centre(call, CentreAddress(), problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func centre(
    _ call: Call, _ given: CentreAddress? = nil, problem: Problem? = nil
  ) async throws -> Answer {
    try await modes.read()
    var address = given ?? CentreAddress(call)
    if let area = address.area, city.pack.areas.area(area) == nil { address.area = nil }
    let content = try await CentreMaker(self, call, address).content()
    return page(
      "centre", content, title: "\(messages(call.head)["centre"])", for: call, address: address.text, isWork: true,
      isFull: true,
      files: [
        "web/maplibre-gl.css", "map.css", "centre.css", "web/maplibre-gl.js", "scripts/live.js", "scripts/centre.js",
      ], twin: "/api/v1/reports/vital-signs" + (address.area.map { "?area=\(LocalAddress.encoded($0))" } ?? ""),
      hasMap: true, problem: problem)
  }
}
