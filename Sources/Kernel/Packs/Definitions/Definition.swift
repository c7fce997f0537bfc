// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Vocabulary

/// A definition as a pack holds it: content without a version; the city numbers the versions.
public struct Definition: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case calendar
    case matterType = "matter-type"
    case decision
    case thresholdRule = "threshold-rule"
    case seriesClass = "series-class"
    /// The areas of the city, by digest alone.
    case division
  }

  public var kind: Kind
  public var code: String
  public var content: JSON

  /// SHA-256 of the canonical content.
  var hash: [UInt8] { Array(SHA256.hash(data: content.bytes)) }

  /// `matter-type/pothole`: the subject of its events in the journal.
  public var name: String { "\(kind.rawValue)/\(code)" }
}

/// A version of a definition that a city has begun to use.
public struct AdoptedVersion: Hashable, Sendable, CustomStringConvertible {
  public var kind: Definition.Kind
  public var code: String
  public var version: Int

  /// `matter-type/pothole@3`
  public var description: String { "\(kind.rawValue)/\(code)@\(version)" }
}
