// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Testing

@testable import Console

/// The letters of actions.
@Suite struct ActionLetterTests {
  @Test(arguments: MatterState.allCases) func noTwoOfOneStateShareALetter(state: MatterState) {
    let possible = MatterAction.allCases.filter { $0.from.contains(state) }
    let letters = Dictionary(grouping: possible, by: \.letter)
    #expect(letters.values.allSatisfy { $0.count == 1 }, "\(letters.filter { $0.value.count > 1 })")
    // J, K and the slash move in lists.
    #expect(possible.allSatisfy { $0.letter.isLowercase && $0.letter.isASCII })
  }
}
