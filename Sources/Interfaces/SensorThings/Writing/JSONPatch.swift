// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Changes of a JSON value one after the other (RFC 6902).
struct JSONPatch {
  private var operations: [(name: String, path: [String], from: [String], value: JSON, pointer: String)] = []

  /// - Throws: `Problem` of code `badRequest`.
  init(parsing bytes: [UInt8]) throws(Problem) {
    guard let list = try JSON(parsing: bytes).array else {
      throw Problem(.badRequest, "A JSON Patch is a list of operations (RFC 6902).", "JSON Patch 应为操作列表（RFC 6902）。")
    }
    for (index, operation) in list.enumerated() {
      let pointer = "/\(index)"
      guard let name = operation["op"]?.string,
        ["add", "remove", "replace", "move", "copy", "test"].contains(name)
      else {
        throw Self.fault(
          "\(pointer)/op", "must be add, remove, replace, move, copy or test",
          "应为 add、remove、replace、move、copy 或 test")
      }
      let path = try Self.steps(operation["path"], "\(pointer)/path")
      var from: [String] = []
      if name == "move" || name == "copy" { from = try Self.steps(operation["from"], "\(pointer)/from") }
      if ["add", "replace", "test"].contains(name), operation["value"] == nil {
        throw Self.fault("\(pointer)/value", "is missing", "缺失")
      }
      operations.append((name, path, from, operation["value"] ?? .null, pointer))
    }
  }

  private static func fault(_ pointer: String, _ detail: String, _ chinese: String) -> Problem {
    Problem(
      .badRequest, "\(pointer): \(detail)", "\(pointer) 处的操作有误：\(chinese)",
      errors: [Problem.FieldError(pointer: pointer, detail, chinese)])
  }

  private static func nothing(at step: String, _ pointer: String) -> Problem {
    fault(pointer, "there is nothing at \(step)", "\(step) 处没有内容")
  }

  private static func steps(_ json: JSON?, _ pointer: String) throws(Problem) -> [String] {
    guard let text = json?.string, text.isEmpty || text.hasPrefix("/") else {
      throw fault(
        pointer, "must be a JSON Pointer (RFC 6901) such as /properties/owner",
        "应为 JSON Pointer（RFC 6901），如 /properties/owner")
    }
    return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  func applied(to value: JSON) throws(Problem) -> JSON {
    var value = value
    for operation in operations {
      switch operation.name {
      case "add":
        value = try Self.put(operation.value, at: operation.path[...], in: value, mustBe: false, operation.pointer)
      case "replace":
        value = try Self.put(operation.value, at: operation.path[...], in: value, mustBe: true, operation.pointer)
      case "remove": value = try Self.removed(operation.path[...], from: value, operation.pointer)
      case "copy", "move":
        let moved = try Self.value(at: operation.from[...], in: value, operation.pointer + "/from")
        if operation.name == "move" {
          guard !operation.path.starts(with: operation.from) || operation.path == operation.from else {
            throw Self.fault(operation.pointer, "a value cannot be moved into itself", "不能把值移到它自身之内")
          }
          value = try Self.removed(operation.from[...], from: value, operation.pointer)
        }
        value = try Self.put(moved, at: operation.path[...], in: value, mustBe: false, operation.pointer)
      default:
        guard try Self.value(at: operation.path[...], in: value, operation.pointer) == operation.value else {
          throw Problem(
            .conflict, "\(operation.pointer): the test does not hold; nothing was changed",
            "\(operation.pointer)：test 不成立，未作任何修改")
        }
      }
    }
    return value
  }

  private static func value(at path: ArraySlice<String>, in value: JSON, _ pointer: String) throws(Problem) -> JSON {
    guard let first = path.first else { return value }
    let next: JSON? =
      switch value {
      case .object(let members): members[first]
      case .array(let elements): Int(first).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      default: nil
      }
    guard let next else { throw nothing(at: first, pointer) }
    return try self.value(at: path.dropFirst(), in: next, pointer)
  }

  private static func put(
    _ new: JSON, at path: ArraySlice<String>, in value: JSON, mustBe: Bool, _ pointer: String
  ) throws(Problem) -> JSON {
    guard let first = path.first else { return new }
    let isLast = path.count == 1
    switch value {
    case .object(var members):
      if isLast {
        guard !mustBe || members[first] != nil else { throw nothing(at: first, pointer) }
        members[first] = new
      } else {
        guard let inner = members[first] else { throw nothing(at: first, pointer) }
        members[first] = try put(new, at: path.dropFirst(), in: inner, mustBe: mustBe, pointer)
      }
      return .object(members)
    case .array(var elements):
      if isLast, !mustBe, first == "-" {
        elements.append(new)
        return .array(elements)
      }
      guard let index = Int(first), index >= 0, index < elements.count || isLast && !mustBe && index == elements.count
      else { throw fault(pointer, "\(first) is no place in the list", "\(first) 不是列表中的位置") }
      if isLast {
        if mustBe { elements[index] = new } else { elements.insert(new, at: index) }
      } else {
        elements[index] = try put(new, at: path.dropFirst(), in: elements[index], mustBe: mustBe, pointer)
      }
      return .array(elements)
    default: throw nothing(at: first, pointer)
    }
  }

  private static func removed(
    _ path: ArraySlice<String>, from value: JSON, _ pointer: String
  ) throws(Problem) -> JSON {
    guard let first = path.first else { return .null }
    switch value {
    case .object(var members):
      guard let inner = members[first] else { throw nothing(at: first, pointer) }
      if path.count == 1 {
        members.removeValue(forKey: first)
      } else {
        members[first] = try removed(path.dropFirst(), from: inner, pointer)
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else {
        throw fault(pointer, "\(first) is no place in the list", "\(first) 不是列表中的位置")
      }
      if path.count == 1 {
        elements.remove(at: index)
      } else {
        elements[index] = try removed(path.dropFirst(), from: elements[index], pointer)
      }
      return .array(elements)
    default: throw nothing(at: first, pointer)
    }
  }
}
