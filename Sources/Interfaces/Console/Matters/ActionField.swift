// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

/// One field of the form of an action.
struct ActionField: Sendable {
  enum Kind: Sendable { case line, area, select(isMultiple: Bool), checkbox, file }

  /// Unique on the page.
  var id: String
  var name: String
  var label: String
  var isRequired: Bool
  var options: [Option]
  var isLine = false
  var isArea = false
  var isSelect = false
  var isMultiple = false
  var isCheckbox = false
  var isFile = false
  /// What was typed into it before, where the form comes again.
  var typed = ""
  var isChecked = false

  init(_ name: String, _ kind: Kind, of action: MatterAction, label: String, isRequired: Bool, options: [Option] = []) {
    id = "\(action.rawValue)-\(name)"
    self.name = name
    self.label = label
    self.isRequired = isRequired
    self.options = options
    switch kind {
    case .line: isLine = true
    case .area: isArea = true
    case .select(let several):
      isSelect = true
      isMultiple = several
    case .checkbox: isCheckbox = true
    case .file: isFile = true
    }
  }
}

extension ActionField {
  /// The field as somebody left it.
  func filled(from form: URLEncodedForm) -> ActionField {
    var field = self
    field.typed = form[name] ?? ""
    field.isChecked = form[name] == "true"
    let chosen = Set(form.all(name))
    for index in field.options.indices { field.options[index].isChosen = chosen.contains(field.options[index].value) }
    return field
  }
}

/// The fields that the form of an action has, for one matter.
struct ActionFields {
  let matter: Matter
  let departments: [Option]
  let messages: Messages
  /// What the principal may attach.
  let phases: [Evidence.Phase]

  func fields(of action: MatterAction) -> [ActionField] {
    func field(
      _ name: String, _ kind: ActionField.Kind, required: Bool = false, label: String? = nil,
      _ options: [Option] = []
    ) -> ActionField {
      ActionField(
        name, kind, of: action, label: messages[label ?? "field.\(name)"], isRequired: required, options: options)
    }
    switch action {
    case .submit, .accept, .verify, .archive, .resume, .unmerge: return []
    case .sendBack, .rework, .reopen, .cancel: return [field("reason", .area, required: true)]
    case .withdraw: return [field("reason", .area)]
    case .reject, .suspend: return [field("reason", .area, required: true), field("basis", .line)]
    case .resubmit: return [field("text", .area), field("address", .line)]
    case .dispatch:
      let byTable = Option(value: "", label: messages["field.byTable"])
      return [
        field("lead", .select(isMultiple: false), [byTable] + departments),
        field("assisting", .select(isMultiple: true), departments),
      ]
    case .start: return department(action, [.offered])
    case .refuse: return department(action, [.offered, .inProgress]) + [field("reason", .area, required: true)]
    case .handle: return department(action, [.inProgress]) + [field("result", .area, required: true)]
    case .close: return [field("result", .area)]
    case .rate: return [field("grade", .select(isMultiple: false), required: true, grades), field("comment", .area)]
    case .note: return [field("text", .area, required: true), field("public", .checkbox)]
    case .attach:
      var shown = options(phases) { messages.text($0.name) }
      for index in shown.indices { shown[index].isChosen = shown[index].value == likelyPhase.rawValue }
      return [
        field("phase", .select(isMultiple: false), required: true, shown),
        field("file", .file, required: true),
      ]
    case .extend:
      let running = MatterClock.Kind.allCases.filter { matter.clock($0)?.isRunning == true }
      return [
        field("clock", .select(isMultiple: false), required: true, options(running) { messages.text($0.name) }),
        field("workingDays", .line, required: true), field("reason", .area, required: true),
      ]
    case .prioritise:
      return [
        field(
          "priority", .select(isMultiple: false), required: true,
          options(MatterPriority.allCases) { messages.text($0.name) })
      ]
    case .merge: return [field("into", .line, required: true)]
    }
  }

  /// What a file shows that is attached now: what was found, what was done, or that it is good.
  private var likelyPhase: Evidence.Phase {
    switch matter.state {
    case .inProgress: .handle
    case .handled, .verifying: .verify
    default: .report
    }
  }

  /// Asks for the department only where several have something to do.
  private func department(_ action: MatterAction, _ status: Set<Branch.Status>) -> [ActionField] {
    let open = Set(matter.branches.filter { $0.role != .informed && status.contains($0.status) }.map(\.department))
    guard open.count > 1 else { return [] }
    let mine = Option(value: "", label: messages["field.anyDepartment"])
    return [
      ActionField(
        "department", .select(isMultiple: false), of: action, label: messages["field.department"], isRequired: false,
        options: [mine] + departments.filter { open.contains($0.value) })
    ]
  }

  private var grades: [Option] {
    (1...5).reversed().map { Option(value: "\($0)", label: messages["grade.\($0)"]) }
  }

  private func options<Value: RawRepresentable>(
    _ values: [Value], _ text: (Value) -> String
  ) -> [Option] where Value.RawValue == String {
    values.map { Option(value: $0.rawValue, label: text($0)) }
  }
}
