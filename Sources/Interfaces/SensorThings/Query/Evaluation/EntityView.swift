// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An entity as expressions see it.
protocol EntityView {
  /// The value of a property; null where it has none. Parts of JSON values are taken out of it by who asks.
  func value(of property: Property) throws -> QueryValue
  /// The related entities; at most one where the navigation leads to one.
  func related(_ navigation: Navigation) throws -> [any EntityView]
}
