// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One element of an XML document with its place.
struct XMLNode: Sendable {
  /// Local name, without prefix.
  var name: String
  /// Namespace name; empty for none.
  var namespace: String
  /// Attributes without a namespace by name, others as `prefix:name`.
  var attributes: [String: String]
  var children: [XMLNode] = []
  /// The text directly inside, pieces joined.
  var text: String = ""
  /// Line of the start tag, counted from 1.
  var line: Int

  /// The first child of that name in the same namespace.
  func child(_ name: String) -> XMLNode? {
    children.first { $0.name == name && $0.namespace == namespace }
  }

  /// All children of that name in the same namespace, in order.
  func children(_ name: String) -> [XMLNode] {
    children.filter { $0.name == name && $0.namespace == namespace }
  }

  /// The text without white space around.
  var trimmed: String { text.trimmingXMLSpace }

  /// Reads `xsd:boolean`: true, 1.
  func flag(_ name: String) -> Bool {
    let value = attributes[name]?.trimmingXMLSpace
    return value == "true" || value == "1"
  }
}

extension StringProtocol {
  /// Without white space at both ends, as XML means it: space, tab, carriage return, line feed.
  var trimmingXMLSpace: String {
    var view = Substring(self)
    while let first = view.utf8.first, isXMLSpace(first) { view = view.dropFirstByte }
    while let last = view.utf8.last, isXMLSpace(last) { view = view.dropLastByte }
    return String(view)
  }
}

private func isXMLSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

extension Substring {
  fileprivate var dropFirstByte: Substring { Substring(utf8.dropFirst()) }
  fileprivate var dropLastByte: Substring { Substring(utf8.dropLast()) }
}
