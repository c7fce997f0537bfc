// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Testing

/// The engines a store's test runs on: `@Test(arguments: Engine.allCases)`.
public enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite
  case postgresql

  /// Both engines. Where PostgreSQL is not installed: SQLite alone, with a printed message, or, under `CI=true`, tests
  /// that fail.
  public static let allCases: [Engine] = {
    if PostgreSQLServer.programs != nil || ProcessInfo.processInfo.environment["CI"] == "true" {
      return [.sqlite, .postgresql]
    }
    print(
      "skipped: the tests on PostgreSQL; install PostgreSQL 15 or newer (Debian: apt install postgresql) to run them")
    return [.sqlite]
  }()

  public var testDescription: String { rawValue }
}
