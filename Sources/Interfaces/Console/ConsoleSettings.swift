// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import HTTP
public import Vocabulary

/// Settings of the pages; every one has a default.
public struct ConsoleSettings: Sendable {
  /// How many reports one address may send, and how many things it may add to them.
  public var publicReports = RateLimit(perSecond: 0.2, burst: 20)
  /// How often one address may look at the progress of reports.
  public var publicLookUps = RateLimit(perSecond: 5, burst: 50)
  /// The largest file, in bytes.
  public var evidenceLimit = 20 << 20
  /// Matters in one exported file, at most.
  public var exportLimit = 100_000
  /// How long a photograph is kept whose report is not sent.
  public var draftLifetime = Duration.seconds(3600)
  /// Most bytes of such photographs together.
  public var draftSpace = 512 << 20
  /// The largest draft of a decision, in bytes.
  public var draftLimit = 4 << 20
  /// What the city does by itself, for administrators.
  public var work = CityWork()
  /// What the sign-in page offers to everybody; empty but in a demo city.
  public var readyAccounts: [ReadyAccount] = []

  /// An account whose password is no secret.
  public struct ReadyAccount: Sendable {
    /// Whom it is for.
    public var title: LocalizedText
    public var name: String
    public var password: String

    public init(title: LocalizedText, name: String, password: String) {
      self.title = title
      self.name = name
      self.password = password
    }
  }

  public init() {}
}
