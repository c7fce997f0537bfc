// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How much an address may ask for.
public struct QueryLimits: Hashable, Sendable {
  /// Bytes of the path and of all options, as sent.
  public var addressLength = 16 << 10
  /// How deep parentheses, functions and expansions may be nested.
  public var depth = 32
  /// Operators, functions, constants and paths in all expressions of a request.
  public var terms = 500
  /// Navigations in one path.
  public var pathSteps = 8
  /// Expansions in all levels together.
  public var expansions = 50
  /// Positions of one geometry.
  public var positions = 10_000
  /// Largest `$top`; what is asked beyond is cut to it.
  public var top = 1000
  /// `$top` of a request that names none.
  public var defaultTop = 100
  /// Largest `$skip`.
  public var skip = 1_000_000
  /// Geometries that may be compared one by one for one geospatial function.
  public var geometryCandidates = 100_000

  public init() {}
}
