// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// With how many decimals the numbers of a JSON text were written, where zeros end them: of `{"value": 2.00}` the member
/// `value` has two. A `JSON` does not know it any more: there 2.00 is 2.
public struct WrittenDecimals: Sendable {
  private let bytes: [UInt8]
  private let text: JSONText?

  /// - Parameter json: a text that `JSON(parsing:)` has read, so that its syntax is right.
  public init(_ json: some Collection<UInt8>) {
    let found = json.withContiguousStorageIfAvailable { Self.hasZeros($0) }
    // Most texts have no such number, and need no second look.
    if found ?? ContiguousArray(json).withUnsafeBufferPointer({ Self.hasZeros($0) }) {
      let bytes = Array(json)
      self.init(bytes, JSONText.parse(bytes))
    } else {
      self.init([], nil)
    }
  }

  private init(_ bytes: [UInt8], _ text: JSONText?) {
    self.bytes = bytes
    self.text = text
  }

  /// Of the number itself; `nil` for one that no zero ends, and where there is no number.
  public var count: Int? { text.flatMap { Self.count(in: bytes[$0.range]) } }

  /// Those of a member.
  public subscript(key: String) -> WrittenDecimals { WrittenDecimals(bytes, text?[key]) }

  /// Those of an element.
  public subscript(index: Int) -> WrittenDecimals { WrittenDecimals(bytes, text?[index]) }

  /// Those of what a step of a JSON Pointer (RFC 6901) leads to: a member, or the element of that number.
  public func at(_ step: String) -> WrittenDecimals {
    WrittenDecimals(bytes, text?[step] ?? Int(step).flatMap { text?[$0] })
  }

  /// The decimals of one number as it was written; `nil` where no zero ends it, and for one with an exponent, which is
  /// another way to write a number.
  public static func count(in number: some Collection<UInt8>) -> Int? {
    guard let point = number.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    var count = 0
    var last: UInt8 = 0
    for byte in number[number.index(after: point)...] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      count += 1
      last = byte
    }
    return last == UInt8(ascii: "0") ? count : nil
  }

  /// Whether there is a point, digits and a zero that ends them, in a number or elsewhere.
  private static func hasZeros(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      index += 1
      guard bytes[index - 1] == UInt8(ascii: ".") else { continue }
      while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
      if bytes[index - 1] == UInt8(ascii: "0") { return true }
    }
    return false
  }
}
