// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension TestKit {
  func run(
    _ item: TestSuite.Case, of suite: TestSuite, _ model: CompiledModel, _ report: inout TestReport.Folder
  ) {
    let place = "\(suite.file), case \(item.id)"
    let targets = [item.invocable].compactMap(\.self) + item.expectations.map(\.name)
    if let reason = targets.lazy.compactMap({ model.externalReason($0) }).first {
      report.skips.append(.init(place: place, reason: reason))
      return
    }
    var inputs: [DecisionInput] = []
    for input in item.inputs {
      guard let value = input.value.feel else {
        report.failures.append(
          .init(
            place: place, result: "input \(input.name)", expected: "a value of its type", actual: "\(input.value)",
            warnings: []))
        return
      }
      inputs.append(DecisionInput(name: input.name, namespace: input.namespace, value: value))
    }
    var failures: [TestReport.Failure] = []
    for expectation in item.expectations {
      let result = value(of: expectation, item, inputs, model)
      let expected = expectation.value ?? .null
      if let value = result.value, expectation.value == nil && !expectation.isError || matches(expected, value) {
        continue
      }
      if result.value == nil, expectation.isError { continue }
      failures.append(
        TestReport.Failure(
          place: place, result: expectation.name,
          expected: (expectation.isError ? "an error, and " : "") + (expected.feel?.literal ?? "\(expected)"),
          actual: result.value?.literal ?? "an error", warnings: result.warnings))
    }
    if failures.isEmpty {
      report.passed += 1
    } else {
      // One failure for the case, so that the numbers are those of cases.
      report.failures.append(failures[0])
    }
  }

  private func value(
    of expectation: TestSuite.Expectation, _ item: TestSuite.Case, _ inputs: [DecisionInput], _ model: CompiledModel
  ) -> (value: FEELValue?, warnings: [String]) {
    let evaluation = FEELEvaluation(limits: limits.feel, now: now)
    do {
      switch item.target {
      case .decision:
        let result = try model.decide(
          expectation.name, namespace: expectation.namespace, inputs: inputs, evaluation: evaluation)
        return (result.value, result.warnings.map { "\($0)" })
      case .decisionService:
        let name = item.invocable ?? expectation.name
        let result = try model.callService(name, namespace: item.namespace, inputs: inputs, evaluation: evaluation)
        let outputs = model.outputs(ofService: name) ?? []
        var value = result.value
        if outputs.count > 1, outputs.contains(expectation.name) {
          value = if case .context(let context) = value { context[expectation.name] ?? .null } else { .null }
        }
        return (value, result.warnings.map { "\($0)" })
      case .knowledgeModel:
        let result = try model.callKnowledge(
          item.invocable ?? expectation.name, namespace: item.namespace,
          arguments: inputs.map { ($0.name, $0.value) }, evaluation: evaluation)
        return (result.value, result.warnings.map { "\($0)" })
      }
    } catch {
      return (nil, ["\(error)"])
    }
  }
}
