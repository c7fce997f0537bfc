// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Journaling
import Matters
import Packs
import Storage
import TestSupport
import Vocabulary

/// A city whose people change the decision `duties`, which sends potholes to departments.
struct DecisionTown {
  let city: City
  let time: FrozenTime

  static func person(_ name: String, _ grants: Grant..., kind: Principal.Kind = .person) -> Principal {
    Principal(id: name, kind: kind, tenant: Tenant("town"), name: name, grants: grants)
  }

  static let ann = person("ann", Grant(.supervisor))
  static let bea = person("bea", Grant(.administrator))

  /// Opens the city, does something with it, and closes it.
  static func with(
    _ settings: CitySettings, _ pack: PackFolder, time: FrozenTime = FrozenTime(),
    _ body: (DecisionTown) async throws -> Void
  ) async throws {
    let city = try await CityTests.open(settings, pack, time: time)
    do {
      try await body(DecisionTown(city: city, time: time))
      await city.close()
    } catch {
      await city.close()
      throw error
    }
  }

  /// The decision with these rules; each a pattern for type, district and priority, and a department.
  static func content(_ rules: [[JSON]], tests: JSON? = nil) -> [String: JSON] {
    var members: [String: JSON] = [
      "source": "a council's order", "hitPolicy": "FIRST",
      "inputs": [["expression": "type"], ["expression": "district"], ["expression": "priority"]],
      "outputs": [["name": "department"]], "notes": ["why"], "rules": .array(rules.map { .array($0) }),
    ]
    members["tests"] = tests
    return members
  }

  static let toWater: [[JSON]] = [["\"pothole\"", "-", "-", "\"water\"", "the pipes first"]]

  /// Proposes by Ann and approves by Bea.
  @discardableResult
  func approve(_ rules: [[JSON]], validFrom: Instant? = nil) async throws -> DecisionVersion {
    let proposal = DecisionProposal(content: Self.content(rules), validFrom: validFrom)
    let version = try await city.decisions.propose(proposal, as: "duties", by: Self.ann).version
    return try await city.decisions.approve(version.version, of: "duties", by: Self.bea)
  }

  /// A pothole that was accepted, and so was sent to a department.
  func pothole(at position: Position? = nil, by principal: Principal? = nil) async throws -> Matter {
    let system = Principal.system(city.tenant)
    let new = Submission(type: "pothole", channel: "test", position: position)
    let id = try await city.matters.submit(new, by: principal ?? system).matter.id
    return try await city.matters.perform(.accept, on: id, by: system).matter
  }

  /// The event that sent a matter to its department.
  func dispatch(of matter: Matter) async throws -> Event? {
    try await city.matters.history(of: matter.id, for: .system(city.tenant)).first { $0.kind == "MatterDispatched" }
  }

  func kinds(of code: String = "duties") async throws -> [String] {
    try await city.database.read { [tenant = city.tenant] transaction in
      try Journal().history(of: "decision/\(code)", kind: "definition", tenant: tenant, in: transaction).map(\.kind)
    }
  }
}
