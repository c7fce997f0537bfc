// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// This house's parsers beside Foundation's: `parsing-benchmark FOLDER [SECONDS]` reads the inputs that
// `Benchmarks/parsing` made into the folder, lets each parser work for so many CPU seconds, one after the other on one
// thread, and prints a line of JSON for each.

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first else {
  print("usage: parsing-benchmark FOLDER [SECONDS]; Benchmarks/parsing makes the folder")
  exit(2)
}
let seconds = arguments.dropFirst().first.flatMap { Double($0) } ?? 0.1
let folder = URL(filePath: path)
let lines = [UInt8](try Data(contentsOf: folder.appending(path: "lines")))
let observations = [UInt8](try Data(contentsOf: folder.appending(path: "observations")))
let readings = [UInt8](try Data(contentsOf: folder.appending(path: "readings")))
let documents = observations.split(separator: UInt8(ascii: "\n")).map { [UInt8]($0) }

for contender in Lines.contenders(lines) + Observations.contenders(documents) + Readings.contenders(readings) {
  try contender.measure(seconds: seconds)
}
