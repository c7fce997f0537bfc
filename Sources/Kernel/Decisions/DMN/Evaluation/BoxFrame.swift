// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Works out a boxed expression in a frame.
typealias Logic = @Sendable (BoxFrame, FEELEvaluation) throws -> FEELValue

/// The values of the names that a boxed expression may use, by their place.
final class BoxFrame {
  var slots: [FEELValue]

  init(slots: [FEELValue]) {
    self.slots = slots
  }

  init(size: Int) {
    slots = [FEELValue](repeating: .null, count: size)
  }
}

/// What a run notes for those who ask why.
final class DecisionTrace {
  var decisions: [(name: String, value: FEELValue)] = []
  var matches: [DecisionResult.Match] = []
}

extension FEELExpression {
  /// As logic of a box: the names have the first places of its frame.
  var logic: Logic {
    let count = names.count
    return { frame, evaluation in
      try evaluate(frame.slots.count == count ? frame.slots : Array(frame.slots[..<count]), in: evaluation)
    }
  }
}

extension FEELNames {
  /// Whether a name means nothing yet: no variable, and no built-in function, which the body of a function of that name may
  /// well use.
  func isFree(_ name: String) -> Bool { slot(of: name) == nil && FEELLibrary.byName[name] == nil }
}
