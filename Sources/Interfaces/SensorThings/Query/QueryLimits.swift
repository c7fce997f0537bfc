// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How much an address may ask for.
struct QueryLimits: Hashable, Sendable {
  /// Bytes of the path and of all options, as sent.
  var addressLength = 16 << 10
  /// How deep parentheses, functions and expansions may be nested.
  var depth = 32
  /// Operators, functions, constants and paths in all expressions of a request.
  var terms = 500
  /// Navigations in one path.
  var pathSteps = 8
  /// Expansions in all levels together.
  var expansions = 50
  /// Positions of one geometry.
  var positions = 10_000
  /// Largest `$top`; what is asked beyond is cut to it.
  var top = 1000
  /// `$top` of a request that names none.
  var defaultTop = 100
  /// Largest `$skip`.
  var skip = 1_000_000
  /// Geometries that may be compared one by one for one geospatial function.
  var geometryCandidates = 100_000

  init() {}
}
