// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import Journaling
public import Logging
public import Storage
public import Vocabulary

/// Keeps the table `matter_texts`, in which matters are found by what they say, in step with the matters.
///
/// A follower of the journal, so that making a matter does not wait for it. What it writes depends on the matter as it is, not on
/// the event: it may be run anew from the beginning at any time.
public struct MatterTexts: Sendable {
  private let matters: Matters
  private let tenant: Tenant
  private let logger: Logger

  public init(matters: Matters, tenant: Tenant, logger: Logger) {
    self.matters = matters
    self.tenant = tenant
    self.logger = logger
  }

  /// Runs until its task is cancelled.
  public func follower(database: Database) -> Follower {
    Follower(
      "matter-texts", database: database, tenant: tenant, kinds: Self.kinds.map(\.rawValue), contents: false,
      batch: 500,
      // Each commit that adds to a full-text index makes a segment of it, to be merged later.
      pace: .milliseconds(500), logger: logger
    ) { event, transaction in try update(event, in: transaction) }
  }

  /// The events that can change what a matter says.
  static let kinds: [MatterEvent.Kind] = [.drafted, .submitted, .resubmitted]

  func update(_ event: Event, in transaction: Transaction) throws {
    guard event.subjectKind == Matter.subjectKind, let id = Identifier(event.subject),
      let matter = try matters.matter(id, from: event.revision, tenant: tenant, in: transaction)
    else { return }
    try record(matter, in: transaction)
  }

  /// What is to be written of matters, whatever the journal says: for a city whose history is written at once. The words are
  /// told here, so that the transaction itself only writes.
  public func writing(of matters: [Matter]) -> @Sendable (Transaction) throws -> Void {
    let said = matters.map { ($0.id, words(of: $0)) }
    return { transaction in
      for (id, words) in said { try record(words, of: id, in: transaction) }
    }
  }

  private func record(_ matter: Matter, in transaction: Transaction) throws {
    try record(words(of: matter), of: matter.id, in: transaction)
  }

  private func record(_ words: String, of id: Identifier, in transaction: Transaction) throws {
    if transaction.dialect == .sqlite { guard try index(words, of: id, in: transaction) else { return } }
    try transaction.execute(Self.save, id, tenant, words)
  }

  private func words(of matter: Matter) -> String {
    let type = matters.catalogue.type(matter.type, version: matter.typeVersion)
    return SearchWords.indexed(Self.texts(of: matter, type))
  }

  /// Brings the full-text index up to date. Returns whether the words are new.
  ///
  /// By statements of their own, not by triggers: what a trigger writes is guarded by a savepoint, and at each savepoint FTS5
  /// writes out what it holds, a segment for every matter.
  private func index(_ words: String, of id: Identifier, in transaction: Transaction) throws -> Bool {
    if let row = try transaction.row("SELECT words FROM matter_texts WHERE matter = ?", id) {
      let known: String = row[0]
      guard known != words else { return false }
      try transaction.execute(
        "INSERT INTO matter_words (matter_words, rowid, words) VALUES ('delete', ?, ?)", id, known)
    }
    try transaction.execute("INSERT INTO matter_words (rowid, words) VALUES (?, ?)", id, words)
    return true
  }

  /// What a matter is found by: its number, what was written, where it is, and what its type is called in each language.
  static func texts(of matter: Matter, _ type: MatterType?) -> [String] {
    let names = (type?.name.texts ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    return [matter.number, matter.externalID, matter.title, matter.address].compactMap { $0 } + names + [matter.text]
  }

  private static let save = """
    INSERT INTO matter_texts (matter, tenant, words) VALUES (?, ?, ?)
    ON CONFLICT (matter) DO UPDATE SET words = excluded.words
    """

  /// The identifiers, as `id`, of the matters that say all of it.
  static func selection(_ text: String, tenant: Tenant, dialect: Dialect) -> SQLCondition {
    let terms = SearchTerms(text)
    guard !terms.terms.isEmpty else { return SQLCondition("SELECT w.matter AS id FROM matter_texts w WHERE 1 = 0") }
    switch dialect {
    case .sqlite:
      return SQLCondition("SELECT rowid AS id FROM matter_words WHERE matter_words MATCH ?", [.text(terms.sqlite)])
    case .postgresql:
      return SQLCondition(
        """
        SELECT w.matter AS id FROM matter_texts w
        WHERE w.tenant = ? AND to_tsvector('simple', w.words) @@ to_tsquery('simple', ?)
        """, [.text(tenant.name), .text(terms.postgresql)])
    }
  }
}

/// The words of matters, and each engine's own index of them.
let matterTextsMigration = Migration(61, "texts of matters") { dialect in
  let table = """
    CREATE TABLE matter_texts (
      matter INTEGER PRIMARY KEY, tenant TEXT NOT NULL, words TEXT NOT NULL) STRICT
    """
  switch dialect {
  case .sqlite:
    // The tokenizer `ascii` cuts at spaces and takes every other character for a letter: the words are made already.
    return [
      table,
      """
      CREATE VIRTUAL TABLE matter_words USING fts5 (
        words, content = 'matter_texts', content_rowid = 'matter', tokenize = 'ascii', columnsize = 0)
      """,
      """
      CREATE TRIGGER matter_texts_added AFTER INSERT ON matter_texts BEGIN
        INSERT INTO matter_words (rowid, words) VALUES (new.matter, new.words);
      END
      """,
      """
      CREATE TRIGGER matter_texts_removed AFTER DELETE ON matter_texts BEGIN
        INSERT INTO matter_words (matter_words, rowid, words) VALUES ('delete', old.matter, old.words);
      END
      """,
      """
      CREATE TRIGGER matter_texts_changed AFTER UPDATE ON matter_texts BEGIN
        INSERT INTO matter_words (matter_words, rowid, words) VALUES ('delete', old.matter, old.words);
        INSERT INTO matter_words (rowid, words) VALUES (new.matter, new.words);
      END
      """,
    ]
  case .postgresql:
    return [table, "CREATE INDEX matter_texts_words ON matter_texts USING GIN (to_tsvector('simple', words))"]
  }
}

/// The index was kept by triggers at first; now the program does it.
let matterWordsMigration = Migration(63, "words of matters without triggers") { dialect in
  guard dialect == .sqlite else { return [] }
  return ["added", "removed", "changed"].map { "DROP TRIGGER matter_texts_\($0)" }
}

/// The full-text index of SQLite is made anew after a restore.
public let matterBackupPlan = BackupPlan(derivedTables: [
  BackupPlan.DerivedTable("matter_words") { transaction in
    guard transaction.dialect == .sqlite else { return }
    try transaction.execute("INSERT INTO matter_words (matter_words) VALUES ('rebuild')")
  }
])
