// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Testing

/// What tells about a person is hidden in words that everybody may read.
@Suite struct PersonalDataTests {
  @Test(
    arguments: [
      // Telephones, however they are written.
      ("Call me at 13812345678 please", "Call me at ••• please"), ("电话138 1234 5678，谢谢", "电话•••，谢谢"),
      ("138-1234-5678", "•••"), ("+86 138 1234 5678", "•••"), ("座机 0571-88886666 转", "座机 ••• 转"),
      ("(617) 555-0123", "•••"), ("+44 20 7946 0958", "•••"), ("打我电话１３８１２３４５６７８", "打我电话•••"),
      ("一三八零零一三八零零零", "•••"),
      // Identity numbers, with the letter at the end.
      ("身份证11010519491231002X", "身份证•••"), ("ID 440524188001010014.", "ID •••."),
      // E-mail.
      ("write to ann.lee+city@mail.example.org soon", "write to ••• soon"), ("邮箱zhang@example.cn谢谢", "邮箱•••谢谢"),
      // Number plates.
      ("一辆浙A12345停在门口", "一辆•••停在门口"), ("京A·D12345 挡路", "••• 挡路"), ("粤B123挂", "粤B123挂"),
      ("licence plate AB12 CDE", "licence plate •••"), ("a car, BD51 SMR, blocks it", "a car, •••, blocks it"),
      ("plate 7ABC123 again", "plate ••• again"), ("车牌号是沪B88888", "车牌号是•••"),
      // Names, where the words around them say so.
      ("My name is Ann Lee and the lamp is out", "My name is ••• and the lamp is out"),
      ("I'm Bob. The lamp", "I'm •••. The lamp"), ("ask Mr. Zhang at the shop", "ask Mr. ••• at the shop"),
      ("Dr Smith-Jones parks here", "Dr ••• parks here"), ("我叫王伟，住在这里", "我叫•••，住在这里"),
      ("我叫欧阳娜娜", "我叫•••"), ("请联系张先生", "请联系•••先生"), ("邻居李小明先生每天装修", "邻居•••先生每天装修"),
      ("联系人：陈静", "联系人：•••"),
    ])
  func hides(text: String, shown: String) {
    #expect(PersonalData.masked(text) == shown)
  }

  @Test(
    arguments: [
      "The lamp at 5 High Street is out since 2026-11-24", "since 2026-11-24 18:30", "Report 20261124-000123 again",
      "路灯不亮，编号 4521，自 2026/11/24 起", "a hole 120 cm wide, 30 cm deep", "公交 305 路站牌倒了", "约50米，3号楼",
      "water comes up at No. 12 and No. 14", "工地噪声超过85分贝", "The pump runs at 1 450 rpm",
      "number 5 High Street", "二十三号楼前", "in the year 1999 and 2001",
    ])
  func leavesWhatTellsAboutNobody(text: String) {
    #expect(PersonalData.masked(text) == text)
  }

  @Test func hidesWhatTheReporterSaidOfThemselves() {
    #expect(PersonalData.masked("Zhao Min here, lamp out", known: ["Zhao Min", "55 71"]) == "••• here, lamp out")
    #expect(PersonalData.masked("ring 5571 or 55 71", known: ["55 71"]) == "ring ••• or •••")
    #expect(PersonalData.masked("a", known: ["a", ""]) == "a")
  }

  @Test func hidingTwiceChangesNothing() {
    let once = PersonalData.masked("我叫王伟，13812345678，浙A12345; My name is Ann Lee, ann@example.org")
    #expect(PersonalData.masked(once) == once)
    for trace in ["王伟", "138", "A123", "Ann", "example"] { #expect(!once.contains(trace)) }
  }
}
