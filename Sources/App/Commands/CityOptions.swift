// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging

/// Options that every command has.
struct CommonOptions: ParsableArguments {
  @Option(help: "The configuration file: lines \"option: value\" (YAML).")
  var config: String = "citywide.yaml"

  @Option(help: "The least severe log lines to write: trace, debug, info, notice, warning, error, critical.")
  var logLevel: LogLevel = .info

  @Option(help: "How log lines look: json or text.")
  var logFormat: LogFormat = .json

  func logger(_ label: String = "citywide") -> Logger {
    var logger = Logger(label: label) { [logFormat] in StructuredLog(label: $0, format: logFormat) }
    logger.logLevel = logLevel.level
    return logger
  }
}

/// The levels of swift-log, as an option.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case trace, debug, info, notice, warning, error, critical
  var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// Where the city's data and definitions are.
struct CityOptions: ParsableArguments {
  @Option(help: "The folder of the city's data: database, evidence, keys.")
  var data: String = "city-data"

  @Option(help: "The folder of the city's pack.")
  var pack: String = "Packs/demo"

  @Option(
    help:
      "postgres://user:password@host:port/database, or a SQLite file; the file city.db in the data folder when empty.")
  var database: String = ""

  @Option(help: "Most bytes the SQLite database may take; 0 for what the disk holds.")
  var databaseSizeLimit: Int64 = 0

  @Option(help: "Database connections that read at the same time.")
  var databaseReaders: Int = 4

  @Option(help: "Database connections that write at the same time (PostgreSQL).")
  var databaseWriters: Int = 8

  /// Few need these twenty, and they would stand before all others.
  @OptionGroup(title: "Limits of decisions", visibility: .hidden) var decisions: DecisionLimitOptions

  var dataFolder: URL { URL(fileURLWithPath: data, isDirectory: true) }
  var packFolder: URL { URL(fileURLWithPath: pack, isDirectory: true) }
}
