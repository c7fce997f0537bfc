// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// One thing that is wrong with a pack.
public struct PackFault: Hashable, Sendable, CustomStringConvertible {
  /// The file or folder, relative to the pack.
  public var file: String
  /// Counted from 1; `nil` where the fault is no line's.
  public var line: Int?
  /// JSON Pointer (RFC 6901) to the value in the file; empty for the whole.
  public var pointer: String
  /// What is wrong and what would be right.
  public var detail: String

  public init(file: String, line: Int? = nil, pointer: String = "", detail: String) {
    self.file = file
    self.line = line
    self.pointer = pointer
    self.detail = detail
  }

  /// `matters/events.yaml:12: /2/route: there is no …`
  public var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if !pointer.isEmpty { text += ": \(pointer)" }
    return text + ": " + detail
  }

  public var json: JSON {
    var members: [String: JSON] = ["file": .string(file), "pointer": .string(pointer), "detail": .string(detail)]
    members["line"] = line.map { .integer(Int64($0)) }
    return .object(members)
  }
}

/// Everything that is wrong with a pack.
public struct PackFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// By file, line and pointer.
  public let list: [PackFault]
  /// What is allowed and yet likely to be a mistake, in the same order: told beside what is wrong, so that both are
  /// seen at once.
  public let remarks: [PackFault]

  public init(_ list: [PackFault], remarks: [PackFault] = []) {
    self.list = Self.sorted(list)
    self.remarks = Self.sorted(remarks)
  }

  private static func sorted(_ list: [PackFault]) -> [PackFault] {
    list.sorted {
      ($0.file, $0.line ?? 0, $0.pointer, $0.detail) < ($1.file, $1.line ?? 0, $1.pointer, $1.detail)
    }
  }

  /// One line for each fault, without a line end after the last.
  public var text: String { list.map(\.description).joined(separator: "\n") }

  /// `{"faults": [{"file", "line", "pointer", "detail"}], "remarks": […]}`
  public var json: JSON { ["faults": .array(list.map(\.json)), "remarks": .array(remarks.map(\.json))] }

  public var description: String { text }

  /// The same in the shape that leaves the program; a field's pointer is file and line.
  public var problem: Problem {
    let first = list.first?.description ?? ""
    let more = list.count > 1 ? (" (and \(list.count - 1) more)", "（另有 \(list.count - 1) 处）") : ("", "")
    return Problem(
      .invalid, "The pack cannot be used: \(first)\(more.0)", "城市包无法使用：\(first)\(more.1)",
      errors: list.map { fault in
        Problem.FieldError(
          pointer: fault.line.map { "\(fault.file):\($0)" } ?? fault.file,
          detail: (fault.pointer.isEmpty ? "" : fault.pointer + ": ") + fault.detail)
      })
  }
}
