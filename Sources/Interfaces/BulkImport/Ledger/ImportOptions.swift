// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How an import goes about it.
public struct ImportOptions: Sendable {
  /// What a wrong row does.
  public enum OnError: String, CaseIterable, Sendable {
    /// The import ends there; what came before is kept.
    case stop
    /// The row is left out and reported; the import goes on.
    case skip
  }

  /// How far an import is.
  public struct Step: Hashable, Sendable {
    public var file: String
    /// Bytes of the file that are done, and all of them.
    public var bytes: Int64
    public var totalBytes: Int64
    /// Rows that are done, also those of an earlier run.
    public var rows: Int64
  }

  public var onError = OnError.stop
  /// Rows in one transaction.
  public var batchRows = 200
  /// Faults that are kept word by word; the others are only counted.
  public var namedFaults = 1000
  /// Called after each transaction.
  public var progress: (@Sendable (Step) -> Void)?

  public init() {}
}
