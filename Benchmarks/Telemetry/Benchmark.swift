// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Telemetry
import Vocabulary

struct Benchmark {
  private let database: Database
  private let telemetry: Telemetry
  private let sensors: Int
  private let ticks: Int
  private let location: DatabaseLocation
  private let tenant = Tenant("bench")
  private var readings: Int { sensors * ticks }

  init(_ location: DatabaseLocation, sensors: Int, ticks: Int) async throws {
    self.location = location
    self.sensors = sensors
    self.ticks = ticks
    database = try Database(location)
    try await database.migrate(telemetryMigrations, at: SystemTime().now())
    telemetry = Telemetry(
      database: database, identifiers: IdentifierSource(), time: FixedTime(Workload.start, ticks: ticks))
  }

  func run() async throws {
    print("\(sensors) sensors, \(ticks) readings each, on \(location)")
    let codes = (0..<sensors).map(Workload.code)
    let handles = try await telemetry.handles(of: codes, making: .number, tenant: tenant).compactMap(\.self)
    try await append(handles)
    try await query(codes)
    await database.close()
    try size()
  }

  private func append(_ handles: [SeriesHandle]) async throws {
    var workload = Workload(sensors: sensors)
    let ticksPerBatch = max(1, 500_000 / sensors)
    var columns = ReadingColumns()
    var generation = 0.0
    let before = processTime()
    let start = ContinuousClock.now
    for first in stride(from: 0, to: ticks, by: ticksPerBatch) {
      let begun = threadTime()
      columns.removeAll()
      workload.fill(&columns, handles, ticks: first..<min(ticks, first + ticksPerBatch))
      generation += threadTime() - begun
      try await telemetry.append(columns, tenant: tenant)
    }
    let appended = ContinuousClock.now - start
    try await telemetry.seal()
    let used = processTime() - before - generation
    report("append and seal", "\(decimals(used / millions, 3)) CPU s per million")
    report(
      "wall", "\(decimals(appended.seconds, 1)) s with the making of the readings, \(decimals(generation, 1)) CPU s")
    report("resident memory", "\(residentMegabytes()) MB")
  }

  private func query(_ codes: [String]) async throws {
    let series = try await database.read { [telemetry, tenant] transaction in
      try codes.compactMap { try telemetry.catalogue.series(code: $0, tenant: tenant, in: transaction)?.id }
    }
    var times: [Double] = []
    let used = processTime()
    var random = SplitMix(state: 1)
    for _ in 0..<1000 {
      let one = series[Int(random.next() % UInt64(series.count))]
      let hour = Instant(
        milliseconds: Workload.start + Int64(random.next() % UInt64(max(1, ticks - 360))) * Workload.step)
      let begun = ContinuousClock.now
      let found = try await telemetry.range(of: one, from: hour, to: hour + .seconds(3600), tenant: tenant)
      times.append((ContinuousClock.now - begun).seconds * 1000)
      precondition(!found.isEmpty)
    }
    times.sort()
    report(
      "one sensor, one hour",
      "\(decimals(times[500], 2)) ms, p99 \(decimals(times[989], 2)) ms, \(decimals(processTime() - used, 2)) CPU ms")
    var query = AggregateQuery(
      groups: [[series[40 % series.count]]], from: Instant(milliseconds: Workload.start - 10_000),
      to: Instant(milliseconds: Workload.start + Int64(ticks + 1) * Workload.step), buckets: .fixed(.seconds(300)),
      functions: [.mean])
    try await time("one sensor, 300 s means") { try await telemetry.aggregate(query, tenant: tenant)[0].starts.count }
    query.buckets = .fixed(.seconds(600))
    query.groups = stride(from: 0, to: min(500, series.count), by: 5).map { [series[$0]] }
    try await time("100 sensors, 600 s means") { try await telemetry.aggregate(query, tenant: tenant).count }
    query.groups = (0..<5).map { kind in stride(from: kind, to: series.count, by: 5).map { series[$0] } }
    try await time("all, mean per kind, 600 s") {
      try await telemetry.aggregate(query, tenant: tenant).reduce(0) { $0 + $1.starts.count }
    }
    try await time("latest of all") { try await telemetry.latest(of: series, tenant: tenant).count }
  }

  private func time(_ name: String, _ body: () async throws -> Int) async throws {
    var best = Double.infinity
    var cpu = Double.infinity
    var count = 0
    for _ in 0..<3 {
      let begun = ContinuousClock.now
      let used = processTime()
      count = try await body()
      best = min(best, (ContinuousClock.now - begun).seconds * 1000)
      cpu = min(cpu, (processTime() - used) * 1000)
    }
    report(name, "\(decimals(best, 1)) ms, \(decimals(cpu, 1)) CPU ms, \(count) results")
  }

  private func size() throws {
    guard case .sqlite(let path) = location else { return }
    let bytes = try ["", "-wal"].reduce(0) { sum, suffix in
      sum + ((try? FileManager.default.attributesOfItem(atPath: path + suffix)[.size] as? Int) ?? 0)
    }
    report("file", "\(decimals(Double(bytes) / Double(readings), 2)) bytes per reading")
  }

  private var millions: Double { Double(readings) / 1e6 }

  private func report(_ name: String, _ value: String) {
    print(name.padding(toLength: 28, withPad: " ", startingAt: 0) + value)
  }
}

/// Later than all readings.
private struct FixedTime: TimeSource {
  private let last: Int64

  init(_ start: Int64, ticks: Int) { last = start + Int64(ticks) * Workload.step }

  func now() -> Instant { Instant(milliseconds: last) }
}

private func processTime() -> Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }
private func threadTime() -> Double { seconds(of: CLOCK_THREAD_CPUTIME_ID) }

private func seconds(of clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func residentMegabytes() -> Int {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
    let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM") })
  else { return 0 }
  return (Int(line.filter(\.isNumber)) ?? 0) / 1024
}

private func decimals(_ value: Double, _ count: Int) -> String { String(format: "%.\(count)f", value) }

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
