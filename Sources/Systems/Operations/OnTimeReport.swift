// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// How many matters were finished by their due date (按期结案率).
///
/// A matter is measured by its total clock, whose due date is that of the calendar's version and the pauses it began with.
/// The rate is **on time / (on time + late)**: of the matters that ended and had a due date, the part that ended by it. What is
/// open, also when it is overdue, is counted beside the rate, not in it.
public struct OnTimeReport: Sendable, Hashable {
  /// One line.
  public struct Line: Sendable, Hashable {
    /// The codes by which it is told apart, in the order of the report's dimensions; `nil` where the matters have none.
    public var keys: [String?]
    /// All matters that came in, but those whose ending does not count.
    public var matters = 0
    /// Those that ended.
    public var closed = 0
    /// Those of which it is known whether they were in time (应结): on time, late, and open though overdue.
    public var due = 0
    /// Ended by their due date.
    public var onTime = 0
    /// Ended after their due date.
    public var late = 0
    /// Not ended.
    public var open = 0
    /// Not ended, and past their due date.
    public var openLate = 0

    /// On time / (on time + late); `nil` where no matter with a due date ended.
    public var rate: Double? { onTime + late == 0 ? nil : Double(onTime) / Double(onTime + late) }
  }

  /// A number of a line.
  public enum Part: String, CaseIterable, Sendable { case matters, closed, onTime, late, open, openLate }

  public var dimensions: [OnTimeQuery.Dimension]
  public var basis: OnTimeQuery.Basis
  /// The moment at which open matters were looked at.
  public var at: Instant
  /// By their keys, code point by code point; what has no code comes first.
  public var lines: [Line]
  /// All lines together.
  public var total: Line
}

extension OnTimeReport {
  /// `{"at", "basis", "dimensions", "lines": [{"keys": {"type": …}, "matters", "closed", …, "rate"}], "total"}`
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("at", at)
    writer.member("basis", basis.rawValue)
    writer.key("dimensions")
    writer.value(.array(dimensions.map { .string($0.rawValue) }))
    writer.key("lines")
    writer.beginArray()
    for line in lines { line.write(to: &writer, dimensions: dimensions) }
    writer.endArray()
    writer.key("total")
    total.write(to: &writer, dimensions: [])
    writer.endObject()
  }
}

extension OnTimeReport.Line {
  fileprivate func write(to writer: inout JSONWriter, dimensions: [OnTimeQuery.Dimension]) {
    writer.beginObject()
    writer.member("closed", closed)
    writer.member("due", due)
    writer.key("keys")
    writer.beginObject()
    for (dimension, key) in zip(dimensions, keys).sorted(by: { $0.0.rawValue < $1.0.rawValue }) {
      writer.key(named: dimension.rawValue)
      if let key { writer.string(key) } else { writer.null() }
    }
    writer.endObject()
    writer.member("late", late)
    writer.member("matters", matters)
    writer.member("onTime", onTime)
    writer.member("open", open)
    writer.member("openLate", openLate)
    writer.key("rate")
    if let rate { writer.number(rate) } else { writer.null() }
    writer.endObject()
  }
}
