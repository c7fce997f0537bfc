// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What access depends on in one thing: whom it involves, where it lies, who reported it.
public struct AccessFacts: Hashable, Sendable {
  /// Codes of all departments that the thing involves, lead and co-handling.
  public var departments: Set<String>
  /// Codes of all areas in which the thing lies: its district, street, community and cell.
  public var areas: Set<String>
  /// Who reported it, by `Principal.id`.
  public var owner: String?

  public init(departments: Set<String> = [], areas: Set<String> = [], owner: String? = nil) {
    self.departments = departments
    self.areas = areas
    self.owner = owner
  }
}
