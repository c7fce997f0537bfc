// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

extension SQLProperty {
  /// The property's value for comparisons; `inner` are steps into it.
  func operand(_ type: ValueType, inner: [JSONStep], _ dialect: Dialect) -> SQLOperand {
    switch self {
    case .string(let sql): return Self.typed(type, .string(sql), inner)
    case .number(let sql): return Self.typed(type, .number(sql), inner)
    case .boolean(let sql): return Self.typed(type, .boolean(sql), inner)
    case .instant(let sql): return .time(start: sql, end: sql, isInstant: true)
    case .interval(let start, let end): return .time(start: start, end: end, isInstant: false)
    case .variant(let number, let string, let boolean):
      let present = [number, string, boolean].compactMap { $0 }.map { SQLText("\($0) IS NOT NULL") }
      return Self.typed(
        type,
        .dynamic(number: number, string: string, boolean: boolean, isPresent: "(\(present.joined(" OR ")))"), inner)
    case .json(let document, let path):
      let json = JSONOperand(document: document, path: path + inner, dialect: dialect)
      return Self.typed(
        type,
        .dynamic(number: json.number, string: json.string, boolean: json.boolean, isPresent: json.isPresent), [])
    case .geometry(let source):
      return .dynamic(number: nil, string: nil, boolean: nil, isPresent: "\(source.key) IS NOT NULL")
    }
  }

  /// The elements of an array as rows, none where it is no array, and the value of such a row; `nil` for a property that is
  /// never an array. `inner` are steps to it.
  func elements(inner: [JSONStep], _ dialect: Dialect) -> (rows: SQLText, element: SQLOperand)? {
    guard case .json(let document, let path) = self else { return nil }
    let array = JSONOperand(document: document, path: path + inner, dialect: dialect)
    return (array.elements, JSONOperand.element(dialect))
  }

  /// Leaves what the property's type allows.
  private static func typed(_ type: ValueType, _ operand: SQLOperand, _ inner: [JSONStep]) -> SQLOperand {
    guard inner.isEmpty else { return .null }
    switch type {
    case .string: return operand.string.map { .string($0) } ?? .null
    case .number: return operand.number.map { .number($0) } ?? .null
    case .boolean: return operand.boolean.map { .boolean($0) } ?? .null
    default: break
    }
    if case .dynamic = operand { return operand }
    return .dynamic(
      number: operand.number, string: operand.string, boolean: operand.boolean, isPresent: operand.isPresent)
  }
}

/// A value in a JSON document, by type.
private struct JSONOperand {
  let document: SQLText
  let path: [JSONStep]
  let dialect: Dialect

  var number: SQLText {
    switch dialect {
    case .sqlite: "CASE WHEN \(type) IN ('integer', 'real') THEN \(value) END"
    case .postgresql: "CASE WHEN \(type) = 'number' THEN CAST(\(value) AS DOUBLE PRECISION) END"
    }
  }

  var string: SQLText {
    switch dialect {
    case .sqlite: "CASE WHEN \(type) = 'text' THEN \(value) END"
    case .postgresql: "CASE WHEN \(type) = 'string' THEN (\(value) #>> '{}') COLLATE \"C\" END"
    }
  }

  var boolean: SQLText {
    switch dialect {
    case .sqlite: "CASE \(type) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
    case .postgresql: "CASE WHEN \(type) = 'boolean' THEN CAST(CAST(\(value) AS BOOLEAN) AS INTEGER) END"
    }
  }

  var isPresent: SQLText { "COALESCE(\(type), 'null') <> 'null'" }

  /// The rows that `element` is a value of.
  var elements: SQLText {
    switch dialect {
    case .sqlite: "json_each(CASE WHEN \(type) = 'array' THEN \(document) END, \(.text(sqlitePath))) element"
    case .postgresql:
      "jsonb_array_elements(CASE WHEN \(type) = 'array' THEN \(value) ELSE CAST('[]' AS JSONB) END) element(item)"
    }
  }

  static func element(_ dialect: Dialect) -> SQLOperand {
    switch dialect {
    case .sqlite:
      .dynamic(
        number: "CASE WHEN element.type IN ('integer', 'real') THEN element.value END",
        string: "CASE WHEN element.type = 'text' THEN element.value END",
        boolean: "CASE element.type WHEN 'true' THEN 1 WHEN 'false' THEN 0 END", isPresent: "element.type <> 'null'")
    case .postgresql:
      .dynamic(
        number: "CASE WHEN jsonb_typeof(item) = 'number' THEN CAST(item AS DOUBLE PRECISION) END",
        string: "CASE WHEN jsonb_typeof(item) = 'string' THEN (item #>> '{}') COLLATE \"C\" END",
        boolean: "CASE WHEN jsonb_typeof(item) = 'boolean' THEN CAST(CAST(item AS BOOLEAN) AS INTEGER) END",
        isPresent: "jsonb_typeof(item) <> 'null'")
    }
  }

  private var type: SQLText {
    switch dialect {
    case .sqlite: "json_type(\(document), \(.text(sqlitePath)))"
    case .postgresql: "jsonb_typeof(\(value))"
    }
  }

  private var value: SQLText {
    switch dialect {
    case .sqlite: "json_extract(\(document), \(.text(sqlitePath)))"
    case .postgresql:
      path.reduce("CAST(\(document) AS JSONB)") { whole, step in
        switch step {
        case .key(let key): "(\(whole) -> \(.text(key)))"
        case .index(let index): "(\(whole) -> CAST(\(.integer(Int64(index))) AS INTEGER))"
        }
      }
    }
  }

  /// Keys hold neither quotes nor backslashes.
  private var sqlitePath: String {
    path.reduce("$") { whole, step in
      switch step {
      case .key(let key): "\(whole).\"\(key)\""
      case .index(let index): "\(whole)[\(index)]"
      }
    }
  }
}
