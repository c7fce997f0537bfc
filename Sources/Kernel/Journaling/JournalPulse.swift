// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// Says when it is worth looking at the journal again: after commits of this process, and now and then, since other
/// processes may have written too.
public struct JournalPulse: Sendable {
  private let database: Database
  private let quiet: Duration
  private let poll: Duration

  /// - Parameters:
  ///   - quiet: at most one pulse in this time, so that thousands of commits a second do not mean thousands of looks.
  ///   - poll: a pulse at least this often; by default a second on SQLite, a fifth of one on PostgreSQL.
  public init(database: Database, quiet: Duration = .milliseconds(20), poll: Duration? = nil) {
    self.database = database
    self.quiet = quiet
    self.poll = poll ?? (database.dialect == .sqlite ? .seconds(1) : .milliseconds(200))
  }

  public func stream() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let commits = database.commits()
    let tasks = [
      Task { [quiet] in
        continuation.yield()
        for await _ in commits {
          continuation.yield()
          try? await Task.sleep(for: quiet)
        }
        continuation.finish()
      },
      Task { [poll] in
        while !Task.isCancelled {
          try? await Task.sleep(for: poll)
          continuation.yield()
        }
      },
    ]
    continuation.onTermination = { _ in for task in tasks { task.cancel() } }
    return stream
  }
}
