// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // The rooms are small modules that call each other's small functions: the optimizer may look through the walls.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// One room of the house: a module at `Sources/<floor>/<name>`.
func room(_ name: String, on floor: String, needs: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: "Sources/\(floor)/\(name)",
    swiftSettings: swiftSettings + (busyRooms.contains(name) ? optimised : []))
}

/// Rooms in which tests spend most of their time: optimised in debug builds, too.
let busyRooms: Set = [
  "Vocabulary", "Calendars", "Storage", "Journaling", "Spatial", "Telemetry", "Contexts", "Matters", "Packs",
]
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The tests of one module, at `Tests/<name>Tests`.
func tests(of name: String, needs: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + needs,
    path: "Tests/\(name)Tests", swiftSettings: swiftSettings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// The C libraries: Debian's packages, and the web assets embedded in the binary.
let libraries: [Target] = [
  .systemLibrary(name: "CPostgreSQL", path: "Sources/Libraries/CPostgreSQL", pkgConfig: "libpq"),
  .systemLibrary(name: "CGEOS", path: "Sources/Libraries/CGEOS"),
  .systemLibrary(name: "CZstandard", path: "Sources/Libraries/CZstandard", pkgConfig: "libzstd"),
  .systemLibrary(name: "CMalloc", path: "Sources/Libraries/CMalloc"),
  .systemLibrary(name: "CZlib", path: "Sources/Libraries/CZlib", pkgConfig: "zlib"),
  .target(
    name: "CAssets", path: "Sources/Libraries/CAssets", exclude: ["files"], publicHeadersPath: "include"),
]

// The kernel, from the ground up: a room may use the rooms listed before it.
let kernel: [Target] = [
  room("Vocabulary", on: "Kernel"),
  room("Calendars", on: "Kernel", needs: ["Vocabulary"]),
  room("Decisions", on: "Kernel", needs: ["Vocabulary"]),
  room("Storage", on: "Kernel", needs: ["Vocabulary", "CPostgreSQL", "CZstandard", grdb, sqlite, crypto, logging]),
  room("Journaling", on: "Kernel", needs: ["Vocabulary", "Storage", crypto, logging]),
  room("Spatial", on: "Kernel", needs: ["Vocabulary", "Storage", "CGEOS"]),
  room("Telemetry", on: "Kernel", needs: ["Vocabulary", "Calendars", "Storage", "Journaling", "CZstandard"]),
  room("Intake", on: "Kernel", needs: ["Vocabulary", "Storage", "Telemetry"]),
  room("Contexts", on: "Kernel", needs: ["Vocabulary", "Storage", "Journaling", "Spatial"]),
  room("Access", on: "Kernel", needs: ["Vocabulary", "Storage", "Journaling", crypto, cryptoExtras]),
  room(
    "Matters", on: "Kernel",
    needs: ["Vocabulary", "Calendars", "Decisions", "Storage", "Journaling", "Spatial", "Access", crypto, logging]),
  room(
    "Packs", on: "Kernel",
    needs: [
      "Vocabulary", "Calendars", "Decisions", "Storage", "Journaling", "Spatial", "Telemetry", "Contexts", "Access",
      "Matters", yams, crypto, logging,
    ]),
]

let kernelRooms: [Target.Dependency] = kernel.map { .target(name: $0.name) }

let systems: [Target] = [
  room("Lifeline", on: "Systems", needs: kernelRooms + [logging]),
  room("Operations", on: "Systems", needs: kernelRooms + [logging]),
  room("DemoCity", on: "Systems", needs: kernelRooms + [logging]),
]

let interfaces: [Target] = [
  room(
    "HTTP", on: "Interfaces",
    needs: kernelRooms + [
      logging,
      .product(name: "HummingbirdCore", package: "hummingbird"),
      .product(name: "HummingbirdHTTP2", package: "hummingbird"),
      .product(name: "HTTPTypes", package: "swift-http-types"),
      .product(name: "NIOCore", package: "swift-nio"),
      nioHTTP1,
      .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    ]),
  room("API", on: "Interfaces", needs: kernelRooms + ["HTTP", "Lifeline", "Operations", hummingbird, logging]),
  room(
    "Console", on: "Interfaces",
    needs: kernelRooms + ["HTTP", "Lifeline", "Operations", "CAssets", mustache, logging]),
  room("Tiles", on: "Interfaces", needs: kernelRooms + ["HTTP", "Lifeline", logging]),
  room("LineProtocol", on: "Interfaces", needs: kernelRooms + ["HTTP", "CZlib", logging]),
  room("Prometheus", on: "Interfaces", needs: kernelRooms + ["HTTP"]),
  room(
    "HJ212", on: "Interfaces",
    needs: kernelRooms + [
      logging, yams,
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    ]),
  room(
    "MQTT", on: "Interfaces",
    needs: kernelRooms + [
      logging, yams,
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    ]),
  room("SensorThings", on: "Interfaces", needs: kernelRooms + ["HTTP", logging]),
  room("BulkImport", on: "Interfaces", needs: kernelRooms + ["Lifeline", "Operations", crypto, logging]),
]

let app: [Target] = [
  .executableTarget(
    name: "citywide",
    dependencies: kernelRooms + [
      "Lifeline", "Operations", "DemoCity", "HTTP", "API", "Console", "Tiles", "BulkImport", "LineProtocol",
      "HJ212", "MQTT", "Prometheus", "SensorThings", "CMalloc", hummingbird, logging, yams,
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    ],
    path: "Sources/App", swiftSettings: swiftSettings)
]

// The figures of docs, each one command.
let benchmarks: [Target] = [
  .executableTarget(
    name: "telemetry-benchmark", dependencies: ["Telemetry", "Storage", "Vocabulary"], path: "Benchmarks/Telemetry",
    swiftSettings: swiftSettings),
  // The C++ beside it is a peer, which Benchmarks/parsing compiles.
  .executableTarget(
    name: "parsing-benchmark", dependencies: ["Vocabulary", "LineProtocol"], path: "Benchmarks/Parsers",
    exclude: ["simdjson.cpp"], swiftSettings: swiftSettings),
]

let testTargets: [Target] = [
  .target(
    name: "TestSupport",
    dependencies: [
      "Vocabulary", "Storage", .product(name: "AsyncHTTPClient", package: "async-http-client"),
      .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOFoundationCompat", package: "swift-nio"),
    ],
    path: "Tests/Support", swiftSettings: swiftSettings),
  // A small city, served on a free port: for the tests of interfaces.
  .target(
    name: "TestCity",
    dependencies: kernelRooms + [
      "Lifeline", "Operations", "HTTP", "TestSupport", logging,
      .product(name: "AsyncHTTPClient", package: "async-http-client"),
      .product(name: "NIOCore", package: "swift-nio"), nioHTTP1,
    ],
    path: "Tests/TestCity", swiftSettings: swiftSettings),
  .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: swiftSettings),
  tests(of: "Vocabulary"),
  tests(of: "Calendars"),
  tests(of: "Decisions"),
  tests(of: "Storage"),
  tests(of: "Journaling"),
  tests(of: "Spatial"),
  tests(of: "Telemetry", needs: ["Calendars", "Journaling"]),
  tests(of: "Intake", needs: ["Telemetry", "Journaling"]),
  tests(of: "Contexts", needs: ["Journaling", "Spatial"]),
  tests(of: "Access", needs: ["Journaling", crypto]),
  tests(of: "Matters", needs: ["Calendars", "Decisions", "Journaling", "Spatial", "Access", logging]),
  tests(of: "Packs", needs: kernelRooms.dropLast() + [crypto, logging]),
  tests(of: "Lifeline", needs: kernelRooms),
  tests(of: "Operations", needs: kernelRooms),
  tests(of: "DemoCity", needs: kernelRooms + ["Lifeline", crypto, logging]),
  tests(
    of: "HTTP",
    needs: kernelRooms + [
      logging,
      .product(name: "AsyncHTTPClient", package: "async-http-client"),
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"),
      .product(name: "NIOSSL", package: "swift-nio-ssl"),
    ]),
  tests(of: "API", needs: kernelRooms + ["HTTP", "Lifeline", "Operations", "TestCity", nioHTTP1]),
  tests(of: "Console", needs: kernelRooms + ["HTTP", "API", "Lifeline", "Tiles", "TestCity", nioHTTP1]),
  tests(of: "Tiles", needs: kernelRooms + ["HTTP", "API", "Lifeline", "TestCity", nioHTTP1]),
  tests(of: "BulkImport", needs: kernelRooms),
  tests(
    of: "HJ212",
    needs: kernelRooms + [
      "TestCity", .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"), logging,
    ]),
  tests(
    of: "MQTT",
    needs: kernelRooms + [
      "TestCity", .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOPosix", package: "swift-nio"), logging,
    ]),
  tests(of: "SensorThings", needs: kernelRooms + ["HTTP", "TestCity", nioHTTP1]),
  tests(
    of: "Prometheus",
    needs: kernelRooms + [
      "HTTP", "TestCity", nioHTTP1, .product(name: "AsyncHTTPClient", package: "async-http-client"),
      .product(name: "NIOCore", package: "swift-nio"),
    ]),
  tests(of: "LineProtocol", needs: kernelRooms + ["HTTP", "TestCity", "CZlib", nioHTTP1]),
  // The check list of OGC 18-088, clause by clause, over HTTP and MQTT.
  .testTarget(
    name: "SensorThingsConformance",
    dependencies: kernelRooms + ["HTTP", "MQTT", "SensorThings", "TestCity", "TestSupport", nioHTTP1],
    path: "Tests/Conformance/SensorThings", swiftSettings: swiftSettings),
  .testTarget(
    name: "Apptest",
    dependencies: [
      "TestSupport", "Vocabulary", "Storage", "citywide", .product(name: "NIOHTTP1", package: "swift-nio"),
    ],
    path: "Tests/Apptest", swiftSettings: swiftSettings),
]

let package = Package(
  name: "citywide",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "citywide", targets: ["citywide"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: libraries + kernel + systems + interfaces + app + benchmarks + testTargets
)
