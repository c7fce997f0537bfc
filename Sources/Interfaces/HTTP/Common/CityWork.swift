// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// What a served city does by itself, and the settings by which it does it: told by whoever put the city together, shown to
/// administrators.
public struct CityWork: Sendable {
  /// Something that goes on by itself.
  public struct Job: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable { case working, failing, finished }

    /// As in `warnings-to-matters`.
    public var name: String
    public var state: State
    /// How much is still before it; events of the journal for those who follow it.
    public var behind: Int64?
    /// When it last did something.
    public var at: Instant?
    public var detail: LocalizedText?

    public init(
      _ name: String, _ state: State, behind: Int64? = nil, at: Instant? = nil, detail: LocalizedText? = nil
    ) {
      self.name = name
      self.state = state
      self.behind = behind
      self.at = at
      self.detail = detail
    }
  }

  /// A setting in force; secrets are masked by whoever tells it.
  public struct Setting: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public var jobs: @Sendable () async throws -> [Job]
  public var settings: [Setting]
  public var health: Health?

  public init(
    settings: [Setting] = [], health: Health? = nil, jobs: @escaping @Sendable () async throws -> [Job] = { [] }
  ) {
    self.settings = settings
    self.health = health
    self.jobs = jobs
  }
}
