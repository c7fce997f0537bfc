// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// A connection to a PostgreSQL server, in libpq's pipeline mode: what needs no answer of its own (BEGIN, preparing a
/// statement) travels with the next statement, so that each statement costs one round trip.
final class PostgreSQLConnection: Connection {
  let handle: OpaquePointer
  private var statements: StatementCache<StatementKey, String>
  private var statementNumber = 0
  /// Commands that travel with the next statement of the transaction.
  private var ahead: [String] = []
  /// Prepared statements that the server can forget.
  private var forgotten: [String] = []
  /// Answers to a COMMIT that nobody waited for.
  private var owed: [Reply] = []
  /// Answers to statements of this transaction that were sent and are not yet read.
  private var posted: [Reply] = []
  private var inTransaction = false
  private var openCursors = 0
  private var closed = false
  private var spoiled = false

  /// Arguments of different types make different statements of one text.
  private struct StatementKey: Hashable {
    let sql: String
    let types: [Oid]
  }

  /// What the server will answer to.
  private struct Reply {
    let sql: String
    /// The statement that is being prepared, and its name.
    var prepared: (key: StatementKey, name: String)?
  }

  /// - Throws: `StorageError.unavailable`.
  init(uri: String, settings: DatabaseSettings) throws {
    statements = StatementCache(limit: settings.statementLimit)
    handle = try Self.connect(uri, settings)
  }

  deinit { close() }

  func close() {
    guard !closed else { return }
    closed = true
    PQfinish(handle)
  }

  /// Whether the connection is lost, or must not be used again.
  var isBroken: Bool { closed || spoiled || PQstatus(handle) != CONNECTION_OK }

  // MARK: Transactions

  /// Begins a transaction with the next statement; without one, there is no transaction.
  func begin(_ sql: String) { ahead = [sql] }

  func rollBack() {
    defer { reset() }
    guard inTransaction, !isBroken else { return }
    ahead = []
    // A posted statement that fails takes what follows with it, even this.
    for _ in 0..<2 where PQtransactionStatus(handle) != PQTRANS_IDLE || !posted.isEmpty {
      PQclear((try? exchange("ROLLBACK", [], forget: false)) ?? nil)
    }
    // A transaction that may be open still must not take in the next body.
    if PQtransactionStatus(handle) != PQTRANS_IDLE { spoiled = true }
  }

