// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Grant {
  /// What both lists grant: of each pair with one role, the narrower bounds.
  ///
  /// Two different departments have nothing in common; of two areas, the inner one counts.
  /// - Parameter isInside: whether the first area is, or lies in, the second. Equal codes are not asked about.
  public static func intersection(
    _ left: [Grant], _ right: [Grant], isInside: (_ inner: String, _ outer: String) -> Bool
  ) -> [Grant] {
    var common: [Grant] = []
    for one in left {
      for other in right where one.role == other.role {
        guard let department = narrower(one.department, other.department, isInside: { _, _ in false }),
          let area = narrower(one.area, other.area, isInside: isInside)
        else { continue }
        common.append(Grant(one.role, department: department, area: area))
      }
    }
    return withoutCovered(common, isInside: isInside)
  }

  /// Whether everything that this grant covers is covered by `other` too.
  public func isWithin(_ other: Grant, isInside: (_ inner: String, _ outer: String) -> Bool) -> Bool {
    role == other.role && isBounded(by: other, isInside: isInside)
  }

  /// Whether the bounds, whatever the role, lie within those of `other`.
  func isBounded(by other: Grant, isInside: (_ inner: String, _ outer: String) -> Bool) -> Bool {
    guard other.department == nil || other.department == department else { return false }
    guard let outer = other.area else { return true }
    guard let inner = area else { return false }
    return inner == outer || isInside(inner, outer)
  }

  /// The grants without repetitions and without those that another one covers, in their order.
  static func withoutCovered(_ grants: [Grant], isInside: (String, String) -> Bool) -> [Grant] {
    grants.indices.filter { index in
      !grants.indices.contains { other in
        guard other != index, grants[index].isWithin(grants[other], isInside: isInside) else { return false }
        return other < index || !grants[other].isWithin(grants[index], isInside: isInside)
      }
    }.map { grants[$0] }
  }

  /// The narrower of two bounds (`.some(nil)`: none); `nil` when they have nothing in common.
  private static func narrower(
    _ left: String?, _ right: String?, isInside: (String, String) -> Bool
  ) -> String?? {
    guard let left else { return .some(right) }
    guard let right else { return .some(left) }
    if left == right || isInside(left, right) { return .some(left) }
    return isInside(right, left) ? .some(right) : nil
  }
}
