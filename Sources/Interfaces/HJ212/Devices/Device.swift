// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A monitor that may send.
public struct Device: Hashable, Sendable {
  /// Its identifier on the wire (MN).
  public var number: String
  /// What it must send as PW.
  public var password: String
  /// What the codes of its series begin with.
  public var code: String
  public var name: LocalizedText
  /// The system code (ST) that it must send; `nil` for any that the standard has.
  public var system: String?
  /// URI of the thing of which it tells.
  public var entity: String?
  /// UCUM units by code of what is measured, before those of the standard.
  public var units: [String: String]

  public init(
    number: String, password: String, code: String? = nil, name: LocalizedText? = nil, system: String? = nil,
    entity: String? = nil, units: [String: String] = [:]
  ) {
    self.number = number
    self.password = password
    self.code = code ?? number
    self.name = name ?? LocalizedText(["en": code ?? number])
    self.system = system
    self.entity = entity
    self.units = units
  }
}
