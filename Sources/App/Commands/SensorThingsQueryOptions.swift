// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SensorThings

/// How much one address of SensorThings may ask for.
struct SensorThingsQueryOptions: ParsableArguments {
  @Option(help: "Most bytes of an address of SensorThings, with its options.")
  var sensorthingsAddressLength: Int = 16 << 10

  @Option(help: "Levels of parentheses, functions and expansions within each other in an address of SensorThings.")
  var sensorthingsNesting: Int = 32

  @Option(help: "Operators, functions, constants and paths in an address of SensorThings.")
  var sensorthingsTerms: Int = 500

  @Option(help: "Steps from one entity to another in one path of SensorThings.")
  var sensorthingsPathSteps: Int = 8

  @Option(help: "Expansions in an address of SensorThings, those of all levels together.")
  var sensorthingsExpansions: Int = 50

  @Option(help: "Positions of one geometry in an address of SensorThings.")
  var sensorthingsPositions: Int = 10_000

  @Option(help: "The largest $skip of SensorThings.")
  var sensorthingsSkip: Int = 1_000_000

  @Option(help: "Geometries that one function in an address of SensorThings may look at one by one.")
  var sensorthingsGeometries: Int = 100_000

  func validate() throws {
    guard (256...65_536).contains(sensorthingsAddressLength) else {
      throw ValidationError("--sensorthings-address-length is 256 to 65536, not \(sensorthingsAddressLength).")
    }
    // Each level is a level of the stack, each step a table of the statement.
    guard (1...64).contains(sensorthingsNesting), (1...32).contains(sensorthingsPathSteps) else {
      throw ValidationError("--sensorthings-nesting is 1 to 64, --sensorthings-path-steps 1 to 32.")
    }
    guard sensorthingsTerms > 0, sensorthingsExpansions >= 0, sensorthingsPositions > 0, sensorthingsSkip >= 0,
      sensorthingsGeometries > 0
    else {
      throw ValidationError("Limits of SensorThings are positive numbers.")
    }
  }

  var limits: QueryLimits {
    var limits = QueryLimits()
    limits.addressLength = sensorthingsAddressLength
    limits.depth = sensorthingsNesting
    limits.terms = sensorthingsTerms
    limits.pathSteps = sensorthingsPathSteps
    limits.expansions = sensorthingsExpansions
    limits.positions = sensorthingsPositions
    limits.skip = sensorthingsSkip
    limits.geometryCandidates = sensorthingsGeometries
    return limits
  }
}
