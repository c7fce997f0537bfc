// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// An account that is there in a demo city, for whoever looks at it: its password is no secret.
public struct ReadyAccount: Hashable, Sendable {
  public var signInName: String
  public var password: String
  /// Whom it is for.
  public var title: LocalizedText
  public var grants: [Grant]

  /// One for each role, as the sign-in page of a demo city lists them.
  public static let all: [ReadyAccount] = [
    make("dispatcher", "Dispatcher", "派遣员", Grant(.dispatcher), Grant(.intake)),
    make("intake", "Intake", "受理员", Grant(.intake)),
    make(
      "handler-roads", "Handler, Municipal Facilities Office", "处置人员（市政设施管理处）", Grant(.handler, department: "roads")),
    make(
      "handler-city", "Handler, City Management Bureau", "处置人员（城市管理局）", Grant(.handler, department: "city-management")),
    make("verifier", "Verifier", "核查员", Grant(.verifier)),
    make("supervisor", "Supervisor", "督办员", Grant(.supervisor)),
    make("mayor", "Mayor (reads everything)", "市长（只读）", Grant(.auditor)),
    make("citizen", "Citizen", "市民", Grant(.reporter)),
    make("administrator", "Administrator", "管理员", Grant(.administrator)),
  ]

  private static func make(_ name: String, _ english: String, _ chinese: String, _ grants: Grant...) -> ReadyAccount {
    ReadyAccount(
      signInName: name, password: "yunting-open-house", title: Word(english, chinese).text, grants: grants)
  }
}
