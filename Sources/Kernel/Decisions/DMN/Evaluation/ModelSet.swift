// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A model with the models it imports, and the elements of all of them under one number each.
struct ModelSet: Sendable {
  /// An element of the requirements graph.
  enum Element: Sendable {
    case input(InputData)
    case decision(Decision)
    case knowledge(KnowledgeModel)
    case service(DecisionService)
  }

  struct Entry: Sendable {
    var model: Int
    var element: Element

    var name: String {
      switch element {
      case .input(let input): input.variable.name
      case .decision(let decision): decision.variable.name
      case .knowledge(let knowledge): knowledge.variable.name
      case .service(let service): service.variable.name
      }
    }

    var title: Message {
      switch element {
      case .input(let input): Message("inputData \"\(input.name)\"", "输入数据“\(input.name)”")
      case .decision(let decision): Message("decision \"\(decision.name)\"", "决策“\(decision.name)”")
      case .knowledge(let knowledge):
        Message("businessKnowledgeModel \"\(knowledge.name)\"", "业务知识模型“\(knowledge.name)”")
      case .service(let service): Message("decisionService \"\(service.name)\"", "决策服务“\(service.name)”")
      }
    }

    var line: Int {
      switch element {
      case .input(let input): input.line
      case .decision(let decision): decision.line
      case .knowledge(let knowledge): knowledge.line
      case .service(let service): service.line
      }
    }
  }

  /// The models, the main one first.
  let models: [DecisionModel]
  private(set) var entries: [Entry] = []
  private(set) var findings: [DecisionFinding] = []
  private var byID: [String: Int] = [:]
  private var byNamespace: [String: Int] = [:]

  init(_ main: DecisionModel, imports: [DecisionModel]) {
    models = [main] + imports
    for (number, model) in models.enumerated() {
      if byNamespace[model.namespace] == nil {
        byNamespace[model.namespace] = number
      } else if number > 0 {
        note(
          .duplicate, .warning,
          Message(
            "Another model has the namespace \(model.namespace) too; the first is used.",
            "另一个模型的命名空间也是 \(model.namespace)；使用第一个。"),
          element: Message(same: "definitions"), model: number, line: 1)
        continue
      }
      let elements =
        model.inputs.map { ($0.id, Element.input($0)) } + model.decisions.map { ($0.id, Element.decision($0)) }
        + model.knowledgeModels.map { ($0.id, Element.knowledge($0)) }
        + model.services.map { ($0.id, Element.service($0)) }
      var names: Set<String> = []
      for (id, element) in elements {
        let entry = Entry(model: number, element: element)
        let key = "\(model.namespace)#\(id)"
        if byID[key] != nil {
          note(
            .duplicate, .error, Message("The identifier \(id) is used twice.", "标识 \(id) 使用了两次。"), element: entry.title,
            model: number,
            line: entry.line)
        } else {
          byID[key] = entries.count
        }
        if !names.insert(entry.name).inserted {
          note(
            .duplicate, .warning,
            Message(
              "Another element of the model is named \(entry.name) too.", "模型中另有元素也叫 \(entry.name)。"),
            element: entry.title,
            model: number, line: entry.line)
        }
        entries.append(entry)
      }
    }
  }

  mutating func note(
    _ kind: DecisionFinding.Kind, _ severity: DecisionFinding.Severity, _ message: Message, element: Message,
    model: Int, line: Int
  ) {
    findings.append(
      DecisionFinding(kind, severity, message, element: element, file: models[model].file, line: line))
  }

  /// The element a reference means; `nil` when there is none.
  func resolve(_ reference: ElementReference, from model: Int) -> Int? {
    byID["\(reference.namespace ?? models[model].namespace)#\(reference.id)"]
  }

  /// The model of a namespace.
  func model(_ namespace: String) -> Int? { byNamespace[namespace] }

  /// Under which name a model imports another one: empty for its own elements, `nil` when it does not.
  func importName(of other: Int, in model: Int) -> String? {
    if other == model { return "" }
    return models[model].imports.first { $0.namespace == models[other].namespace }?.name
  }
}
