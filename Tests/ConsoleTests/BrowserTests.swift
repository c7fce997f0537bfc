// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import Matters
import Packs
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Another program (chromium, led by selenium) uses the pages as people do.
@Suite(.serialized) struct BrowserTests {
  /// Python with what `scripts/requirements-test.txt` pins; `nil` where it or the browser is not installed.
  private static var python: String? {
    let path = RealData.packageRoot.appending(path: ".venv/bin/python").path
    let needed = [path, "/usr/bin/chromium", "/usr/bin/chromedriver"]
    return needed.allSatisfy(FileManager.default.isExecutableFile) ? path : nil
  }

  @Test(.timeLimit(.minutes(5))) func editsProposesAndApprovesADecision() async throws {
    try await TestTown.pages { town in
      let password = "the same for both of them"
      _ = try await town.person("ada", [Grant(.supervisor)], password: password)
      _ = try await town.person("bob", [Grant(.administrator)], password: password)
      try await town.dispatchedMatter()
      town.time.advance(by: .seconds(60))
      try await Self.walk("decisions", [town.address, "ada", "bob", password])
    }
  }

  @Test(.timeLimit(.minutes(5))) func looksAtTheOperationCentre() async throws {
    try await TestTown.pages { town in
      let password = "of a supervisor only"
      _ = try await town.person("ada", [Grant(.supervisor)], password: password)
      for index in 0..<3 {
        let submission = Submission(
          type: "pothole", text: "deep", channel: "test", position: Position(120.25 + Double(index) * 0.01, 30.5))
        let matter = try await town.city.matters.submit(submission, by: .system(town.city.tenant)).matter
        _ = try await town.city.matters.perform(.accept, on: matter.id, by: .system(town.city.tenant))
      }
      let now = town.time.now().milliseconds
      let readings = (0..<200).map { index in
        NewReading(
          series: "pipe-1", at: Instant(milliseconds: now - Int64(200 - index) * 60_000),
          value: .number(3 + Double(index % 7) / 10))
      }
      _ = try await town.city.telemetry.append(readings, tenant: town.city.tenant)
      try await town.follow()
      try await Self.walk("centre", [town.address, "ada", password])
    }
  }

  @Test(.timeLimit(.minutes(5))) func leadsACitizenFromTheFirstWordToTheRating() async throws {
    try await TestTown.pages { town in
      let password = "the words of an administrator"
      _ = try await town.person("ada", [Grant(.administrator)], password: password)
      let staff: JSON = [
        "intake": .string(try await town.token(.intake)), "handler": .string(try await town.token(.handler)),
        "verifier": .string(try await town.token(.verifier)), "administrator": ["ada", .string(password)],
      ]
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "staff.json")
      try Data(staff.bytes).write(to: file)
      try await Self.walk("public", [town.address, file.path])
    }
  }

  @Test(.timeLimit(.minutes(10))) func dispatchesHandlesAndVerifiesInThreeWindows() async throws {
    try await TestTown.pages { town in
      let password = "the same for all of them"
      _ = try await town.person("Dina", [Grant(.dispatcher), Grant(.intake)], password: password)
      _ = try await town.person("Hans", [Grant(.handler, department: "roads")], password: password)
      _ = try await town.person("Vera", [Grant(.verifier)], password: password)
      try await Self.walk("work", [town.address, "dina", "hans", "vera", password])
    }
  }

  /// Runs `Tests/Browser/NAME.py`; `CITYWIDE_PICTURES` names a folder for pictures of the pages.
  private static func walk(_ name: String, _ words: [String]) async throws {
    guard let python else {
      print("skipped: there is no chromium, chromium-driver or .venv (make test installs them)")
      return
    }
    let pictures = ProcessInfo.processInfo.environment["CITYWIDE_PICTURES"].map { ["--pictures", $0] } ?? []
    let script = RealData.packageRoot.appending(path: "Tests/Browser/\(name).py").path
    let (status, said) = try await run(python, [script] + words + pictures)
    if status == 9 {
      print("skipped: there is no selenium in .venv (make test installs it)")
      return
    }
    #expect(status == 0, "\(said.suffix(4000))")
  }

  private static func run(_ program: String, _ words: [String]) async throws -> (Int32, String) {
    try await Command.output(of: [program] + words)
  }
}
