// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Console

/// The five characters by which HTML is written may not get into a page out of a value.
struct PageTextTests {
  @Test(arguments: [
    ("", ""), ("路灯不亮", "路灯不亮"), ("a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&#39;"), ("&amp;", "&amp;amp;"),
    // One grapheme each, of which browsers see the first character by itself.
    ("\"\u{301} onfocus=x", "&quot;\u{301} onfocus=x"), ("'\u{20dd}", "&#39;\u{20dd}"), ("<\u{fe0f}b", "&lt;\u{fe0f}b"),
    ("\r\n<", "\r\n&lt;"),
  ])
  func escapes(_ text: String, _ page: String) {
    #expect(PageText().escapeText(text).utf8.elementsEqual(page.utf8))
  }
}
