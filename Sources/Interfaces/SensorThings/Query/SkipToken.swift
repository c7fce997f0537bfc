// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Vocabulary

/// Where a page ended: the values of the last row that the order is made of, as text that stands in an address.
enum SkipToken {
  static func text(_ values: [SQLValue]) -> String {
    let json = JSON.array(
      values.map { value in
        switch value {
        case .null: .null
        case .integer(let value): .integer(value)
        // In bits, so that no digit is lost; in a list, to tell it from an integer.
        case .real(let value): [.string(String(value.bitPattern, radix: 16))]
        case .text(let value): .string(value)
        case .blob(let bytes): ["", .string(Data(bytes).base64EncodedString())]
        }
      })
    return Data(json.bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// - Parameter count: how many values there must be.
  static func values(_ text: String, count: Int) throws(QueryFault) -> [SQLValue] {
    let fault = QueryFault(
      option: "$skiptoken", reason: "it is not of this list; follow @iot.nextLink as it stands",
      chinese: "不属于这一列表；请原样使用 @iot.nextLink")
    var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    while base64.utf8.count % 4 != 0 { base64 += "=" }
    guard let data = Data(base64Encoded: base64), let array = (try? JSON(parsing: Array(data)))?.array,
      array.count == count
    else { throw fault }
    var values: [SQLValue] = []
    for element in array {
      switch element {
      case .null: values.append(.null)
      case .integer(let value): values.append(.integer(value))
      case .string(let value): values.append(.text(value))
      case .array(let parts):
        if parts.count == 1, let bits = parts[0].string.flatMap({ UInt64($0, radix: 16) }) {
          values.append(.real(Double(bitPattern: bits)))
        } else if parts.count == 2, let bytes = parts[1].string.flatMap({ Data(base64Encoded: $0) }) {
          values.append(.blob([UInt8](bytes)))
        } else {
          throw fault
        }
      default: throw fault
      }
    }
    return values
  }
}
