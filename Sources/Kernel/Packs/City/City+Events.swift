// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Journaling
public import Matters
import Storage
import Vocabulary

extension City {
  /// An event by its name, `0:1234`, and what it changed.
  /// - Throws: `Problem` of code `notFound`.
  public func event(named name: String) async throws -> (event: Event, change: EventChange) {
    let unknown = Problem(.notFound, "There is no event \(name.prefix(40)).", "没有事件 \(name.prefix(40))。")
    guard let place = JournalPosition(name)?.sequences.first, !name.contains(",") else { throw unknown }
    let found = try await database.read { [journal, matters, tenant] transaction -> (Event, EventChange)? in
      guard
        let event = try journal.event(
          partition: place.key, sequence: place.value, tenant: tenant, in: transaction)
      else { return nil }
      return (event, try matters.change(by: event, tenant: tenant, in: transaction))
    }
    guard let found else { throw unknown }
    return found
  }
}
