// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A list of FEEL (DMN 1.5, 10.3.2.5): its elements, and how deep and heavy they are, so that nothing is built or
/// walked through that is too deep or too large to be compared, written or freed.
public struct FEELList: Sendable {
  public let elements: [FEELValue]
  /// Lists within lists: 1 for a list of scalars.
  let depth: Int32
  /// How many values there are in all levels together, those that are shared counted each time, long strings by length.
  let weight: UInt32

  public init(_ elements: [FEELValue]) {
    self.elements = elements
    var measure = ValueMeasure()
    for element in elements { measure.add(element) }
    depth = measure.depth
    weight = measure.weight
  }

  /// - Parameter measure: that of the elements.
  init(_ elements: [FEELValue], measure: ValueMeasure) {
    self.elements = elements
    depth = measure.depth
    weight = measure.weight
  }
}

/// How deep and how heavy a value is that is made of others.
struct ValueMeasure {
  var depth: Int32 = 1
  var weight: UInt32 = 1

  @inline(__always)
  mutating func add(_ value: FEELValue) {
    switch value {
    case .list, .context, .range, .function: addNested(value)
    case .string: addWeight(value.weight)
    default: addWeight(1)
    }
  }

  @inline(__always)
  mutating func addWeight(_ more: UInt32) {
    let (sum, overflow) = weight.addingReportingOverflow(more)
    weight = overflow ? .max : sum
  }

  private mutating func addNested(_ value: FEELValue) {
    depth = max(depth, Int32(value.depth) + 1)
    addWeight(value.weight)
  }
}

extension FEELList: RandomAccessCollection, ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: FEELValue...) { self.init(elements) }
  public var startIndex: Int { 0 }
  public var endIndex: Int { elements.count }
  public subscript(index: Int) -> FEELValue { elements[index] }
}
