// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import HTTP
import Packs
import Storage
import Vocabulary

extension Endpoint {
  static func createEntity(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/entities", operationId: "createEntity", summary: "Make an entity", tag: "Entities",
      access: .roles(EntityAccess.writers), requestBody: .json(.schemaReference("NewEntity"), limit: 2 << 20),
      responses: [
        201: .json(
          "The entity.", .schemaReference("Entity"), headers: ["Location": "Where it is.", "ETag": "Its revision."])
      ], problems: [.conflict]
    ) { call in
      let new = try NewEntity(json: call.json)
      let (store, principal, now) = (city.entities, call.principal, city.time.now())
      let entity = try await city.database.write { transaction in
        let entity = try store.create(new, by: principal, at: now, in: transaction)
        try EntityAccess.requireChange(of: entity, by: principal)
        return entity
      }
      return .entity(entity, status: 201).with("Location", "/api/v1/entities/\(PercentCoding.encoded(entity.id))")
    }
  }

  static func getEntity(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/entities/{id}", operationId: "getEntity", summary: "One entity", tag: "Entities",
      access: .roles(EntityAccess.readers), parameters: [.entityId, .ifNoneMatch],
      responses: [
        200: .json("The entity.", .schemaReference("Entity"), headers: ["ETag": "Its revision."]),
        304: ResponseSpecification("The caller has it already."),
      ]
    ) { call in
      let id = call.path("id")
      let entity = try await city.database.read { [store = city.entities, tenant = city.tenant] in
        try store.find(id, tenant: tenant, in: $0)
      }
      guard let entity, EntityAccess.mayRead(entity, call.principal) else {
        throw Problem(
          .notFound, "There is no entity \(id.prefix(200)) that you may see.", "没有您可查看的实体 \(id.prefix(200))。")
      }
      let tag = EntityTag(revision: entity.revision)
      return call.hasCurrent(tag) ? .notModified(tag) : .entity(entity)
    }
  }

  static func replaceEntity(_ city: City) -> Endpoint {
    Endpoint(
      .put, "/api/v1/entities/{id}", operationId: "replaceEntity", summary: "Give an entity new contents",
      description: "What is not in them is removed.", tag: "Entities", access: .roles(EntityAccess.writers),
      parameters: [.entityId, .ifMatch], requestBody: .json(.schemaReference("NewEntity"), limit: 2 << 20),
      responses: [200: .entity("The entity afterwards.")]
    ) { call in
      let new = try NewEntity(json: call.json)
      guard new.id == call.path("id") else {
        throw Problem.invalid("/id", "must be the identifier in the path", "须与路径中的标识一致")
      }
      let entity = try await call.expecting { expected in
        try await city.change(new.id, by: call.principal) { store, principal, now, transaction in
          try store.replace(with: new, expecting: expected, by: principal, at: now, in: transaction)
        }
      }
      return .entity(entity)
    }
  }

  static func changeEntity(_ city: City) -> Endpoint {
    Endpoint(
      .patch, "/api/v1/entities/{id}", operationId: "changeEntity", summary: "Change parts of an entity",
      description: "What is not named stays; null in the place of a part removes it.", tag: "Entities",
      access: .roles(EntityAccess.writers), parameters: [.entityId, .ifMatch],
      requestBody: .json(.schemaReference("EntityPatch"), limit: 2 << 20),
      responses: [200: .entity("The entity afterwards.")]
    ) { call in
      let patch = try EntityPatch(json: call.json)
      let id = call.path("id")
      let entity = try await call.expecting { expected in
        try await city.change(id, by: call.principal) { store, principal, now, transaction in
          try store.merge(patch, into: id, expecting: expected, by: principal, at: now, in: transaction)
        }
      }
      return .entity(entity)
    }
  }

  static func deleteEntity(_ city: City) -> Endpoint {
    Endpoint(
      .delete, "/api/v1/entities/{id}", operationId: "deleteEntity", summary: "Delete an entity", tag: "Entities",
      access: .roles(EntityAccess.writers), parameters: [.entityId, .ifMatch],
      responses: [204: ResponseSpecification("It is gone.")]
    ) { call in
      let id = call.path("id")
      _ = try await call.expecting { expected in
        try await city.change(id, by: call.principal) { store, principal, now, transaction in
          try store.delete(id, expecting: expected, by: principal, at: now, in: transaction)
          return nil
        }
      }
      return .noContent
    }
  }
}

extension City {
  /// Changes an entity that the principal may change, before and after.
  @discardableResult
  fileprivate func change(
    _ id: String, by principal: Principal,
    _ body: @escaping @Sendable (EntityStore, Principal, Instant, Transaction) throws -> Entity?
  ) async throws -> Entity? {
    let (store, tenant, now) = (entities, tenant, time.now())
    return try await database.write { transaction in
      let before = try store.find(id, tenant: tenant, in: transaction)
      guard let before, EntityAccess.mayRead(before, principal) else {
        throw Problem(
          .notFound, "There is no entity \(id.prefix(200)) that you may see.", "没有您可查看的实体 \(id.prefix(200))。")
      }
      try EntityAccess.requireChange(of: before, by: principal)
      let after = try body(store, principal, now, transaction)
      if let after { try EntityAccess.requireChange(of: after, by: principal) }
      return after
    }
  }
}

extension Parameter {
  fileprivate static let entityId = path(
    "id", .stringSchema(length: 1...1024), "The entity's identifier, a URI, with its reserved characters encoded.")
}

extension ResponseSpecification {
  fileprivate static func entity(_ description: String) -> ResponseSpecification {
    json(description, .schemaReference("Entity"), headers: ["ETag": "Its revision."])
  }
}

extension Answer {
  fileprivate static func entity(_ entity: Entity?, status: Int = 200) -> Answer {
    guard let entity else { return noContent }
    return json(entity.json, status: status).with(EntityTag(revision: entity.revision))
  }
}
