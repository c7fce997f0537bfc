// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELBuiltin {
  /// The functions about ranges and points (DMN 1.5, 10.3.4.7), after Allen's interval algebra.
  static let rangeRelations: [FEELBuiltin] = [
    relation("before", anyPlaces) { $0.isBefore },
    relation("after", anyPlaces) { $0.isAfter },
    relation("meets", [ranges]) { $0.meets },
    relation("met by", [ranges]) { $0.isMet },
    relation("overlaps", [ranges]) { $0.overlaps },
    relation("overlaps before", [ranges]) { $0.overlapsBefore },
    relation("overlaps after", [ranges]) { $0.overlapsAfter },
    relation("finishes", [pointInRange, ranges]) { $0.finishes },
    relation("finished by", [rangeAndPoint, ranges]) { $0.isFinished },
    relation("includes", [rangeAndPoint, ranges]) { $0.includes },
    relation("during", [pointInRange, ranges]) { $0.isDuring },
    relation("starts", [pointInRange, ranges]) { $0.starts },
    relation("started by", [rangeAndPoint, ranges]) { $0.isStarted },
    relation("coincides", [points, ranges]) { $0.coincides },
  ]

  private typealias Sides = (BuiltinParameter<FEELRange>, BuiltinParameter<FEELRange>)

  private static let points: Sides = (.point("point1"), .point("point2"))
  private static let pointInRange: Sides = (.point("point"), .range("range"))
  private static let rangeAndPoint: Sides = (.range("range"), .point("point"))
  private static let ranges: Sides = (.range("range1"), .range("range2"))
  private static let anyPlaces = [points, pointInRange, rangeAndPoint, ranges]

  private static func relation(
    _ name: String, _ ways: [Sides], _ holds: @escaping @Sendable (RangeRelation) -> Bool
  ) -> FEELBuiltin {
    FEELBuiltin(
      name, returns: .boolean,
      ways.map { first, second in
        BuiltinSignature(first, second) { first, second, _ in
          RangeRelation(first, second).map { .boolean(holds($0)) }
        }
      })
  }
}
