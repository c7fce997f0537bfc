// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Vocabulary

extension Pack {
  /// Refuses bounds that do not exist: who has such a role sees nothing, and nobody sees why.
  /// - Throws: `Problem.invalid`, at the bound below `/grants`.
  public func checkBounds(of grants: [Grant]) throws(Problem) {
    for (index, grant) in grants.enumerated() {
      if let code = grant.department, department(code) == nil {
        throw .invalid(
          "/grants/\(index)/department", "there is no department \(code); the pack names all", "没有部门 \(code)，全部部门见城市数据包"
        )
      }
      if let code = grant.area, areas.area(code) == nil {
        throw .invalid(
          "/grants/\(index)/area", "there is no area \(code); the pack names all", "没有区域 \(code)，全部区域见城市数据包")
      }
    }
  }
}
