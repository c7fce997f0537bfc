// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func listDecisions(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/decisions", operationId: "listDecisions", summary: "The decisions of the city", tag: "Decisions",
      access: .roles(staff),
      responses: [
        200: .json(
          "The decisions by code, in the versions that are in force.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("DecisionOutline"))], required: ["items"]))
      ]
    ) { _ in
      let waiting = try await city.decisions.waiting()
      let items = city.decisions.all.map { definition in
        JSON.object(definition.outline(in: city, waiting: waiting[definition.code] ?? 0))
      }
      return .json(["items": .array(items)])
    }
  }

  static func getDecision(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/decisions/{code}", operationId: "getDecision", summary: "A decision as it is in force",
      description: "The entity tag is the version: send it as `If-Match` with a proposal that builds on it.",
      tag: "Decisions", access: .roles(staff), parameters: [.decisionCode, .ifNoneMatch],
      responses: [
        200: .json("The decision.", .schemaReference("Decision"), headers: ["ETag": "The version in force."]),
        304: ResponseSpecification("The caller has it already."),
      ], isHeavy: true
    ) { call in
      let code = call.path("code")
      let current = try city.decisions.inForce(code)
      let tag = EntityTag(revision: Int64(current.version))
      if call.hasCurrent(tag) { return .notModified(tag) }
      let version = try await city.decisions.version(current.version, of: code)
      let waiting = try await city.decisions.waiting()[code] ?? 0
      let names = try await city.names(of: [version])
      var members = current.outline(in: city, waiting: waiting)
      members["content"] = version.content
      members["tables"] = city.decisions.modelTables(version.content)
      members["inputs"] = current.inputsAnswer
      members["findings"] = try city.decisions.check(version.content.object ?? [:], as: code).answer
      members["versionInForce"] = version.answer(isInForce: true, names)
      return .json(.object(members)).with(tag)
    }
  }

  static func getDecisionModel(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/decisions/{code}/dmn", operationId: "getDecisionModel",
      summary: "A decision as a model of DMN", tag: "Decisions", access: .roles(staff),
      parameters: [
        .decisionCode, .query("version", .versionSchema, "Another version than the one in force."),
        .query(
          "notes", .enumSchema(["annotations", "descriptions"]),
          "How the notes of a table are written: as annotations of its rules, or as their descriptions for tools that know "
            + "no others."),
      ],
      responses: [
        200: ResponseSpecification(
          "The model in the standard's XML.", mediaType: "application/xml", schema: ["type": "string"])
      ], isHeavy: true
    ) { call in
      let code = call.path("code")
      let definition =
        if let number = call.integer("version") {
          try await city.decisions.version(number, of: code).definition(city.decisions.limits)
        } else {
          try city.decisions.inForce(code)
        }
      // A model is given as it is written, with its drawings and extensions, so that its tool opens it again. A table is one
      // of 1.3: it needs nothing newer, and the tools that are built on dmn-js open no other version.
      let text =
        switch definition.form {
        case .model(let xml): xml
        case .sheet:
          definition.compiled.model.xml(
            as: .dmn13, annotationsAsDescriptions: call.string("notes") == "descriptions")
        }
      return .bytes(Array(text.utf8), mediaType: "application/xml")
        .attachment(named: "\(definition.code)-\(definition.version).dmn")
    }
  }
}

extension DecisionRegister {
  /// The decision tables of a model, as sheets; `nil` for a table, which is one itself.
  func modelTables(_ content: JSON) -> JSON? {
    guard let xml = content["dmn"]?.string, let found = try? ModelTables(xml: xml, limits: limits.xml) else {
      return nil
    }
    return .array(found.tables.map { .object($0.members.merging(["path": .string($0.path)]) { $1 }) })
  }

  /// - Throws: `Problem` of code `notFound`.
  func inForce(_ code: String) throws(Problem) -> DecisionDefinition {
    guard let definition = current(code) else {
      throw Problem(.notFound, "There is no decision \(code).", "没有决策 \(code)。")
    }
    return definition
  }
}

extension DecisionDefinition {
  /// What lists show.
  func outline(in city: City, waiting: Int) -> [String: JSON] {
    var members: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "name": name.json, "source": .string(source),
      "routes": .array(city.decisions.types(routedBy: code).map { .string($0.code) }),
      "limits": .array(city.decisions.types(limitedBy: code).map { .string($0.code) }),
      "tests": .integer(Int64(tests.count)), "proposals": .integer(Int64(waiting)),
    ]
    switch form {
    case .sheet(let sheet):
      members["form"] = "table"
      members["hitPolicy"] = .string(sheet.hitPolicy.text)
      members["rules"] = .integer(Int64(sheet.rows.count))
    case .model: members["form"] = "model"
    }
    return members
  }

  /// Its inputs with their types.
  var inputsAnswer: JSON {
    .array(
      inputs.map { name, type in
        var members: [String: JSON] = ["name": .string(name)]
        members["type"] = type.map(JSON.string)
        return .object(members)
      })
  }
}

extension Parameter {
  static let decisionCode = path("code", .codeSchema, "The decision's code.")
}

extension JSON {
  static let versionSchema = integerSchema(1...Int64(Int32.max))
}
