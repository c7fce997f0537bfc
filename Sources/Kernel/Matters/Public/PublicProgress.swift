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
  /// Names of the areas in which it lies, the widest first.
  public var areas: [LocalizedText] = []
  /// Of things in the street alone, once somebody who takes reports in has looked.
  public var position: Position?
  /// The clock that is due next, or the last that was.
  public var clock: MatterClock?
  /// What it says, without what tells about a person; `nil` where that is not for everybody.
  public var words: String?
  /// Pictures for everybody.
  public var photos: [Evidence] = []
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
