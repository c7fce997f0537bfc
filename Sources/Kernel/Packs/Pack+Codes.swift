// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Spatial
public import Vocabulary

/// A code by which somebody asks for something that the city does not have.
public struct UnknownCode: Sendable, Hashable {
  /// What it is the code of; its raw value is the name of the parameter.
  public enum Kind: String, Sendable {
    case type, department, area, rule
  }

  public var kind: Kind
  public var code: String

  public init(_ kind: Kind, _ code: String) {
    self.kind = kind
    self.code = code
  }

  /// The problem that names parameter and value, and where the right ones are.
  /// - Parameter parameter: its name where it is not that of the kind.
  public func problem(at parameter: String? = nil) -> Problem {
    let (english, chinese, path) =
      switch kind {
      case .type: ("type of matter", "事项类型", "matter-types")
      case .department: ("department", "部门", "departments")
      case .area: ("area", "区域", "areas")
      case .rule: ("threshold rule", "阈值规则", "rules")
      }
    return .invalid(
      parameter ?? kind.rawValue,
      "there is no \(english) \"\(code)\"; the pack names all, and GET /api/v1/\(path) lists them",
      "没有\(chinese)“\(code)”，全部\(chinese)见城市数据包，也可由 GET /api/v1/\(path) 列出")
  }
}

extension Pack {
  /// The first of these codes that the pack does not have; `nil` when it has all.
  public func unknownCode(type: String? = nil, department: String? = nil, area: String? = nil) -> UnknownCode? {
    if let type, !matterTypes.contains(where: { $0.code == type }) { return UnknownCode(.type, type) }
    if let department, self.department(department) == nil { return UnknownCode(.department, department) }
    if let area, areas.area(area) == nil { return UnknownCode(.area, area) }
    return nil
  }

  /// Refuses codes that the pack does not have: an empty list would look like one in which there is nothing to do.
  ///
  /// What only an earlier pack had still has its matters, so ask this of what was not found.
  /// - Throws: `Problem` of code `invalid`, at the parameter.
  public func checkCodes(
    type: String? = nil, department: String? = nil, area: String? = nil
  ) throws(Problem) {
    if let unknown = unknownCode(type: type, department: department, area: area) { throw unknown.problem() }
  }
}
