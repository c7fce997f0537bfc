// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One connection of an engine, used by one thread at a time.
protocol Connection: AnyObject {
  /// Runs a statement and hands each row to `each`. Returns the number of rows changed.
  @discardableResult
  func run(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws -> Int

  /// Runs a statement now or with the next one.
  func post(_ sql: String, _ arguments: [SQLValue]) throws

  /// Runs a query and hands each row to `each` as it arrives; `each` may run other statements.
  func stream(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws

  /// Inserts rows the fastest way the engine has.
  func insert(_ rows: [Row], into table: TableShape) throws
}

/// What belongs at the end of a transaction, such as what locks rows that every transaction wants: so they are locked for a
/// moment only, and by all in the same order.
public protocol TransactionEnding: AnyObject {
  init()

  /// Does what is still to do. Runs after the body that succeeded, before the transaction is committed; a room that reads what
  /// it left for the end may let it run before.
  func finish(in transaction: Transaction) throws
}

/// What a body given to `Database.read` or `Database.write` works with; valid only while the body runs.
///
/// A statement that fails ends the transaction: a body may catch the error to throw a better one, but further
/// statements fail with the same error, and nothing of the transaction is kept even if the body returns.
public final class Transaction {
  public let dialect: Dialect
  let connection: any Connection
  private(set) var failure: StorageError?
  private var endings: [any TransactionEnding] = []

  init(dialect: Dialect, connection: any Connection) {
    self.dialect = dialect
    self.connection = connection
  }

  /// Runs a statement that returns no rows. Returns how many rows it changed.
  /// - Throws: `StorageError`.
  @discardableResult
  public func execute(_ sql: String, _ arguments: any SQLConvertible...) throws -> Int {
    try execute(sql, values: arguments.map(\.sqlValue))
  }

  @discardableResult
  public func execute(_ sql: String, values: [SQLValue]) throws -> Int {
    try watched { try connection.run(sql, values, each: { _ in }) }
  }

  /// Runs a statement that returns no rows and of which nobody needs to know how many it changed.
  ///
  /// On PostgreSQL it travels with the next statement or with COMMIT, which saves a round trip; its error may come from
  /// there.
  public func post(_ sql: String, _ arguments: any SQLConvertible...) throws {
    try post(sql, values: arguments.map(\.sqlValue))
  }

  public func post(_ sql: String, values: [SQLValue]) throws { try watched { try connection.post(sql, values) } }

  /// All rows of a query.
  public func rows(_ sql: String, _ arguments: any SQLConvertible...) throws -> [Row] {
    try rows(sql, values: arguments.map(\.sqlValue))
  }

  public func rows(_ sql: String, values: [SQLValue]) throws -> [Row] {
    var rows: [Row] = []
    try watched { _ = try connection.run(sql, values) { rows.append($0) } }
    return rows
  }

  /// The first row of a query.
  public func row(_ sql: String, _ arguments: any SQLConvertible...) throws -> Row? {
    try row(sql, values: arguments.map(\.sqlValue))
  }

  public func row(_ sql: String, values: [SQLValue]) throws -> Row? {
    var first: Row?
    try watched { _ = try connection.run(sql, values) { if first == nil { first = $0 } } }
    return first
  }

  /// Hands each row of a query to `body` as it arrives, for results too long to hold. `body` may run other statements.
  public func forEach(_ sql: String, values: [SQLValue] = [], _ body: (Row) throws -> Void) throws {
    try watched { try connection.stream(sql, values, each: body) }
  }

  /// Inserts many rows the fastest way the engine has; the columns of each row are those of `table`, in its order.
  func insert(_ rows: [Row], into table: TableShape) throws {
    try watched { try connection.insert(rows, into: table) }
  }

  /// The ending of this type of this transaction, made when it is first asked for.
  public func ending<Ending: TransactionEnding>(_ type: Ending.Type) -> Ending {
    for case let ending as Ending in endings { return ending }
    let ending = Ending()
    endings.append(ending)
    return ending
  }

  /// Runs a body and the endings it left, and throws when one of its statements failed, whatever the body made of that.
  func perform(_ body: (Transaction) throws -> Void) throws {
    try body(self)
    if failure == nil { for ending in endings { try ending.finish(in: self) } }
    if let failure { throw failure }
  }

  private func watched<Value>(_ work: () throws -> Value) throws -> Value {
    if let failure { throw failure }
    do { return try work() } catch let error as StorageError {
      failure = error
      throw error
    }
  }
}
