// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

/// One text in two languages.
@Suite struct LocalizedTextPairTests {
  @Test(arguments: ["王建国 / Wang Jianguo", "Wang Jianguo / 王建国"]) func nameInBothScripts(_ name: String) {
    #expect(LocalizedText(pairedName: name) == LocalizedText("Wang Jianguo", "王建国"))
  }

  /// Of anything else nothing is left out.
  @Test(arguments: [
    "", "/", " / ", "王建国", "Wang Jianguo", "王建国/Wang", "王建国 / ", "王 / 建国", "Wang / Jianguo", "王 / Wang / Jianguo",
    "王建国\n/\nWang Jianguo",
  ]) func otherNames(_ name: String) {
    #expect(LocalizedText(pairedName: name) == nil)
  }

  @Test func textInBothLanguages() {
    let (english, chinese) = ("The cover is gone (A/B).", "A/B 井盖缺失。")
    let text = LocalizedText.pairedText(english, chinese)
    #expect(LocalizedText(pairedText: text) == LocalizedText(english, chinese))
    #expect(LocalizedText(pairedText: text.replacing("\n", with: "\r\n")) == LocalizedText(english, chinese))
    #expect(LocalizedText(pairedText: "井盖 / cover") == nil && LocalizedText(pairedText: "井盖\n/\n路面") == nil)
    #expect(LocalizedText.pairedName("Wang Jianguo", "王建国") == "王建国 / Wang Jianguo")
  }
}
