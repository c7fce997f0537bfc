// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Vocabulary

let accountSchemas: [String: JSON] = {
  let kind = JSON.enumSchema(["person", "service"])
  let grants = JSON.arraySchema(of: .schemaReference("Grant"), maximum: 200)
  return [
    "Account": .objectSchema(
      [
        "id": .textSchema, "kind": kind, "name": .textSchema, "signInName": .textSchema, "hasPassword": .boolSchema,
        "grants": grants, "revision": .countSchema, "createdAt": .instantSchema, "disabledAt": .instantSchema,
        "signedInAt": .instantSchema,
      ], required: ["id", "kind", "name", "hasPassword", "grants", "revision", "createdAt"]),
    "NewAccount": .objectSchema(
      [
        "kind": kind, "name": .nameSchema, "signInName": .signInNameSchema, "password": .passwordSchema,
        "grants": grants,
      ], required: ["kind", "name"]),
    "AccountChange": .objectSchema([
      "name": .nameSchema, "signInName": .signInNameSchema, "grants": grants, "enabled": .boolSchema,
    ]),
    "Token": .objectSchema(
      [
        "id": .identifierSchema, "owner": .textSchema, "label": .textSchema, "grants": grants,
        "createdAt": .instantSchema, "expiresAt": .instantSchema, "revokedAt": .instantSchema,
        "lastUsedAt": .instantSchema,
      ], required: ["id", "owner", "label", "grants", "createdAt"],
      description: "What is known of an API token; never the token itself."),
    "NewToken": .objectSchema(
      [
        "owner": .stringSchema(
          length: 1...40, description: "The account that it shall belong to; by default your own."),
        "label": .stringSchema(length: 1...200, description: "What it is for."), "grants": grants,
        "expiresAt": .instantSchema,
      ], required: ["label"]),
    "IssuedToken": .objectSchema(
      [
        "secret": .stringSchema(length: 1...100, description: "The token itself: shown this once."),
        "token": .schemaReference("Token"),
      ], required: ["secret", "token"]),
  ]
}()

extension Account {
  var answer: JSON {
    var members: [String: JSON] = [
      "id": .string(id), "kind": .string(kind.rawValue), "name": .string(name), "hasPassword": .bool(hasPassword),
      "grants": .array(grants.map(\.json)), "revision": .integer(revision), "createdAt": .string(createdAt.description),
    ]
    members["signInName"] = signInName.map { .string($0) }
    members["disabledAt"] = disabledAt.map { .string($0.description) }
    members["signedInAt"] = signedInAt.map { .string($0.description) }
    return .object(members)
  }
}

extension APIToken {
  var answer: JSON {
    var members: [String: JSON] = [
      "id": .string(id.description), "owner": .string(owner), "label": .string(label),
      "grants": .array(grants.map(\.json)), "createdAt": .string(createdAt.description),
    ]
    members["expiresAt"] = expiresAt.map { .string($0.description) }
    members["revokedAt"] = revokedAt.map { .string($0.description) }
    members["lastUsedAt"] = lastUsedAt.map { .string($0.description) }
    return .object(members)
  }
}
