// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Matters
public import Storage

/// What a follower of the journal would work out of a history event by event, written with the matters as they are in the end:
/// that takes a fraction of the time, and counts and search are right from the first moment.
public struct HistoryStock: Sendable {
  let record: @Sendable ([Matter], Transaction) throws -> Void
  let follower: Follower

  /// - Parameters:
  ///   - follower: has nothing to do with the history any more.
  ///   - record: writes what the follower would have written of these matters.
  public init(_ follower: Follower, record: @escaping @Sendable ([Matter], Transaction) throws -> Void) {
    self.follower = follower
    self.record = record
  }
}
