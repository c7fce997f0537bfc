// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Functions of lists of numbers (DMN 1.5, 10.3.4.4).
extension FEELBuiltin {
  static let listStatistics: [FEELBuiltin] = [
    statistic("sum", whenEmpty: nil) { sum($0) },
    statistic("product", whenEmpty: nil) { numbers in
      var product = Decimal128.one
      for number in numbers {
        guard let next = product.multiplied(by: number) else { return nil }
        product = next
      }
      return .number(product)
    },
    statistic("mean", whenEmpty: nil) { numbers in mean(numbers).map { .number($0) } },
    statistic("median", whenEmpty: nil) { numbers in
      let sorted = numbers.sorted()
      let middle = sorted.count / 2
      if sorted.count % 2 == 1 { return .number(sorted[middle]) }
      return mean([sorted[middle - 1], sorted[middle]]).map { .number($0) }
    },
    statistic("stddev", whenEmpty: nil) { deviation($0) },
    statistic("mode", whenEmpty: .list([])) { numbers in
      var counts: [Decimal128: Int] = [:]
      for number in numbers { counts[number, default: 0] += 1 }
      let most = counts.values.max() ?? 0
      return .list(counts.filter { $0.value == most }.keys.sorted().map { .number($0) })
    },
  ]

  private static func statistic(
    _ name: String, whenEmpty: FEELValue?, _ body: @escaping @Sendable ([Decimal128]) -> FEELValue?
  ) -> FEELBuiltin {
    listOrMore(name) { list, run in
      var numbers: [Decimal128] = []
      numbers.reserveCapacity(list.count)
      for element in list {
        guard case .number(let number) = element else {
          return run.null(
            Message(
              "\(name)() takes numbers, and \(element.shortText) is none", "\(name)() 需要数，而 \(element.shortText) 不是"))
        }
        numbers.append(number)
      }
      if numbers.isEmpty {
        return whenEmpty ?? run.null(Message("\(name)() of an empty list has no value", "空列表的 \(name)() 没有值"))
      }
      return body(numbers) ?? run.null(Message("\(name)() has no value for these numbers", "对这些数，\(name)() 没有值"))
    }
  }

  private static func sum(_ numbers: [Decimal128]) -> FEELValue? {
    var sum = Decimal128.zero
    for number in numbers {
      guard let next = sum.adding(number) else { return nil }
      sum = next
    }
    return .number(sum)
  }

  private static func mean(_ numbers: [Decimal128]) -> Decimal128? {
    guard case .number(let sum)? = sum(numbers) else { return nil }
    return sum.divided(by: Decimal128(numbers.count))
  }

  /// The standard deviation of a sample; one number has none.
  private static func deviation(_ numbers: [Decimal128]) -> FEELValue? {
    guard numbers.count > 1, let mean = mean(numbers) else { return nil }
    var squares = Decimal128.zero
    for number in numbers {
      guard let difference = number.subtracting(mean), let square = difference.multiplied(by: difference),
        let next = squares.adding(square)
      else { return nil }
      squares = next
    }
    return squares.divided(by: Decimal128(numbers.count - 1))?.squareRoot().map { .number($0) }
  }
}
