// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

#if canImport(FoundationXML)
  import Foundation
  import FoundationXML
#else
  import Foundation
#endif

/// Reads an XML document into a tree: no document type (so no entities but the five of XML), no outside files, bounded.
func readXML(_ bytes: [UInt8], limits: XMLLimits) throws(Problem) -> XMLNode {
  guard bytes.count <= limits.bytes else {
    throw Problem(
      .tooLarge,
      Message(
        "The XML document has \(bytes.count) bytes; at most \(limits.bytes) are read.",
        "XML 文档有 \(bytes.count) 字节；最多读取 \(limits.bytes) 字节。"))
  }
  let text = try decodeXML(bytes)
  try XMLScreen(text).check()
  let reader = XMLTreeBuilder(limits: limits)
  let parser = XMLParser(data: Data(text.utf8))
  parser.shouldProcessNamespaces = true
  parser.shouldReportNamespacePrefixes = false
  parser.shouldResolveExternalEntities = false
  parser.delegate = reader
  let complete = parser.parse()
  if let failure = reader.failure { throw failure }
  guard complete, let root = reader.root else {
    let reason = parser.parserError.map { " (code \(($0 as NSError).code) of libxml2)" } ?? ""
    throw Problem(
      .invalid,
      Message(
        "not well-formed XML\(reason); check tags and quotation marks there.", "不是格式良好的 XML\(reason)；请检查该处的标签和引号。"
      ).at(line: parser.lineNumber))
  }
  return root
}

extension Message {
  /// The same with its line before it; lines are counted from 1.
  func at(line: Int) -> Message { at(Message("Line \(max(line, 1))", "第\(max(line, 1))行")) }
}

/// UTF-8, or UTF-16 with a byte-order mark: the two encodings every XML reader has to know.
private func decodeXML(_ bytes: [UInt8]) throws(Problem) -> String {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    guard let text = String(data: Data(bytes), encoding: .utf16) else {
      throw Problem(
        .invalid,
        Message("the document is not sound UTF-16; save it as UTF-8.", "文档不是有效的 UTF-16；请存为 UTF-8。").at(line: 1))
    }
    return withoutEncoding(text)
  }
  let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  let head = String(decoding: body.prefix(200), as: UTF8.self)
  if head.hasPrefix("<?xml"), let end = head.range(of: "?>") {
    let declaration = head[..<end.lowerBound].lowercased()
    if let place = declaration.range(of: "encoding") {
      let name = declaration[place.upperBound...].split(whereSeparator: { "= \"'\t".contains($0) }).first ?? ""
      guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
        throw Problem(
          .invalid,
          Message("the encoding \(name) is not read; save the document as UTF-8.", "不读取编码 \(name)；请将文档存为 UTF-8。")
            .at(line: 1))
      }
    }
  }
  guard let text = String(validating: body, as: UTF8.self) else {
    throw Problem(
      .invalid, Message("the document is not sound UTF-8; save it as UTF-8.", "文档不是有效的 UTF-8；请存为 UTF-8。").at(line: 1))
  }
  return text
}

/// The text without its XML declaration, whose encoding no longer holds.
private func withoutEncoding(_ text: String) -> String {
  guard text.hasPrefix("<?xml"), let end = text.range(of: "?>") else { return text }
  return String(text[end.upperBound...])
}
