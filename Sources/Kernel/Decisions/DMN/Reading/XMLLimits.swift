// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How large an XML document may be before it is refused: settings of the house, not of the sender.
public struct XMLLimits: Sendable, Hashable {
  /// Greatest size of the document in bytes.
  public var bytes: Int
  /// Greatest depth of nested elements.
  public var depth: Int
  /// Greatest number of elements.
  public var elements: Int
  /// Greatest length of all texts and attribute values together, in bytes.
  public var text: Int

  public init(bytes: Int = 32 << 20, depth: Int = 128, elements: Int = 2_000_000, text: Int = 64 << 20) {
    self.bytes = bytes
    self.depth = depth
    self.elements = elements
    self.text = text
  }
}
