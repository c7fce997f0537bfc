// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Makes expressions that can be read.
enum RandomExpression {
  /// - Parameter metrics: what selectors name.
  ///
  /// Ranges of subqueries are odd, so that no instant of theirs is at a beginning.
  static func vector(_ depth: Int, _ metrics: [String], _ generator: inout SeededGenerator) -> String {
    func one(_ texts: String...) -> String { texts.randomElement(using: &generator)! }
    func metric() -> String { metrics.randomElement(using: &generator)! }
    guard depth > 0 else {
      if Int.random(in: 0..<5, using: &generator) == 0 { return "vector(1)" }
      return metric() + one("", "", " offset 3m", " @ end()")
    }
    func inner() -> String { vector(depth - 1, metrics, &generator) }
    switch Int.random(in: 0..<12, using: &generator) {
    case 0:
      return one("sum", "avg", "count", "stddev", "group", "max") + one("", " by (series)", " without (sid)")
        + "(\(inner()))"
    case 1:
      return one("topk", "bottomk", "quantile") + "(\(one("1", "0.5", "-1", "Inf", "scalar(\(inner()))")), \(inner()))"
    case 2:
      return "(\(inner())) " + one("+", "/", "%", "> bool", "<", "==", "!=")
        + one("", " on (series)", " ignoring (kind) group_left ()") + " (\(inner()))"
    case 3: return "(\(inner())) " + one("and", "or", "unless") + one("", " on ()") + " (\(inner()))"
    case 4:
      return "(\(inner())) " + one("*", "-", ">=", "%") + " "
        + one("2", "-0.5", "NaN", "time()", "scalar(\(inner()))")
    case 5:
      return one("abs", "absent", "timestamp", "sort_desc", "floor", "ln", "-", "sgn", "ceil") + "(\(inner()))"
    case 6:
      let function = one(
        "rate", "max_over_time", "absent_over_time", "deriv", "changes", "stdvar_over_time", "idelta", "last_over_time")
      return function + "((\(inner()))[\(one("5m1ms", "20m1ms", "90s1ms")):\(one("", "1m", "37s"))]"
        + one("", " offset 2m", " @ start()") + ")"
    case 7:
      return "quantile_over_time(\(one("0.3", "scalar(\(inner()))")), \(metric())[\(one("10m", "1s", "2h"))])"
    case 8: return "label_replace(\(inner()), \"\(one("a", "kind"))\", \"$1\", \"series\", \"(.).*\")"
    case 9: return "count_values(\"v\", round(\(inner())))"
    case 10:
      return "predict_linear(\(metric())[\(one("10m", "3s"))]\(one("", " offset 9m")), \(one("60", "-3600")))"
    default: return "histogram_quantile(0.5, label_join(\(inner()), \"le\", \"\", \"sid\"))"
    }
  }
}
