// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Matters
public import Storage

/// What a follower of the journal would work out of a history event by event, written with the matters as they are in the end:
/// that takes a fraction of the time, and counts and search are right from the first moment.
public struct HistoryStock: Sendable {
  /// Writes what was worked out.
  public typealias Writing = @Sendable (Transaction) throws -> Void

  let prepare: @Sendable ([Matter]) -> Writing
  let follower: Follower

  /// - Parameters:
  ///   - follower: has nothing to do with the history any more.
  ///   - prepare: works out what the follower would have written of these matters, beside the one thread that writes.
  public init(_ follower: Follower, prepare: @escaping @Sendable ([Matter]) -> Writing) {
    self.follower = follower
    self.prepare = prepare
  }
}
