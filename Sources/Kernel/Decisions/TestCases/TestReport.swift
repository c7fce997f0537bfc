// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How a folder of test cases went.
public struct TestReport: Sendable {
  /// A case that failed, with what it should have been.
  public struct Failure: Sendable, Hashable {
    /// The file and case: `0068-feel-equality-test-01.xml, case boolean_001`.
    public var place: String
    /// The result that was asked for.
    public var result: String
    public var expected: String
    public var actual: String
    /// What the engine warned of while it evaluated.
    public var warnings: [String]
  }

  /// A case that was not run, with the reason.
  public struct Skip: Sendable, Hashable {
    public var place: String
    public var reason: String
  }

  /// The cases of one folder.
  public struct Folder: Sendable {
    /// The path below the folder that was run.
    public var name: String
    public var passed = 0
    public var failures: [Failure] = []
    public var skips: [Skip] = []

    public init(name: String) {
      self.name = name
    }

    /// `0068-feel-equality: 128 passed, 0 failed, 0 skipped`.
    public var line: String { "\(name): \(passed) passed, \(failures.count) failed, \(skips.count) skipped" }
  }

  public var folders: [Folder] = []

  public init(folders: [Folder] = []) {
    self.folders = folders
  }

  public var passed: Int { folders.reduce(0) { $0 + $1.passed } }
  public var failed: Int { folders.reduce(0) { $0 + $1.failures.count } }
  public var skipped: Int { folders.reduce(0) { $0 + $1.skips.count } }

  /// A line for each folder, then each failure and skip, then the total.
  public var text: String {
    var lines = folders.map(\.line)
    for folder in folders {
      for failure in folder.failures {
        lines.append("failed \(folder.name)/\(failure.place), \(failure.result)")
        lines.append("  expected: \(failure.expected)")
        lines.append("  actual:   \(failure.actual)")
        lines += failure.warnings.prefix(5).map { "  warning:  \($0)" }
      }
      for skip in folder.skips { lines.append("skipped \(folder.name)/\(skip.place): \(skip.reason)") }
    }
    lines.append("total: \(passed) passed, \(failed) failed, \(skipped) skipped")
    return lines.joined(separator: "\n")
  }

  /// The folders as a table in Markdown, with the total as last row, below a sentence that says when they were run.
  /// - Parameter day: as in `2026-11-28`.
  public func markdown(runOn day: String) -> String {
    let cases = passed + failed + skipped
    var lines = [
      "Run on \(day): \(cases) test cases in \(folders.count) folders; \(passed) passed, \(failed) failed, "
        + "\(skipped) skipped.",
      "", "| Folder | Passed | Failed | Skipped |", "| --- | ---: | ---: | ---: |",
    ]
    for folder in folders {
      lines.append("| \(folder.name) | \(folder.passed) | \(folder.failures.count) | \(folder.skips.count) |")
    }
    lines.append("| **Total** | **\(passed)** | **\(failed)** | **\(skipped)** |")
    return lines.joined(separator: "\n")
  }
}
