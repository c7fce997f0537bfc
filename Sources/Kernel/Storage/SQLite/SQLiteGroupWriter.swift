// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Runs a group of bodies in one transaction, so that they share one fsync.
///
/// The common case costs nothing extra: no savepoints. Only when a body fails after it changed something is the group
/// rolled back and run again, each body inside a savepoint, so that one body's failure takes no neighbour with it.
struct SQLiteGroupWriter {
  private typealias Outcome = Result<Void, any Error>

  let connection: SQLiteConnection
  let sync: LogSync
  let counters: DatabaseCounters

  func run(_ group: [PendingWork]) { sync.answer(group, outcomes(of: group)) }

  private func outcomes(of group: [PendingWork]) -> [Outcome] {
    do {
      try sync.requireDisk()
      try connection.requireFile()
    } catch { return all(group, fail: error) }
    if let outcomes = plain(group) { return outcomes }
    counters.retried()
    return guarded(group)
  }

  /// `nil` when a body failed half-way and the group must be run again with guards.
  private func plain(_ group: [PendingWork]) -> [Outcome]? {
    do { try statement("BEGIN IMMEDIATE") } catch { return all(group, fail: error) }
    var outcomes: [Outcome] = []
    for work in group {
      let before = connection.changes
      let outcome = perform(work)
      if case .failure = outcome, connection.changes != before || !connection.inTransaction {
        rollBack()
        // Alone in its group, the body took nobody with it.
        return group.count == 1 ? [outcome] : nil
      }
      outcomes.append(outcome)
    }
    do { try commit(outcomes) } catch {
      // A group may be too large for the space that is left where each alone is not.
      return group.count > 1 ? nil : all(group, fail: error)
    }
    return outcomes
  }

  private func guarded(_ group: [PendingWork]) -> [Outcome] {
    do { try statement("BEGIN IMMEDIATE") } catch { return all(group, fail: error) }
    var outcomes: [Outcome] = []
    for work in group {
      do {
        try statement("SAVEPOINT body")
        let outcome = perform(work)
        outcomes.append(outcome)
        guard connection.inTransaction else { return group.count == 1 ? outcomes : alone(group) }
        if case .failure = outcome { try statement("ROLLBACK TO body") }
        try statement("RELEASE body")
      } catch {
        rollBack()
        return group.count == 1 ? all(group, fail: error) : alone(group)
      }
    }
    do { try commit(outcomes) } catch { return group.count == 1 ? all(group, fail: error) : alone(group) }
    return outcomes
  }

  /// The last resort: each body in a transaction of its own.
  private func alone(_ group: [PendingWork]) -> [Outcome] {
    rollBack()
    return group.flatMap { guarded([$0]) }
  }

  private func perform(_ work: PendingWork) -> Outcome {
    Outcome { try Transaction(dialect: .sqlite, connection: connection).perform(work.body) }
  }

  private func commit(_ outcomes: [Outcome]) throws {
    do { try statement("COMMIT") } catch {
      rollBack()
      throw error
    }
    counters.committed(outcomes.count { if case .success = $0 { true } else { false } })
  }

  private func statement(_ sql: String) throws { try connection.run(sql, [], each: { _ in }) }

  private func rollBack() {
    if connection.inTransaction { try? statement("ROLLBACK") }
  }

  private func all(_ group: [PendingWork], fail error: any Error) -> [Outcome] { group.map { _ in .failure(error) } }
}
