// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Decisions
public import Vocabulary

/// Which warnings there would have been in a span of time if a threshold rule had said something else.
public struct ThresholdWhatIf: Sendable {
  /// A warning that there was, or that there would have been.
  public struct Episode: Sendable, Hashable {
    /// The code of the series.
    public var series: String
    /// The times of the readings that raised and ended it; `ended` is `nil` while it is on.
    public var raised: Instant
    public var ended: Instant?
    public var peak: WarningLevel
    /// The level that is on; of a warning that is over, the last one.
    public var level: WarningLevel
    /// The value furthest beyond the limits.
    public var extreme: Double
    /// The stored warning and its matter; `nil` for one that there only would have been.
    public var warning: Identifier?
    public var matter: Identifier?

    /// Whether both are on at some moment.
    func overlaps(_ other: Episode) -> Bool {
      raised <= other.ended ?? .distantFuture && other.raised <= ended ?? .distantFuture
    }
  }

  /// How many warnings.
  public struct Count: Sendable, Hashable {
    public var raised = 0
    public var ended = 0
    /// By their highest level.
    public var byPeak: [WarningLevel: Int] = [:]

    mutating func add(_ episode: Episode) {
      raised += 1
      if episode.ended != nil { ended += 1 }
      byPeak[episode.peak, default: 0] += 1
    }
  }

  /// What is different of the warnings that are on.
  public struct Today: Sendable, Hashable {
    /// Would be on too, at the same level or at another.
    public var same = 0
    public var otherLevel = 0
    /// On, and would not be.
    public var gone = 0
    /// Not on, and would be.
    public var added = 0
  }

  /// How many series and readings were looked at.
  public internal(set) var series = 0
  public internal(set) var readings = 0
  /// The warnings that there were, and those that there would have been.
  public internal(set) var did = Count()
  public internal(set) var would = Count()
  /// Warnings that there were and that there would have been at some moment of the same time; without a like now; without a
  /// like then.
  public internal(set) var kept = 0
  public internal(set) var gone = 0
  public internal(set) var added = 0
  /// `nil` where the span ends before now.
  public internal(set) var today: Today?
  /// The newest of those that would be gone, and of those that would be added.
  public internal(set) var goneExamples: [Episode] = []
  public internal(set) var addedExamples: [Episode] = []
  /// Those that are on and would not be, the newest first.
  public internal(set) var goneToday: [Episode] = []
  /// Readings for which a condition could not be told, and why the first could not.
  public internal(set) var failures: Int64 = 0
  public internal(set) var failure: Message?
  /// The series at which the limit of readings was reached; the series behind it were not looked at.
  public internal(set) var lastSeries: String?

  public var isComplete: Bool { lastSeries == nil }
}

extension Instant {
  fileprivate static let distantFuture = Instant(milliseconds: .max)
}
