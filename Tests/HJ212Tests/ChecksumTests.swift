// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HJ212

struct ChecksumTests {
  /// The standard's own example.
  @Test func isThatOfTheStandard() {
    let segment =
      "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&"
    #expect(segment.utf8.count == 101)
    #expect(Checksum.text(of: segment.utf8) == "1C80")
  }
}
