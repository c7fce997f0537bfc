// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Testing
import Vocabulary

@Suite struct ErrorWordsTests {
  private static let errors: [StorageError] = [
    .notUnique("x"), .constraint("x"), .full("x"), .unavailable("x"), .unknownOutcome("x"), .corrupt("x"),
    .conflict("x"),
    .statement("x", sql: "SELECT"),
  ]

  @Test(arguments: errors) func sayTheSameInBothLanguages(error: StorageError) {
    let (english, chinese) = (error.words.text(in: "en"), error.words.text(in: "zh-Hans"))
    #expect(error.description == english && english.contains("x") && english.allSatisfy(\.isASCII))
    #expect(chinese.contains("x") && chinese.contains { !$0.isASCII })
  }

  @Test func theProblemOfARowIsInOneLanguage() {
    let problem = StorageError.constraint("NOT NULL").problem
    #expect(problem.detail == "The stored data does not allow this: constraint failed: NOT NULL")
    #expect(problem.details?.text(in: "zh-Hans") == "已存数据不允许此操作：不符合约束：NOT NULL")
  }
}
