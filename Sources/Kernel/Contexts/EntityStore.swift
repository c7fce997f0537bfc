// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Spatial
public import Storage
public import Vocabulary

/// Keeps entities and finds them again. Everything happens in the caller's transaction.
///
/// Every change appends an event to the journal: `EntityCreated`, `EntityUpdated`, `EntityDeleted` with subject kind `entity`.
/// The payload of an update is what changed, in the shape of `EntityPatch`; a change that changes nothing writes nothing.
public struct EntityStore: Sendable {
  /// Where the boxes of the locations are.
  public static let places = PlaceIndex(kind: "entity")

  let journal: Journal
  /// Name of the attribute whose text is the code of the department in charge.
  let departmentAttribute: String
  /// Name of the attribute whose text is the code of the area in which an entity without location lies.
  let areaAttribute: String
  let areas: @Sendable (Tenant) -> AreaIndex?

  /// - Parameter areas: the areas of a tenant's city, where it has any.
  public init(
    journal: Journal = Journal(), departmentAttribute: String = "department", areaAttribute: String = "area",
    areas: @escaping @Sendable (Tenant) -> AreaIndex? = { _ in nil }
  ) {
    self.journal = journal
    self.departmentAttribute = departmentAttribute
    self.areaAttribute = areaAttribute
    self.areas = areas
  }

  /// - Throws: `Problem` of code `conflict` when there is one of that id, of code `invalid` when it breaks a rule of the model.
  @discardableResult
  public func create(
    _ new: NewEntity, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> Entity {
    let entity = try entity(new, createdAt: now, modifiedAt: now, revision: 1, tenant: principal.tenant)
    guard try insert(entity, in: transaction) else {
      throw Problem(.conflict, "there is an entity \(new.id) already; update it instead", "已有实体 \(new.id)，请改为更新")
    }
    try append("EntityCreated", entity, entity.contentJSON, by: principal, in: transaction)
    return entity
  }

  /// Changes some parts of an entity.
  ///
  /// - Parameter revision: the revision that the change was made for; `nil` to change whatever is there.
  /// - Throws: `Problem` of code `notFound`, `revisionMismatch`, or `invalid`.
  @discardableResult
  public func merge(
    _ patch: EntityPatch, into id: String, expecting revision: Int64? = nil, by principal: Principal, at now: Instant,
    in transaction: Transaction
  ) throws -> Entity {
    let old = try locked(id, expecting: revision, tenant: principal.tenant, in: transaction)
    return try update(old, to: patch.applied(to: old), by: principal, at: now, in: transaction)
  }

  /// Gives an entity new contents; what is not in them is removed.
  /// - Throws: as `merge`.
  @discardableResult
  public func replace(
    with new: NewEntity, expecting revision: Int64? = nil, by principal: Principal, at now: Instant,
    in transaction: Transaction
  ) throws -> Entity {
    let old = try locked(new.id, expecting: revision, tenant: principal.tenant, in: transaction)
    return try update(old, to: new, by: principal, at: now, in: transaction)
  }

  /// Creates an entity or replaces its contents, as an import that may be repeated does.
  @discardableResult
  public func put(
    _ new: NewEntity, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> Entity {
    guard let old = try find(new.id, tenant: principal.tenant, lock: true, in: transaction) else {
      return try create(new, by: principal, at: now, in: transaction)
    }
    return try update(old, to: new, by: principal, at: now, in: transaction)
  }

  /// - Throws: `Problem` of code `notFound` or `revisionMismatch`.
  public func delete(
    _ id: String, expecting revision: Int64? = nil, by principal: Principal, at now: Instant,
    in transaction: Transaction
  ) throws {
    var entity = try locked(id, expecting: revision, tenant: principal.tenant, in: transaction)
    try remove(entity, in: transaction)
    entity.revision += 1
    entity.modifiedAt = now
    try append("EntityDeleted", entity, ["type": .string(entity.type)], by: principal, in: transaction)
  }

  private func update(
    _ old: Entity, to new: NewEntity, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> Entity {
    let entity = try entity(
      new, createdAt: old.createdAt, modifiedAt: now, revision: old.revision + 1, tenant: old.tenant)
    let patch = EntityPatch(from: old, to: entity)
    guard !patch.isEmpty || entity.type != old.type else { return old }
    try write(entity, replacing: old, in: transaction)
    var payload = patch.json.object ?? [:]
    payload["type"] = .string(entity.type)
    try append("EntityUpdated", entity, payload, by: principal, in: transaction)
    return entity
  }

  private func locked(
    _ id: String, expecting revision: Int64?, tenant: Tenant, in transaction: Transaction
  ) throws -> Entity {
    guard let entity = try find(id, tenant: tenant, lock: true, in: transaction) else { throw Self.notFound(id) }
    guard revision == nil || revision == entity.revision else {
      throw Problem(
        .revisionMismatch,
        "entity \(id) is at revision \(entity.revision), the change was made for revision \(revision ?? 0); "
          + "read it again", "实体 \(id) 的版本为 \(entity.revision)，而修改针对的是版本 \(revision ?? 0)；请重新读取",
        members: ["revision": .integer(entity.revision)])
    }
    return entity
  }

  static func notFound(_ id: String) -> Problem {
    Problem(.notFound, "there is no entity \(id.prefix(200))", "没有实体 \(id.prefix(200))")
  }

  /// The entity with what is derived from its contents.
  private func entity(
    _ new: NewEntity, createdAt: Instant, modifiedAt: Instant, revision: Int64, tenant: Tenant
  ) throws(Problem) -> Entity {
    try new.check()
    var entity = Entity(
      id: new.id, type: new.type, tenant: tenant, attributes: new.attributes.mapValues(\.normalized),
      relationships: new.relationships.mapValues(\.normalized), location: new.location, department: nil,
      areas: AreaPath(), createdAt: createdAt, modifiedAt: modifiedAt,
      revision: revision)
    try assign(&entity)
    return entity
  }

  /// Works out the department and the areas.
  func assign(_ entity: inout Entity) throws(Problem) {
    entity.department = entity.attributes[departmentAttribute]?.value.string
    entity.areas = AreaPath()
    guard let index = areas(entity.tenant) else { return }
    if let location = entity.location {
      entity.areas = index.locate(try location.representativePosition())
    } else if let code = entity.attributes[areaAttribute]?.value.string {
      entity.areas = index.path(of: code)
    }
  }

  private func append(
    _ kind: String, _ entity: Entity, _ content: [String: JSON], by principal: Principal, in transaction: Transaction
  ) throws {
    var payload = content
    // Where it was at the time: the live stream shows an event only to those who may see the entity.
    payload["department"] = entity.department.map(JSON.string)
    if !entity.areas.isEmpty { payload["areas"] = .array(entity.areas.codes.map(JSON.string)) }
    try journal.append(
      NewEvent(
        kind, subjectKind: "entity", subject: entity.id, revision: entity.revision, payload: .object(payload)),
      by: principal, at: entity.modifiedAt, in: transaction)
  }
}

extension Entity {
  /// What it consists of, for the journal.
  var contentJSON: [String: JSON] {
    var members = json.object ?? [:]
    for name in ["id", "createdAt", "modifiedAt", "revision", "department", "areas"] { members[name] = nil }
    return members
  }
}
