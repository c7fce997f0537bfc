// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Names and values of a form or query in `application/x-www-form-urlencoded` (WHATWG URL §5), in their order.
public struct URLEncodedForm: Hashable, Sendable {
  private var names: [String] = []
  private var values: [String] = []
  private static let mostFields = 1000

  public init() {}

  public var fields: Zip2Sequence<[String], [String]> { zip(names, values) }
  public var isEmpty: Bool { names.isEmpty }

  /// The first value of that name.
  public subscript(_ name: String) -> String? { names.firstIndex(of: name).map { values[$0] } }

  /// All values of that name.
  public func all(_ name: String) -> [String] { fields.filter { $0.0 == name }.map(\.1) }

  /// - Throws: `Problem` of code `badRequest` for broken percent-encoding, text that is no UTF-8, and more than 1,000
  ///   fields.
  public init(parsing text: String, place: String = "form") throws(Problem) {
    for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
      guard names.count < Self.mostFields else {
        throw Problem(
          .badRequest, "The \(place) has more than \(Self.mostFields) fields.",
          "字段超过\(Self.mostFields)个。")
      }
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
      names.append(try PercentCoding.decoded(Substring(pair[..<equals]), plusIsSpace: true, in: place))
      values.append(try PercentCoding.decoded(Substring(value), plusIsSpace: true, in: place))
    }
  }

  public init(parsing bytes: [UInt8]) throws(Problem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.badRequest, "The form is not in UTF-8.", "表单不是 UTF-8 编码。")
    }
    try self.init(parsing: text)
  }

  /// The same as a query, every name and value encoded.
  func encoded(without dropped: Set<String> = []) -> String {
    fields.filter { !dropped.contains($0.0) }
      .map { "\(PercentCoding.encoded($0.0))=\(PercentCoding.encoded($0.1))" }.joined(separator: "&")
  }
}
