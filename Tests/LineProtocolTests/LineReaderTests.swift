// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

struct LineReaderTests {
  private static let lines = """
    a,s=1 v=1.5,w=2 1000
    b v=-3i 2000
    a,s=1 w=4,v=5e1 3000
    b v=6 4000

    """

  /// Twice the same body: the second time every head was met before.
  @Test(arguments: [true, false])
  func fillsColumns(predictsHeads: Bool) {
    var reader = LineReader(predictsHeads: predictsHeads)
    var series: [Int32] = []
    var instants: [Int64] = []
    var values: [Double] = []
    for _ in 0..<2 {
      let bytes = Array(Self.lines.utf8)
      let faults = reader.read(bytes, series: &series, instants: &instants, values: &values)
      #expect(faults == 0)
    }
    #expect(series == [0, 1, 2, 1, 0, 2, 0, 1, 2, 1, 0, 2])
    #expect(instants == [1000, 1000, 2000, 3000, 3000, 4000, 1000, 1000, 2000, 3000, 3000, 4000])
    #expect(values == [1.5, 2, -3, 4, 50, 6, 1.5, 2, -3, 4, 50, 6])
  }

  @Test func countsWhatIsNoNumberWithATime() {
    var reader = LineReader(predictsHeads: true)
    var series: [Int32] = []
    var instants: [Int64] = []
    var values: [Double] = []
    let bytes = Array("a v=1\nb v=\"text\",w=2 1000\nc 3\n".utf8)
    let faults = reader.read(bytes, series: &series, instants: &instants, values: &values)
    #expect(faults == 3)
    #expect(values == [2])
  }
}
