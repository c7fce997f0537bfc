// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Limits and habits of the gateway; every one has a default.
public struct HJ212Settings: Sendable {
  public var host = "127.0.0.1"
  /// 0 for any that is free.
  public var port = 5212
  /// Connections at the same time.
  public var connections = 2000
  /// After how long without a byte a connection is closed.
  public var idleTimeout = Duration.seconds(600)
  /// Longest data segment, in bytes; the standard's own limit is 1024.
  public var segmentLimit = 4096
  /// Frames that a connection may send a second, and at once after a pause.
  public var framesPerSecond = 50.0
  public var burst = 1000
  /// Wrong frames one after the other after which a connection is closed.
  public var wrongFrames = 20
  /// How far back gaps are filled; zero for not at all.
  public var fill = Duration.seconds(7 * 86400)
  /// How long a device may take for an answer before it is asked again, and how often it is asked.
  public var answerTimeout = Duration.seconds(60)
  public var attempts = 3

  public init() {}
}
