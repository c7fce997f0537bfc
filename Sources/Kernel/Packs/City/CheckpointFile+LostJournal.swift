// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Journaling
public import Storage
public import Vocabulary

/// A database that was lost must not be taken for a city that is not there yet: an empty one would take its place
/// unnoticed.
extension CheckpointFile {
  /// - Throws: `Problem` of code `unavailable`: the folder remembers a journal, and its SQLite file is not there.
  public func requireDatabase(at location: DatabaseLocation) throws(Problem) {
    guard isThere, case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) else { return }
    throw lostJournal("\(path) is not there", "\(path) 不存在")
  }

  /// - Throws: `Problem` of code `unavailable`: the folder remembers a journal of which the database holds nothing;
  ///   `StorageError`.
  public func requireJournal(in database: Database) async throws {
    guard isThere else { return }
    let isNew = try await database.appliedMigrations().isEmpty
    if !isNew {
      let heads = try await database.read { [tenant] in try Journal().heads(tenant: tenant, in: $0) }
      guard heads.sequences.isEmpty else { return }
    }
    throw lostJournal(
      "\(database.location) holds nothing of it", "\(database.location) 中没有该日志的任何内容")
  }

  private func lostJournal(_ english: String, _ chinese: String) -> Problem {
    Problem(
      .unavailable,
      """
      The data folder remembers checkpoints of the journal of \(tenant) (\(path)), but \(english): the database was lost, \
      moved or is another one. Bring it back, or name it with --data and --database; or restore a backup into another \
      data folder (citywide restore). Only to begin a new city here, move that file and the folder evidence away.
      """,
      """
      数据文件夹记录了 \(tenant) 日志的检查点（\(path)），但\(chinese)：数据库已丢失、被移走或并非原来的数据库。请找回数据库，或用 \
      --data 和 --database 指明其位置；也可将备份恢复到另一数据文件夹（citywide restore）。仅当要在此新建城市时，才移走该文件和 \
      evidence 文件夹。
      """)
  }
}