  /// - Throws: `StorageError.unknownOutcome` when the connection breaks before the answer.
  func commit() throws {
    // Only what failed is left to end here: a posted statement takes the COMMIT behind it with it.
    defer { rollBack() }
    guard inTransaction else { return }
    ahead = []
    do {
      let result = try exchange("COMMIT", [])
      defer { PQclear(result) }
      // The server answers ROLLBACK to a COMMIT after a statement failed.
      guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
        throw StorageError.statement("the transaction was rolled back", sql: "COMMIT")
      }
    } catch StorageError.unavailable(let what) where isBroken { throw StorageError.unknownOutcome(what) }
  }

  /// Ends a transaction that changed nothing, without waiting for the answer.
  func finish() throws {
    guard posted.isEmpty else { return try commit() }
    defer { reset() }
    guard inTransaction, !isBroken else { return }
    do {
      owed = try send("COMMIT", PostgreSQLParameters([]), prepared: true)
      if PQpipelineSync(handle) != 1 { spoiled = true }
    } catch { spoiled = true }
  }

  private func reset() {
    ahead = []
    posted = []
    inTransaction = false
    openCursors = 0
  }

  // MARK: Statements

  @discardableResult
  func run(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws -> Int {
    let result = try exchange(sql, arguments)
    defer { PQclear(result) }
    if PQresultStatus(result) == PGRES_TUPLES_OK { try PostgreSQLRows(result, sql: sql).forEach(each) }
    return Self.changed(result)
  }

  func stream(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws {
    openCursors += 1
    let cursor = "cursor\(openCursors)"
    PQclear(try exchange("DECLARE \(cursor) NO SCROLL CURSOR FOR " + sql, arguments, prepared: false))
    var count = 64
    while true {
      let result = try exchange("FETCH \(count) FROM \(cursor)", [], prepared: false)
      defer { PQclear(result) }
      let rows = try PostgreSQLRows(result, sql: sql)
      try rows.forEach(each)
      if rows.count < count { break }
      // About a megabyte at a time, whatever the size of a row.
      count = min(4096, max(16, rows.count * (1 << 20) / max(1, PQresultMemorySize(result))))
    }
    ahead.append("CLOSE \(cursor)")
  }

  /// Whether a statement was used so often that its plan may no longer fit.
  var isWorn: Bool {
    get { statements.isWorn }
    set { statements.isWorn = newValue }
  }

  func post(_ sql: String, _ arguments: [SQLValue]) throws {
    // The server's answers must find room while nobody reads them.
    if posted.count >= 100 { try settle() }
    let parameters = try PostgreSQLParameters(arguments)
    try sendAhead()
    posted += try send(sql, parameters, prepared: true)
  }

  /// Sends what waits, so that the transaction has begun and no answer is owed.
  func settle() throws { PQclear(try exchange("SELECT 1", [])) }

  /// Sends what waits and one statement, and waits for the answer, which the caller clears.
  private func exchange(
    _ sql: String, _ arguments: [SQLValue], prepared: Bool = true, forget: Bool = true
  ) throws -> OpaquePointer? {
    let parameters = try PostgreSQLParameters(arguments)
    try sendAhead(forget: forget)
    posted += try send(sql, parameters, prepared: prepared)
    guard PQpipelineSync(handle) == 1 else { throw lost() }
    defer { posted = [] }
    return try receive(posted)
  }

  private func sendAhead(forget: Bool = true) throws {
    if !owed.isEmpty {
      defer { owed = [] }
      PQclear(try receive(owed))
    }
    let nothing = try PostgreSQLParameters([])
    inTransaction = true
    defer { ahead = [] }
    for command in ahead { posted += try send(command, nothing, prepared: true) }
    guard forget else { return }
    defer { forgotten = [] }
    for name in forgotten { posted += try send("DEALLOCATE \(name)", nothing, prepared: false) }
  }

  private func send(_ sql: String, _ parameters: PostgreSQLParameters, prepared: Bool) throws -> [Reply] {
    let key = StatementKey(sql: sql, types: parameters.types)
    if prepared, let name = statements.find(key) {
      guard parameters.send(handle, statement: name) else { throw lost() }
      return [Reply(sql: sql)]
    }
    let text = sql.numberingPlaceholders { parameters.types[$0] == PostgreSQLType.unknown }
    guard prepared else {
      guard parameters.send(handle, text: text) else { throw lost() }
      return [Reply(sql: sql)]
    }
    statementNumber += 1
    let name = "s\(statementNumber)"
    guard PQsendPrepare(handle, name, text, Int32(parameters.types.count), parameters.types) == 1,
      parameters.send(handle, statement: name)
    else { throw lost() }
    return [Reply(sql: sql, prepared: (key, name)), Reply(sql: sql)]
  }

  /// Reads the answers up to the synchronisation point. Returns the last one.
  private func receive(_ replies: [Reply]) throws -> OpaquePointer? {
    var remaining = replies[...]
    var last: OpaquePointer?
    var failure: StorageError?
    while true {
      guard let result = PQgetResult(handle) else {
        // One reply ended. After a break, nothing but this comes.
        guard !remaining.isEmpty, PQstatus(handle) == CONNECTION_OK else { break }
        remaining.removeFirst()
        continue
      }
      switch PQresultStatus(result) {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
        PQclear(last)
        last = result
        if let (key, name) = remaining.first?.prepared, let old = statements.insert(key, name) { forgotten.append(old) }
        continue
      case PGRES_PIPELINE_SYNC:
        PQclear(result)
        guard let failure else { return last }
        PQclear(last)
        throw failure
      case PGRES_PIPELINE_ABORTED: break
      default:
        if failure == nil {
          let refusal = PostgreSQLRefusal(result)
          if refusal.spoilsConnection { spoiled = true }
          failure = refusal.storageError(sql: remaining.first?.sql ?? "")
        }
      }
      PQclear(result)
    }
    PQclear(last)
    let loss = lost()
    throw failure ?? loss
  }

  /// Marks the connection as lost and tells why.
  func lost() -> StorageError {
    spoiled = true
    return .unavailable(Self.message(of: handle))
  }

  private static func changed(_ result: OpaquePointer?) -> Int {
    // SELECT and FETCH count rows, too.
    switch String(cString: PQcmdStatus(result)).prefix(6) {
    case "INSERT", "UPDATE", "DELETE", "MERGE ": Int(String(cString: PQcmdTuples(result))) ?? 0
    default: 0
    }
  }
}
