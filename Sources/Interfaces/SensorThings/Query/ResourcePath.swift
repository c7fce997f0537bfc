// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What an address below `/v1.1` names: `Things(1)/Datastreams(2)/Observations/$ref`.
struct ResourcePath: Hashable, Sendable {
  /// One entity set, or one entity, on the way.
  struct Step: Hashable, Sendable {
    /// How it was reached; `nil` for the first, which is an entity set of the root.
    var navigation: Navigation?
    var type: EntityType
    /// Given in parentheses.
    var id: EntityID?

    /// Whether it names a set of entities rather than one.
    var isCollection: Bool { id == nil && (navigation?.isCollection ?? true) }
  }

  /// What follows the last entity.
  enum Ending: Hashable, Sendable {
    /// The entity or the set itself.
    case none
    /// `/$ref`
    case references
    /// `/name`, `/properties/a/b`
    case property(Property, inner: [JSONStep])
    /// `/name/$value`
    case value(Property, inner: [JSONStep])
    /// `/$count`: how many there are, as plain text.
    case count
  }

  /// At least one; all but the last name one entity.
  var steps: [Step]
  var ending: Ending

  var last: Step { steps[steps.count - 1] }
  var type: EntityType { last.type }
  var isCollection: Bool { last.isCollection && (ending == .none || ending == .references) }
}
