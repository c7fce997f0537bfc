// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Telemetry
import Vocabulary

// The telemetry engine alone: `telemetry-benchmark [SENSORS [TICKS [DATABASE]]]` appends the workload, each batch
// fsynced before the next of its client, and prints CPU seconds per million readings, bytes per reading and times of
// queries.

let arguments = CommandLine.arguments.dropFirst()
let sensors = arguments.first.flatMap { Int($0) } ?? 10_000
let ticks = arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
let folder = FileManager.default.temporaryDirectory.appending(path: "telemetry-benchmark-\(getpid())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
let location =
  arguments.dropFirst(2).first.map { DatabaseLocation($0) }
  ?? .sqlite(path: folder.appending(path: "city.sqlite").path)

try await Benchmark(location, sensors: sensors, ticks: ticks).run()
