// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

import Foundation

/// Runs folders of test cases of the standard's Technology Compatibility Kit.
public struct TestKit: Sendable {
  /// The folder that holds the cases, at any depth.
  public let folder: String
  public let limits: DecisionLimits
  /// The moment that `now()` and `today()` give.
  public let now: FEELDateAndTime

  public init(folder: String, limits: DecisionLimits = DecisionLimits(), now: FEELDateAndTime) {
    self.folder = folder
    self.limits = limits
    self.now = now
  }

  /// Runs every folder that holds test cases, in order of their names.
  /// - Parameters:
  ///   - filter: runs only folders whose path contains it.
  ///   - progress: is told of each folder when it is done.
  /// - Throws: `Problem` of code `notFound` when there is no test case.
  public func run(
    filter: String? = nil, progress: (TestReport.Folder) -> Void = { _ in }
  ) throws(Problem) -> TestReport {
    var report = TestReport()
    for place in folders() where filter.map(place.contains) ?? true {
      if let result = run(folder: place) {
        report.folders.append(result)
        progress(result)
      }
    }
    guard !report.folders.isEmpty else {
      throw Problem(
        .notFound, "There are no test cases (files testCases in XML beside .dmn files) in \(folder).",
        "\(folder) 中没有测试用例（与 .dmn 文件放在一起的 XML 文件 testCases）。")
    }
    return report
  }

  /// The paths of folders with `.dmn` files below `folder`; empty for the folder itself.
  private func folders() -> [String] {
    var found: Set<String> = []
    let root = URL(filePath: folder)
    for path in FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String] ?? []
    where path.hasSuffix(".dmn") {
      found.insert(path.split(separator: "/").dropLast().joined(separator: "/"))
    }
    return found.sorted()
  }

  private func run(folder place: String) -> TestReport.Folder? {
    let url = URL(filePath: folder).appending(path: place)
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    var report = TestReport.Folder(name: place.isEmpty ? url.lastPathComponent : place)
    var models: [String: DecisionModel] = [:]
    var refusals: [String: Problem] = [:]
    for name in names where name.hasSuffix(".dmn") {
      do {
        models[name] = try DecisionModel(xml: bytes(url.appending(path: name)), file: name, limits: limits.xml)
      } catch {
        refusals[name] = error
      }
    }
    var isTest = false
    for name in names where name.hasSuffix(".xml") {
      let suite: TestSuite
      do {
        suite = try TestSuite(xml: bytes(url.appending(path: name)), file: name, limits: limits.xml)
      } catch {
        report.failures.append(
          .init(place: name, result: "file", expected: "test cases", actual: "\(error)", warnings: []))
        continue
      }
      isTest = true
      let model = suite.model ?? names.first { $0.hasSuffix(".dmn") } ?? ""
      if let main = models[model] {
        let imports = models.filter { $0.key != model }.sorted { $0.key < $1.key }.map(\.value)
        let compiled = CompiledModel(main, imports: imports, limits: limits)
        for item in suite.cases { run(item, of: suite, compiled, &report) }
      } else {
        let reason = refusals[model].map { "\($0)" } ?? "there is no model \(model)"
        for item in suite.cases {
          report.failures.append(
            .init(place: "\(name), case \(item.id)", result: "model", expected: "a model", actual: reason, warnings: [])
          )
        }
      }
    }
    return isTest || !report.failures.isEmpty ? report : nil
  }

  private func bytes(_ url: URL) throws(Problem) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw Problem(.notFound, "The file \(url.lastPathComponent) cannot be read.", "无法读取文件 \(url.lastPathComponent)。")
    }
    return [UInt8](data)
  }
}
