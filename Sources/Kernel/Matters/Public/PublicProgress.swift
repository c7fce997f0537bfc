// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// How far a report has come, as everybody may know who knows its number: nothing in it tells about a person.
public struct PublicProgress: Sendable, Hashable {
  /// A state that the matter reached, and when.
  public struct Step: Sendable, Hashable {
    public var state: MatterState
    public var at: Instant
  }

  public var number: String
  public var type: String
  public var typeName: LocalizedText
  public var state: MatterState
  /// Since when it is in that state.
  public var since: Instant
  public var reportedAt: Instant
  /// The next due date.
  public var dueAt: Instant?
  /// Code of the department in charge.
  public var department: String?
  public var departmentName: LocalizedText?
  /// Code of the district.
  public var district: String?
  /// The oldest first.
  public var steps: [Step]
  /// Number of the matter inside which this one goes on, where that may be known.
  public var continuedIn: String?
  /// What only the reporter may know; `nil` without the code.
  public var own: OwnReport?
}

/// What a reporter sees of their own report besides its progress.
public struct OwnReport: Sendable, Hashable {
  public var title: String
  public var text: String
  public var address: String?
  public var position: Position?
  public var result: String?
  /// Those meant for the reporter.
  public var notes: [Note]
  /// Files that have a copy for the public.
  public var evidence: [Evidence]
  public var rating: Rating?
  public var canRate: Bool
  public var canAttach: Bool
}
