// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Another standard's business on some of the topics of the server: it takes what is published there, and tells what is asked for
/// there.
public protocol TopicService: AnyObject, Sendable {
  /// Whether a topic or a topic filter is its business.
  func isResponsible(for topic: String) -> Bool

  /// Takes messages of one client, in their order. When it returns, what it took is on disk.
  ///
  /// - Returns: for each message why it was not taken; `nil` where it was.
  func take(_ messages: [(topic: String, payload: [UInt8])], from principal: Principal) async -> [Problem?]

  /// - Throws: `Problem` for a filter that this client may not listen to, or on which nothing will ever be told.
  func checkListening(to filter: String, for principal: Principal) throws(Problem)

  /// Tells what changes, until the task is cancelled.
  ///
  /// - Parameters:
  ///   - filters: the filters that are listened to now, among those that it is responsible for.
  ///   - tell: passes a payload on to those who listen to exactly this filter.
  func run(
    filters: @escaping @Sendable () -> [String],
    tell: @escaping @Sendable (_ filter: String, _ payload: [UInt8]) -> Void
  ) async
}
