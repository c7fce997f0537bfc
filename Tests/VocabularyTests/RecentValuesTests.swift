// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@Suite struct RecentValuesTests {
  @Test func keepsWhatIsUsedAndForgetsTheRest() {
    var recent = RecentValues<Int, String>(capacity: 4)
    for key in 1...2 { recent.keep("\(key)", for: key) }
    // The third begins a generation; the first is used in it, the second is not.
    recent.keep("3", for: 3)
    #expect(recent.use(1) == "1" && recent.peek(2) == "2")
    recent.keep("4", for: 4)
    #expect(recent.use(1) == "1" && recent.peek(2) == nil && recent.peek(3) == "3")
    recent.forget(1)
    #expect(recent.use(1) == nil)
  }

  @Test func holdsNoMoreThanItsCapacity() {
    var recent = RecentValues<Int, Int>(capacity: 100)
    for key in 0..<10_000 {
      recent.keep(key, for: key)
      _ = recent.use(key - 10)
      #expect(recent.peek(key) == key)
    }
    #expect((0..<10_000).filter { recent.peek($0) != nil }.count <= 100)
  }
}
