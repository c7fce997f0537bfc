// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension TestSuite {
  /// The namespace of test cases.
  static let namespace = "http://www.omg.org/spec/DMN/20160719/testcase"

  /// Reads a file of test cases.
  /// - Throws: `Problem` naming file and line of what is not as `testCases.xsd` has it.
  public init(xml: [UInt8], file: String, limits: XMLLimits = XMLLimits()) throws(Problem) {
    let root: XMLNode
    do {
      root = try readXML(xml, limits: limits)
    } catch {
      throw Problem(error.code, error.message.at(Message(same: file)))
    }
    guard root.name == "testCases", root.namespace == Self.namespace else {
      throw Problem(
        .invalid, "\(file): line \(root.line): the root is \(root.name); a file of test cases has testCases.",
        "\(file)：第 \(root.line) 行：根元素是 \(root.name)；测试用例文件的根元素是 testCases。")
    }
    self.init(
      file: file, name: root.child("testCasesName")?.trimmed, model: root.child("modelName")?.trimmed,
      namespace: root.attributes["namespace"],
      labels: root.child("labels")?.children("label").map(\.trimmed) ?? [], cases: [])
    for node in root.children("testCase") { cases.append(try Case(node, file: file)) }
  }
}

extension TestSuite.Case {
  init(_ node: XMLNode, file: String) throws(Problem) {
    let kind = node.attributes["type"] ?? "decision"
    guard let target = TestSuite.Target(rawValue: kind) else {
      throw Problem(
        .invalid,
        "\(file): line \(node.line): the type \(kind) of a test case is not decision, bkm or decisionService.",
        "\(file)：第 \(node.line) 行：测试用例的类型 \(kind) 不是 decision、bkm 或 decisionService。"
      )
    }
    self.init(
      id: node.attributes["id"] ?? "line \(node.line)", name: node.attributes["name"],
      description: node.child("description")?.trimmed, target: target, invocable: node.attributes["invocableName"],
      namespace: node.attributes["namespace"], inputs: [], expectations: [], line: node.line)
    for input in node.children("inputNode") {
      inputs.append(
        TestSuite.Input(
          name: input.attributes["name"] ?? "", namespace: input.attributes["namespace"],
          value: try TestSuite.Value(input, file: file) ?? .null))
    }
    for result in node.children("resultNode") {
      let error = result.flag("errorResult")
      let value = try result.child("expected").map { (expected) throws(Problem) in
        try TestSuite.Value(expected, file: file) ?? .null
      }
      expectations.append(
        TestSuite.Expectation(
          name: result.attributes["name"] ?? "", namespace: result.attributes["namespace"], isError: error,
          value: value, line: result.line))
    }
  }
}

extension TestSuite.Value {
  /// The value inside an element of `valueType`; `nil` when there is none.
  init?(_ node: XMLNode, file: String) throws(Problem) {
    let isNil = { (node: XMLNode) in
      node.attributes.contains { $0.key.hasSuffix(":nil") && ["true", "1"].contains($0.value.trimmingXMLSpace) }
    }
    if isNil(node) {
      self = .null
    } else if let value = node.child("value") {
      let type = value.attributes.first { $0.key.hasSuffix(":type") }?.value.split(separator: ":").last
      self = isNil(value) ? .null : .simple(value.text, type: type.map(String.init))
    } else if let list = node.child("list") {
      guard !isNil(list) else {
        self = .null
        return
      }
      var items: [Self] = []
      for item in list.children("item") { items.append(try Self(item, file: file) ?? .null) }
      self = .list(items)
    } else if node.child("component") != nil {
      var components: [(name: String, value: Self)] = []
      for component in node.children("component") {
        guard let name = component.attributes["name"] else {
          throw Problem(
            .invalid, "\(file): line \(component.line): a component needs the attribute name.",
            "\(file)：第 \(component.line) 行：component 需要属性 name。")
        }
        components.append((name, try Self(component, file: file) ?? .null))
      }
      self = .components(components)
    } else {
      return nil
    }
  }
}
