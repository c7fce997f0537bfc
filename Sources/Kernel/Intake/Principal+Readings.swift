// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Principal {
  /// - Throws: `Problem` of code `forbidden` for whoever may not send readings of any series: services need the role
  ///   reporter, people supervisor or administrator, without a bound.
  public func requireSendingReadings() throws(Problem) {
    let roles: Set<Role> = kind == .service ? [.reporter, .supervisor, .administrator] : [.supervisor, .administrator]
    guard !reachesEverywhere(roles) else { return }
    let names = roles.sorted().map(\.rawValue).joined(separator: " or ")
    throw Problem(
      .forbidden, "Sending readings needs the role \(names) for the whole city.",
      "上报读数需要全市范围的角色：\(roles.sorted().map { $0.name.text(in: "zh-Hans") }.joined(separator: "或"))。")
  }

  /// Whether it may see the readings of the whole city: with any role but reporter.
  public var maySeeReadings: Bool { reachesEverywhere(Set(Role.allCases).subtracting([.reporter])) }

  /// Whether series may be made for its readings.
  public var mayMakeSeries: Bool { reachesEverywhere([.supervisor, .administrator]) }

  private func reachesEverywhere(_ roles: Set<Role>) -> Bool {
    grants.contains { roles.contains($0.role) && $0.department == nil && $0.area == nil }
  }
}
