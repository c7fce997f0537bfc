// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import TestSupport
import Testing

@Suite("Technology Compatibility Kit of DMN") struct CompatibilityKitTests {
  /// Prints passed, failed and skipped for each folder, then each failure with what was expected.
  @Test func everyCasePasses() throws {
    guard let folder = RealData.folder("dmn-tck") else { return }
    let kit = TestKit(folder: folder.path(percentEncoded: false), now: DMNFixture.now)
    let report = try kit.run(filter: ProcessInfo.processInfo.environment["CITYWIDE_TCK"])
    print(report.text)
    #expect(report.failed == 0)
    #expect(report.passed > 0)
    // Only functions written in Java are skipped.
    #expect(report.folders.allSatisfy { $0.skips.isEmpty || $0.name.contains("external-java") })
  }
}
