// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The numbers that the program tells about itself, in the text format of Prometheus 0.0.4.
///
/// Registering takes a lock and is done once; counting is one atomic addition.
public final class Metrics: Sendable {
  enum Kind: String { case counter, gauge, histogram }

  enum Instrument {
    case counter(Counter)
    case gauge(Gauge)
    case histogram(Histogram)
    case read(@Sendable () -> Double)
  }

  struct Family {
    var kind: Kind
    var help: String
    var members: [(labels: String, instrument: Instrument)] = []
  }

  /// 1 ms to 10 s, for answers to people and programs.
  public static let durations: [Duration] = [
    .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10), .milliseconds(25), .milliseconds(50),
    .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1), .milliseconds(2500), .seconds(10),
  ]

  private let families = Mutex<[String: Family]>([:])

  public init() {}

  /// The counter of that name and labels; made when it is asked for first.
  ///
  /// - Parameter name: as in `citywide_http_requests_total`.
  public func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
    let made = register(name, .counter, help, labels) { .counter(Counter()) }
    guard case .counter(let counter) = made else { preconditionFailure("\(name) is read by a closure") }
    return counter
  }

  public func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
    let made = register(name, .gauge, help, labels) { .gauge(Gauge()) }
    guard case .gauge(let gauge) = made else { preconditionFailure("\(name) is read by a closure") }
    return gauge
  }

  /// A histogram of durations, exported in seconds.
  public func histogram(
    _ name: String, help: String, labels: [String: String] = [:], bounds: [Duration] = Metrics.durations
  ) -> Histogram {
    let nanoseconds = bounds.map { duration in
      let (seconds, attoseconds) = duration.components
      return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
    }
    let made = register(name, .histogram, help, labels) { .histogram(Histogram(bounds: nanoseconds, scale: 1e-9)) }
    guard case .histogram(let histogram) = made else { preconditionFailure("\(name) is no histogram") }
    return histogram
  }

  /// A histogram of whole numbers such as sizes in bytes.
  public func histogram(_ name: String, help: String, labels: [String: String] = [:], bounds: [UInt64]) -> Histogram {
    let made = register(name, .histogram, help, labels) { .histogram(Histogram(bounds: bounds, scale: 1)) }
    guard case .histogram(let histogram) = made else { preconditionFailure("\(name) is no histogram") }
    return histogram
  }

  /// A gauge whose value is asked for when somebody reads the metrics.
  public func gauge(
    _ name: String, help: String, labels: [String: String] = [:], read: @escaping @Sendable () -> Double
  ) {
    _ = register(name, .gauge, help, labels) { .read(read) }
  }

  /// A counter that is kept elsewhere and asked for when somebody reads the metrics.
  public func counter(
    _ name: String, help: String, labels: [String: String] = [:], read: @escaping @Sendable () -> Double
  ) {
    _ = register(name, .counter, help, labels) { .read(read) }
  }

  private func register(
    _ name: String, _ kind: Kind, _ help: String, _ labels: [String: String], make: () -> Instrument
  ) -> Instrument {
    let text = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
      .joined(separator: ",")
    return families.withLock { families in
      var family = families[name] ?? Family(kind: kind, help: help)
      precondition(family.kind == kind, "\(name) is registered as \(family.kind) already")
      if let known = family.members.first(where: { $0.labels == text }) { return known.instrument }
      let instrument = make()
      family.members.append((text, instrument))
      families[name] = family
      return instrument
    }
  }

  /// All families by name, for the text.
  var snapshot: [(name: String, family: Family)] {
    families.withLock { families in families.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
