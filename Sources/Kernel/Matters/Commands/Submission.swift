// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Spatial
public import Vocabulary

/// What a report says before it is a matter.
public struct Submission: Sendable, Hashable {
  public var type: String
  public var title: String?
  public var text: String
  public var priority: MatterPriority?
  public var channel: String
  public var position: Position?
  public var address: String?
  /// The areas, where they are known otherwise than by the position.
  public var areas: AreaPath?
  public var reporter: Reporter?
  public var externalID: String?
  public var correlation: String?
  public var attributes: [String: JSON]
  /// Keeps it a draft that only its reporter works on.
  public var isDraft: Bool
  /// SHA-256 of the tracking code, for reporters without an account.
  public var trackingHash: String?
  /// Due date of the total clock, where an outside system set it.
  public var dueAt: Instant?

  public init(
    type: String, title: String? = nil, text: String = "", priority: MatterPriority? = nil, channel: String,
    position: Position? = nil, address: String? = nil, areas: AreaPath? = nil, reporter: Reporter? = nil,
    externalID: String? = nil, correlation: String? = nil, attributes: [String: JSON] = [:], isDraft: Bool = false,
    trackingHash: String? = nil, dueAt: Instant? = nil
  ) {
    self.type = type
    self.title = title
    self.text = text
    self.priority = priority
    self.channel = channel
    self.position = position
    self.address = address
    self.areas = areas
    self.reporter = reporter
    self.externalID = externalID
    self.correlation = correlation
    self.attributes = attributes
    self.isDraft = isDraft
    self.trackingHash = trackingHash
    self.dueAt = dueAt
  }
}
