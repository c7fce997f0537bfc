// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A service request as a row of Boston's files has it.
struct Boston311Row: Hashable, Sendable {
  /// What the file says about being on time.
  enum Status: String, Sendable {
    case onTime = "ONTIME"
    case overdue = "OVERDUE"
  }

  var caseID: String
  /// Codes in the pack, and as the file has them.
  var type: String
  var typeName: String
  var department: String
  var district: String?
  var opened: Instant
  var target: Instant?
  var closed: Instant?
  var status: Status?
  var isOpen: Bool
  var closureReason: String
  var title: String
  /// `nil` where the request could not be located: the file puts those at the City Hall.
  var position: Position?
  var address: String?
  /// The parcel or intersection, where the address was found in the register.
  var property: String?
  /// Whether it was closed as a duplicate of an existing case.
  var isDuplicate: Bool
  var attributes: [String: JSON]

  /// When it ended, never before it was opened: some were entered after the work was done, seconds apart.
  var ended: Instant? { closed.map { max($0, opened) } }
}
