// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

#if canImport(FoundationXML)
  import Foundation
  import FoundationXML
#else
  import Foundation
#endif

/// Gathers the events of the parser into a tree and stops at the limits.
final class XMLTreeBuilder: NSObject, XMLParserDelegate {
  private let limits: XMLLimits
  private var open: [XMLNode] = []
  private var elements = 0
  private var textBytes = 0
  private(set) var root: XMLNode?
  private(set) var failure: Problem?

  init(limits: XMLLimits) {
    self.limits = limits
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    guard failure == nil else { return }
    elements += 1
    for value in attributes.values { textBytes += value.utf8.count }
    if open.count >= limits.depth {
      stop(
        parser, Message("elements are nested deeper than \(limits.depth)", "元素嵌套超过 \(limits.depth) 层"))
    } else if elements > limits.elements {
      stop(
        parser, Message("the document has more than \(limits.elements) elements", "文档的元素超过 \(limits.elements) 个"))
    } else if textBytes > limits.text {
      stopAtText(parser)
    } else {
      let local = name.split(separator: ":").last.map(String.init) ?? name
      open.append(
        XMLNode(
          name: local, namespace: namespaceURI ?? "", attributes: attributes, line: max(parser.lineNumber, 1)))
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard failure == nil, !open.isEmpty else { return }
    textBytes += string.utf8.count
    if textBytes > limits.text {
      stopAtText(parser)
    } else {
      open[open.count - 1].text += string
    }
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    guard failure == nil, let node = open.popLast() else { return }
    if open.isEmpty {
      root = node
    } else {
      open[open.count - 1].children.append(node)
    }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    // The parser takes no offence at what stands behind the root; other errors show in its result.
    if failure == nil, root != nil {
      failure = Problem(
        .invalid,
        Message("something stands behind the root; an XML document has one root.", "根元素之后还有内容；XML 文档只有一个根元素。")
          .at(line: parser.lineNumber))
    }
  }

  private func stopAtText(_ parser: XMLParser) {
    stop(
      parser,
      Message("the document holds more than \(limits.text) bytes of text", "文档的文本超过 \(limits.text) 字节"))
  }

  private func stop(_ parser: XMLParser, _ reason: Message) {
    failure = Problem(
      .tooLarge,
      Message(
        "\(reason.english); such a document is refused before it is read whole.", "\(reason.chinese)；这样的文档在读完之前即被拒绝。"
      ).at(line: parser.lineNumber))
    parser.abortParsing()
  }
}
