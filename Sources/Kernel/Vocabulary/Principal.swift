// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The name of a tenant: one city in a database. Every stored row belongs to one.
public struct Tenant: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public var description: String { name }
}

/// What somebody may do; always together with bounds (`Grant`).
public enum Role: String, CaseIterable, Sendable, Comparable {
  /// Reports matters and follows their own (报事人).
  case reporter
  /// Takes reports in: accepts, returns, rejects, merges (坐席 / 受理员).
  case intake
  /// Sends matters to departments (派遣员).
  case dispatcher
  /// Handles what was sent to their department (处置人).
  case handler
  /// Checks the result before a matter is closed (核查员).
  case verifier
  /// Suspends, extends, cancels, reopens, oversees (督办).
  case supervisor
  /// Reads everything within bounds and the journal; changes nothing (审计).
  case auditor
  /// Manages people, tokens, packs (管理员).
  case administrator

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// What whoever has it is called.
  public var name: LocalizedText {
    switch self {
    case .reporter: LocalizedText("Reporter", "报事人")
    case .intake: LocalizedText("Intake", "受理员")
    case .dispatcher: LocalizedText("Dispatcher", "派遣员")
    case .handler: LocalizedText("Handler", "处置人")
    case .verifier: LocalizedText("Verifier", "核查员")
    case .supervisor: LocalizedText("Supervisor", "督办")
    case .auditor: LocalizedText("Auditor", "审计")
    case .administrator: LocalizedText("Administrator", "管理员")
    }
  }
}

/// One role within bounds: a `nil` bound means everywhere.
public struct Grant: Hashable, Sendable {
  public var role: Role
  /// Code of the department to which the grant is bound.
  public var department: String?
  /// Code of the area (district, street, community or cell) to which the grant is bound; areas inside it are included.
  public var area: String?

  public init(_ role: Role, department: String? = nil, area: String? = nil) {
    self.role = role
    self.department = department
    self.area = area
  }
}

/// Who acts: a person, a service, or the city itself.
public struct Principal: Hashable, Sendable {
  public enum Kind: String, Sendable { case person, service, system, anonymous }

  public var id: String
  public var kind: Kind
  public var tenant: Tenant
  public var name: String
  public var grants: [Grant]
  /// The token or session through which the principal came; recorded beside the person in the journal.
  public var client: String?

  public init(id: String, kind: Kind, tenant: Tenant, name: String, grants: [Grant], client: String? = nil) {
    self.id = id
    self.kind = kind
    self.tenant = tenant
    self.name = name
    self.grants = grants
    self.client = client
  }

  /// The city acting by rule: opens matters for warnings, keeps clocks.
  public static func system(_ tenant: Tenant) -> Principal {
    Principal(id: "system", kind: .system, tenant: tenant, name: "system", grants: Role.allCases.map { Grant($0) })
  }

  /// Somebody who did not sign in.
  public static func anonymous(_ tenant: Tenant) -> Principal {
    Principal(id: "anonymous", kind: .anonymous, tenant: tenant, name: "anonymous", grants: [])
  }

  public func holds(_ role: Role) -> Bool { grants.contains { $0.role == role } }
}

/// Text in the languages of the house, by BCP 47 tag: `en`, `zh-Hans`.
public struct LocalizedText: Hashable, Sendable {
  public var texts: [String: String]
  public init(_ texts: [String: String]) { self.texts = texts }

  /// A text in both languages of the house.
  public init(_ english: String, _ chinese: String) { self.init(["en": english, "zh-Hans": chinese]) }

  /// The text in that language; else in English; else in any.
  public func text(in language: String) -> String {
    texts[language] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value ?? ""
  }
}
